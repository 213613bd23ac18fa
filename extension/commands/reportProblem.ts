import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { runGlassbook } from "../notebook/runGlassbook.ts";

/** Gathers what somebody who helps needs and shows it as a text: nothing is sent anywhere. */
export const reportProblem: Command = {
  id: "reportProblem",
  run: async (glassbook) => {
    const { t } = vscode.l10n;
    const gather = t("Collect");
    const question = t("Glassbook will collect diagnostic information and show it to you. Nothing is sent.");
    const answer = await vscode.window.showInformationMessage(question, gather);
    if (answer !== gather) return;
    const location = vscode.ProgressLocation.Notification;
    const title = t("Checking this machine");
    const { stdout, stderr } = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
      runGlassbook(glassbook, ["doctor"], { token }),
    );
    const { version } = glassbook.context.extension.packageJSON as { version: string };
    const content = [
      t("What happened, and what did you expect?"),
      `Glassbook ${version}, VS Code ${vscode.version}, Node ${process.version}, ${process.platform} ${process.arch}`,
      `\`\`\`\n${stdout}${stderr}\`\`\``,
    ].join("\n\n");
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "markdown", content }));
  },
};
