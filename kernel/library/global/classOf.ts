import type { Runner } from "../engine/runner.ts";
import { TargetError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** The class of an answer that begins at `offset`: the first of the largest outputs. */
export function classOf(outputs: Float32Array, offset: number, classes: number): number {
  let best = 0;
  for (let i = 1; i < classes; i++) if (outputs[offset + i] > outputs[offset + best]) best = i;
  return best;
}

/** @throws TargetError where a model answers one number that is no class. */
export function requireClasses({ outputSize }: Pick<Runner, "outputSize">): void {
  if (outputSize > 1) return;
  throw new TargetError(
    say`the model gives one number, not classes. If it is the probability of a class, say so with describeModel(model, { outputs: "binary" })`,
  );
}
