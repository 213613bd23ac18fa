import { createHash } from "node:crypto";
import type { TrainerState } from "../../engine/trainer.ts";
import type { Examples } from "../learn.ts";

/** Rows that are drawn at a time. */
const rows = 1024;

/** What tells a training set from another: of inputs, targets and weights of all examples in their order. */
export function digestOfExamples({ size, batch }: Examples): string {
  const hash = createHash("sha256");
  for (let from = 0; from < size; from += rows) {
    const indices = Int32Array.from({ length: Math.min(rows, size - from) }, (_, i) => from + i);
    const { inputs, targets, weights } = batch(indices);
    for (const array of [inputs, targets, ...(weights ? [weights] : [])]) hash.update(bytesOf(array));
  }
  return hash.digest("hex");
}

/** What tells a model's weights from others, the optimizer's moments left out. */
export function digestOfWeights({ arrays }: Pick<TrainerState, "arrays">): string {
  const hash = createHash("sha256");
  const weights = Object.entries(arrays).filter(([name]) => !name.includes("/"));
  for (const [name, { shape, values }] of weights.sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name} ${shape.join()}`).update(bytesOf(values));
  }
  return hash.digest("hex");
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
