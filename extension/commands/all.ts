import * as vscode from "vscode";
import type { Command, Glassbook } from "../glassbook.ts";
import { interrupt } from "./interrupt.ts";
import { newNotebook } from "./newNotebook.ts";
import { restart } from "./restart.ts";
import { restartAndRunAll } from "./restartAndRunAll.ts";
import { showStatus } from "./showStatus.ts";

export const allCommands: Command[] = [newNotebook, interrupt, restart, restartAndRunAll, showStatus];

export function registerCommands(glassbook: Glassbook): vscode.Disposable {
  return vscode.Disposable.from(
    ...allCommands.map(({ id, run }) =>
      vscode.commands.registerCommand(`glassbook.${id}`, (...given) => run(glassbook, ...given)),
    ),
  );
}
