import * as vscode from "vscode";

/** How a kernel ended that nobody ended, in a sentence. */
export function endOfKernel(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL") {
    return vscode.l10n.t("The kernel was killed ({0}), probably out of memory. All variables are lost.", signal);
  }
  return signal
    ? vscode.l10n.t("The kernel was ended by {0}. All variables are lost.", signal)
    : vscode.l10n.t("The kernel exited with status {0}. All variables are lost.", String(code));
}

export const didNotStart = ({ message }: Error): string => vscode.l10n.t("The kernel did not start: {0}", message);
