import { say } from "../library/ground/say.ts";

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

/** `12 tensors, 0.1 MiB; the previous cell added 3`. */
export function tensorSentence({ numTensors, numBytes }: TensorMemory, last: CellCost | undefined): string {
  const size = (numBytes / 2 ** 20).toFixed(1);
  const held = numTensors === 1 ? say`1 tensor, ${size} MiB` : say`${numTensors} tensors, ${size} MiB`;
  if (!last || last.tensorDelta === 0) return held;
  return last.tensorDelta > 0
    ? say`${held}; the previous cell added ${last.tensorDelta}`
    : say`${held}; the previous cell freed ${-last.tensorDelta}`;
}
