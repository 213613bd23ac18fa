import * as vscode from "vscode";
import type { CellCost } from "../notebook/cellCost.ts";
import type { KernelState } from "../notebook/NotebookKernel.ts";

/** The kernel's state in a word. */
export function stateWords(state: KernelState): string {
  const { t } = vscode.l10n;
  return { none: t("not started"), starting: t("starting"), idle: t("idle"), busy: t("busy") }[state];
}

/** `wasm (CPU, WebAssembly with SIMD)`; nothing before TensorFlow.js was used. */
export function backendWords(cost: CellCost | undefined): string {
  if (!cost?.backend) return "";
  return cost.device ? `${cost.backend} (${cost.device})` : cost.backend;
}

/** `12 tensors, 3.1 MB`. */
export function tensorWords(cost: CellCost | undefined): string {
  if (!cost?.backend) return "";
  const { tensors, bytes } = cost;
  return tensors === 1
    ? vscode.l10n.t("1 tensor, {0}", size(bytes))
    : vscode.l10n.t("{0} tensors, {1}", tensors, size(bytes));
}

/** In decimal units, as disks and memory bars have them. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
