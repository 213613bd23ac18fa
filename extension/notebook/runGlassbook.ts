import { fork } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Glassbook } from "../glassbook.ts";
import { settingsEnvironment } from "./kernelEnvironment.ts";

export interface CommandResult {
  /** The exit status; undefined where it was ended. */
  status: number | undefined;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  folder?: string;
  /** Gets each line as it comes. */
  onLine?(line: string): void;
  token?: vscode.CancellationToken;
}

/** Runs the `glassbook` command on the editor's own Node. */
export function runGlassbook({ kernels }: Glassbook, parameters: string[], options: RunOptions = {}) {
  // Packages may be looked for there, so it is no folder that is not trusted.
  const workspace = vscode.workspace.isTrusted ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : undefined;
  return new Promise<CommandResult>((resolve, reject) => {
    const child = fork(kernels.main, parameters, {
      cwd: options.folder ?? workspace ?? homedir(),
      env: { ...process.env, ...settingsEnvironment(), ELECTRON_RUN_AS_NODE: "1" },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const texts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        texts[name] += text;
        for (const line of text.split(/[\r\n]+/)) if (line.trim()) options.onLine?.(line.trim());
      });
    }
    const stop = options.token?.onCancellationRequested(() => child.kill("SIGINT"));
    child.once("error", reject);
    child.once("close", (code) => {
      stop?.dispose();
      resolve({ status: code ?? undefined, ...texts });
    });
  });
}
