/** What TensorFlow.js holds, as its `memory()` tells it. */
export interface TensorMemory {
  numTensors: number;
  numBytes: number;
}

/** What a cell took and left behind: `metadata.glassbook` of its `execute_reply`. */
export interface CellCost {
  durationMs: number;
  /** Tensors that the session holds after the cell. */
  tensors: number;
  /** How many more (or fewer) than before it. One that grows each time the cell runs is a leak. */
  tensorDelta: number;
  /** Bytes of all of them. */
  bytes: number;
}

const none: TensorMemory = { numTensors: 0, numBytes: 0 };

/** Begins to measure a cell; the answer ends it. `memory` gives undefined until a session has been started. */
export function measureCell(memory: () => TensorMemory | undefined): () => CellCost {
  const began = performance.now();
  const { numTensors: before } = memory() ?? none;
  return () => {
    const { numTensors, numBytes } = memory() ?? none;
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    return { durationMs, tensors: numTensors, tensorDelta: numTensors - before, bytes: numBytes };
  };
}

/** `12 tensors, 0.1 MiB; the cell before left 3 more than it found`. */
export function tensorSentence({ numTensors, numBytes }: TensorMemory, last: CellCost | undefined): string {
  const held = `${numTensors} tensor${numTensors === 1 ? "" : "s"}, ${(numBytes / 2 ** 20).toFixed(1)} MiB`;
  if (!last || last.tensorDelta === 0) return held;
  const change = last.tensorDelta > 0 ? `left ${last.tensorDelta} more than it found` : `freed ${-last.tensorDelta}`;
  return `${held}; the cell before ${change}`;
}
