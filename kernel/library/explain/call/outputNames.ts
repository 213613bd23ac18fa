import type { Runner } from "../../engine/runner.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";

type Answering = Pick<Runner, "outputSize" | "outputSpec">;

/**
 * How a model's outputs are called, one for each: by its own names, else classes by those of the data.
 *
 * @param ofData names of the classes that the inputs carry.
 */
export function outputNamesOf(
  { outputSize, outputSpec }: Answering,
  ofData: readonly string[] | undefined,
): readonly string[] | undefined {
  const names = namesOf(outputSpec) ?? (tellsClasses(outputSpec) ? ofData : undefined);
  return names?.length === outputSize ? names : undefined;
}

/** The name of one; without names `class 3`, or `output 3` where it is no class. */
export const nameOfOutput = (runner: Answering, target: number, ofData: readonly string[] | undefined): string =>
  outputNamesOf(runner, ofData)?.[target] ?? `${tellsClasses(runner.outputSpec) ? "class" : "output"} ${target}`;
