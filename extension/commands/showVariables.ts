import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";

export const showVariables: Command = {
  id: "showVariables",
  run: () => vscode.commands.executeCommand("glassbook.variables.focus"),
};
