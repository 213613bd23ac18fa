/** What TensorFlow.js holds, as its `memory()` tells it. */
export interface TensorMemory {
  numTensors: number;
  numBytes: number;
}

/** What of the TensorFlow.js session a cell's cost tells. */
export interface TensorSession {
  memory(): TensorMemory;
  readonly backend: string;
  readonly device?: string;
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
  /** What runs TensorFlow.js, and on what; left out until a session has been started. */
  backend?: string;
  device?: string;
}

const none: TensorMemory = { numTensors: 0, numBytes: 0 };

/** Begins to measure a cell; the answer ends it. `session` gives undefined until one has been started. */
export function measureCell(session: () => TensorSession | undefined): () => CellCost {
  const began = performance.now();
  const { numTensors: before } = session()?.memory() ?? none;
  return () => {
    const started = session();
    const { numTensors, numBytes } = started?.memory() ?? none;
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    return {
      ...{ durationMs, tensors: numTensors, tensorDelta: numTensors - before, bytes: numBytes },
      ...(started && { backend: started.backend }),
      ...(started?.device !== undefined && { device: started.device }),
    };
  };
}

/** `12 tensors, 0.1 MiB; the cell before left 3 more than it found`. */
export function tensorSentence({ numTensors, numBytes }: TensorMemory, last: CellCost | undefined): string {
  const held = `${numTensors} tensor${numTensors === 1 ? "" : "s"}, ${(numBytes / 2 ** 20).toFixed(1)} MiB`;
  if (!last || last.tensorDelta === 0) return held;
  const change = last.tensorDelta > 0 ? `left ${last.tensorDelta} more than it found` : `freed ${-last.tensorDelta}`;
  return `${held}; the cell before ${change}`;
}
