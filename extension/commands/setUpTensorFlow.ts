import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { runGlassbook } from "../notebook/runGlassbook.ts";

/** Puts TensorFlow's own library under notebooks, for the CPU or a GPU: asks first, shows each step, can be canceled. */
export const setUpTensorFlow: Command = {
  id: "setUpTensorFlow",
  needsTrust: true,
  run: async (glassbook) => {
    const { t } = vscode.l10n;
    const picks = [
      { label: "CPU", detail: t("tfjs-node: about 1.5 GB during download and build"), parameters: [] },
      { label: "GPU", detail: t("tfjs-node-gpu with CUDA, Linux x64: about 10 GB"), parameters: ["--gpu"] },
    ];
    const title = t("Download and build TensorFlow on this machine?");
    const picked = await vscode.window.showQuickPick(picks, { title });
    if (!picked) return;
    const location = vscode.ProgressLocation.Notification;
    const { status, stderr, stdout } = await vscode.window.withProgress(
      { location, title: t("Setting up TensorFlow"), cancellable: true },
      (progress, token) =>
        runGlassbook(glassbook, ["setup-tensorflow", ...picked.parameters], {
          token,
          onLine: (message) => {
            glassbook.log.info(message);
            progress.report({ message });
          },
        }),
    );
    if (status === 0) {
      const restart = t("Restart");
      const answer = await vscode.window.showInformationMessage(stdout.trim(), restart);
      if (answer === restart) await vscode.commands.executeCommand("glassbook.restart");
    } else if (status !== 130 && status !== undefined) {
      const lines = stderr.trim().split("\n");
      void vscode.window.showErrorMessage(lines.slice(-3).join("\n"));
    }
  },
};
