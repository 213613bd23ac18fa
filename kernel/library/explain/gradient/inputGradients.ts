import type { Gradients } from "../../engine/runner.ts";
import { type Call, type GradientQuestion, pairCount } from "../call/call.ts";

/** ∂f_c/∂x, or what a rule puts in its place, for every target of every input: `[targets × n, ...]`. */
export async function inputGradients(
  call: Call,
  asked: GradientQuestion = {},
  targetOf?: (pair: number) => number,
): Promise<Float32Array> {
  const { rows } = call;
  const pairs = pairCount(call);
  let values = new Float32Array();
  const take = (start: number, count: number, { input }: Gradients) => {
    // What came in one piece is not copied.
    if (count === pairs) {
      values = input as typeof values;
      return;
    }
    if (start === 0) values = new Float32Array(pairs * rows.size);
    values.set(input, start * rows.size);
  };
  await call.ownGradients(take, asked, targetOf);
  return values;
}
