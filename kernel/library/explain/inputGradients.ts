import { type Call, type GradientQuestion, ownInput, pairCount } from "./call.ts";

/** ∂f_c/∂x, or what a rule puts in its place, for every target of every input: `[targets × n, ...]`. */
export async function inputGradients(
  call: Call,
  asked: GradientQuestion = {},
  targetOf = (pair: number) => call.targets.classes[pair],
): Promise<Float32Array> {
  const { rows } = call;
  const values = new Float32Array(pairCount(call) * rows.size);
  await call.gradients(
    pairCount(call),
    ownInput(call),
    targetOf,
    (start, _, gradients) => values.set(gradients.input, start * rows.size),
    asked,
  );
  return values;
}
