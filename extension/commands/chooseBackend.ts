import * as vscode from "vscode";
import type { Command } from "../glassbook.ts";
import { notebookOf } from "../notebook/activeNotebook.ts";

/** Changes the setting, and restarts the kernel where the user wants that now. */
export const chooseBackend: Command = {
  id: "chooseBackend",
  run: async ({ kernels }, given) => {
    const { t } = vscode.l10n;
    const settings = vscode.workspace.getConfiguration("glassbook");
    const now = settings.get("backend", "auto");
    const details: Record<string, string> = {
      auto: t("Automatic: the fastest backend that works"),
      "tfjs-node-gpu": t("TensorFlow on an NVIDIA GPU (CUDA)"),
      "tfjs-node": t("TensorFlow on the CPU"),
      webgpu: t("GPU through WebGPU (needs packages in the notebook's folder)"),
      wasm: t("WebAssembly: works everywhere, nothing to install"),
      cpu: t("Plain JavaScript: slow, for comparison only"),
    };
    const picks = Object.entries(details).map(([label, detail]) => ({
      label,
      detail,
      description: label === now ? t("current") : "",
    }));
    const picked = await vscode.window.showQuickPick(picks, { title: t("TensorFlow.js backend") });
    if (!picked || picked.label === now) return;
    await settings.update("backend", picked.label, vscode.ConfigurationTarget.Global);
    const notebook = notebookOf(given);
    const running = notebook && kernels.running(notebook);
    if (!running) return;
    const restart = t("Restart");
    const question = t("Restart the kernel to use the new backend. Variables will be lost.");
    if ((await vscode.window.showInformationMessage(question, restart)) === restart) await running.restart();
  },
};
