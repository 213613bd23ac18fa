/** How the main thread and this one share a line of text that the main thread waits for. */
export const waiting = { state: 0, length: 1 } as const;
export const states = { free: 0, waiting: 1, answered: 2, interrupted: 3 } as const;

export interface InterruptWorkerData {
  /** File descriptor of the host's pipe: a line "!N" for each interrupt of the N-th cell that was handed over, or a JSON string that answers a question. */
  descriptor: number;
  /** How long the main thread has to react to an interrupt. */
  graceMs: number;
  /** Int32Array of one: the number of interrupts that the main thread has seen. */
  seen: SharedArrayBuffer;
  /** Int32Array: state, and length in bytes of the answer. */
  wait: SharedArrayBuffer;
  /** The answer, UTF-8. */
  answer: SharedArrayBuffer;
}
