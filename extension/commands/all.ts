import * as vscode from "vscode";
import type { Command, Glassbook } from "../glassbook.ts";
import { trustedOrNote } from "../trust.ts";
import { chooseBackend } from "./chooseBackend.ts";
import { explainImage } from "./explainImage.ts";
import { explainModelFile } from "./explainModelFile.ts";
import { exportHtml } from "./exportHtml.ts";
import { exportTypeScript } from "./exportTypeScript.ts";
import { interrupt } from "./interrupt.ts";
import { newNotebook } from "./newNotebook.ts";
import { openTutorial } from "./openTutorial.ts";
import { reportProblem } from "./reportProblem.ts";
import { restart } from "./restart.ts";
import { restartAndRunAll } from "./restartAndRunAll.ts";
import { setUpTensorFlow } from "./setUpTensorFlow.ts";
import { showStatus } from "./showStatus.ts";
import { showVariables } from "./showVariables.ts";
import { trainMnist } from "./trainMnist.ts";

const allCommands: Command[] = [
  newNotebook,
  openTutorial,
  trainMnist,
  explainModelFile,
  explainImage,
  interrupt,
  restart,
  restartAndRunAll,
  setUpTensorFlow,
  chooseBackend,
  showVariables,
  showStatus,
  exportHtml,
  exportTypeScript,
  reportProblem,
];

export function registerCommands(glassbook: Glassbook): vscode.Disposable {
  return vscode.Disposable.from(
    ...allCommands.map(({ id, needsTrust, run }) =>
      vscode.commands.registerCommand(`glassbook.${id}`, (...given) =>
        needsTrust && !trustedOrNote() ? undefined : run(glassbook, ...given),
      ),
    ),
  );
}
