import type { Model } from "../engine/model.ts";
import type { Batch, Gradients, Prediction, Runner } from "../engine/runner.ts";

/** Numbers of rows that are kept: 64 MB. */
const keptFloats = 1 << 24;

/** A model whose answers are kept: methods that ask the same rows share them. */
export interface SharedModel {
  readonly model: Model;
  readonly runner: Runner;
  /** Rows that went through the model, forward and backward counted once each. */
  passes(): number;
}

/**
 * Keeps what a model answered, row by row, and the gradients that it gave, call by call. What is asked is always the
 * logit, where there is one, so that methods of the logit and of the probability share their rows too.
 */
export function sharedModel(runner: Runner): SharedModel {
  const size = runner.inputShape.reduce((all, length) => all * length, 1);
  const known = new Map<number, { readonly row: Float32Array; readonly logits: Float32Array }[]>();
  const gradientsOf = new Map<string, { readonly values: Float32Array; readonly found: Gradients }>();
  let kept = 0;
  let passes = 0;

  const find = (row: Float32Array) => known.get(markOf(row))?.find((entry) => isSame(entry.row, row))?.logits;
  const keep = (row: Float32Array, logits: Float32Array) => {
    if (kept + size > keptFloats || find(row)) return;
    kept += size;
    const mark = markOf(row);
    known.set(mark, [...(known.get(mark) ?? []), { row: row.slice(), logits: logits.slice() }]);
  };
  const rowOf = ({ values }: Batch, row: number) => values.subarray(row * size, (row + 1) * size);

  const predict: Runner["predict"] = async (batch, options): Promise<Prediction> => {
    if (options.layers?.length) {
      passes += batch.count;
      return runner.predict(batch, options);
    }
    const outputs = new Float32Array(batch.count * runner.outputSize);
    const open: number[] = [];
    for (let row = 0; row < batch.count; row++) {
      const logits = find(rowOf(batch, row));
      if (logits) outputs.set(logits, row * runner.outputSize);
      else open.push(row);
    }
    if (open.length > 0) {
      const values = new Float32Array(open.length * size);
      for (const [i, row] of open.entries()) values.set(rowOf(batch, row), i * size);
      passes += open.length;
      const asked = { values: open.length === batch.count ? batch.values : values, count: open.length };
      const found = await runner.predict(asked, { ...options, output: "logit" });
      for (const [i, row] of open.entries()) {
        const logits = found.outputs.subarray(i * runner.outputSize, (i + 1) * runner.outputSize);
        outputs.set(logits, row * runner.outputSize);
        keep(rowOf(batch, row), logits);
      }
    }
    const wanted = options.output === "logit" ? outputs : runner.probabilitiesOf(outputs);
    return { outputs: wanted, layers: new Map() };
  };

  const gradients: Runner["gradients"] = async (batch, options) => {
    const { signal: _, targets, ...asked } = options;
    const isSmall = batch.values.length <= 1 << 16 && asked.rules?.kind !== "deepLift" && !asked.sums;
    const key = JSON.stringify([asked, [...targets]]);
    const before = isSmall ? gradientsOf.get(key) : undefined;
    if (before && isSame(before.values, batch.values)) return before.found;
    passes += batch.count * (options.rules?.kind === "deepLift" ? 3 : 2);
    const found = await runner.gradients(batch, options);
    if (isSmall) gradientsOf.set(key, { values: batch.values.slice(), found });
    if (options.output === "logit") {
      for (let row = 0; row < batch.count; row++) {
        keep(rowOf(batch, row), found.outputs.subarray(row * runner.outputSize, (row + 1) * runner.outputSize));
      }
    }
    return found;
  };
  const detect: Runner["detect"] = (batch, options) => {
    passes += batch.count;
    return runner.detect?.(batch, options) ?? Promise.resolve([]);
  };
  const sharing = { ...runner, predict, gradients, ...(runner.detect && { detect }) };
  return { model: { signature: runner.signature, runner: async () => sharing }, runner: sharing, passes: () => passes };
}

/** Of the numbers' bits: rows that differ have the same one seldom, which costs a comparison. */
function markOf(row: Float32Array): number {
  const bits = new Int32Array(row.buffer, row.byteOffset, row.length);
  let mark = 0x811c9dc5;
  for (let i = 0; i < bits.length; i++) mark = Math.imul(mark ^ bits[i], 0x01000193);
  return mark;
}

function isSame(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
