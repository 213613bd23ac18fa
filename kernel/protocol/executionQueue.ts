import type { ExecuteReply, Message } from "./message.ts";

type Request = Message<"execute_request">;

/** Cells in the order they came; one runs at a time. */
export interface ExecutionQueue {
  readonly running: Request | undefined;
  readonly waiting: readonly Request[];
}

/** What the host does next. */
export type Command = { kind: "run"; request: Request } | { kind: "abort"; request: Request };

export interface Step {
  queue: ExecutionQueue;
  commands: Command[];
}

export const emptyQueue: ExecutionQueue = { running: undefined, waiting: [] };

/** A cell came. */
export function enqueue(queue: ExecutionQueue, request: Request): Step {
  if (queue.running) return { queue: { ...queue, waiting: [...queue.waiting, request] }, commands: [] };
  return { queue: { running: request, waiting: [] }, commands: [{ kind: "run", request }] };
}

/** The running cell ended. After an error those that wait are aborted, unless it said `stop_on_error: false`. */
export function ended(queue: ExecutionQueue, status: ExecuteReply["status"]): Step {
  const stop = status === "error" && queue.running?.content.stop_on_error !== false;
  if (stop) return { queue: emptyQueue, commands: queue.waiting.map((request) => ({ kind: "abort", request })) };
  const [next, ...waiting] = queue.waiting;
  if (!next) return { queue: emptyQueue, commands: [] };
  return { queue: { running: next, waiting }, commands: [{ kind: "run", request: next }] };
}
