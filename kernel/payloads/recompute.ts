import { isRecord } from "./isRecord.ts";

/** What a view asks of the kernel: everything that differs from the cell's own explanation, not from the last answer. */
export interface Changes {
  /** The class to explain; left out, the cell's own. */
  target?: number;
  /** Other options, by the explanation's place in `live.sources`. */
  options: Record<number, Record<string, unknown>>;
}

/** From the view to the kernel. A new request takes the place of the one before. */
export type RecomputeRequest = { request: number; changes: Changes } | { cancel: number };

/** From the kernel to the view. */
export type RecomputeAnswer =
  | { request: number; progress: number }
  /** An `ExplanationPayload`. */
  | { request: number; payload: unknown }
  | { request: number; problem: string };

export function isRecomputeRequest(data: unknown): data is RecomputeRequest {
  if (!isRecord(data)) return false;
  if (typeof data.cancel === "number") return true;
  return typeof data.request === "number" && isChanges(data.changes);
}

export const isChanges = (changes: unknown): changes is Changes =>
  isRecord(changes) &&
  (changes.target === undefined || Number.isInteger(changes.target)) &&
  isRecord(changes.options) &&
  Object.values(changes.options).every(isRecord);

export function isRecomputeAnswer(data: unknown): data is RecomputeAnswer {
  if (!isRecord(data) || typeof data.request !== "number") return false;
  return typeof data.progress === "number" || typeof data.problem === "string" || "payload" in data;
}
