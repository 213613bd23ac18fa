import { type Call, type GradientQuestion, pairCount } from "./call.ts";

/** ∂f_c/∂x, or what a rule puts in its place, for every target of every input: `[targets × n, ...]`. */
export async function inputGradients(
  call: Call,
  asked: GradientQuestion = {},
  targetOf?: (pair: number) => number,
): Promise<Float32Array> {
  const { rows } = call;
  const values = new Float32Array(pairCount(call) * rows.size);
  await call.ownGradients((start, _, { input }) => values.set(input, start * rows.size), asked, targetOf);
  return values;
}
