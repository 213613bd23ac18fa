import type { CommonOptions } from "../explain/call/options.ts";
import { slowly } from "../explain/call/progress.ts";
import { currentCell } from "../ground/cell.ts";

/** Whom a measure of several calls tells how far it is: the caller, or the running cell after a second. */
export const reporter = ({ onProgress }: CommonOptions, message: string): ((fraction: number) => void) =>
  onProgress ?? slowly((fraction) => currentCell().progress(fraction, message));
