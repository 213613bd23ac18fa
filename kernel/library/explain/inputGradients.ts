import { type Call, pairCount } from "./call.ts";

/** ∂f_c/∂x for every target of every input, `[targets × n, ...]`. */
export async function inputGradients(call: Call): Promise<Float32Array> {
  const { rows, targets } = call;
  const values = new Float32Array(pairCount(call) * rows.size);
  await call.gradients(
    pairCount(call),
    (pair, buffer, offset) => {
      const row = pair % rows.count;
      buffer.set(rows.values.subarray(row * rows.size, (row + 1) * rows.size), offset);
    },
    (pair) => targets.classes[pair],
    (start, _, gradients) => values.set(gradients.input, start * rows.size),
  );
  return values;
}
