import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** Where each feature lies: smallest and largest value. */
export type Bounds = readonly (readonly [low: number, high: number])[];

/** @throws OptionError for a bound that is none, or names that do not fit. */
export function checkBounds(bounds: Bounds, names: readonly string[] | undefined): readonly string[] {
  if (bounds.length === 0) throw new OptionError(say`bounds are empty: give [low, high] for each feature`);
  const wrong = bounds.findIndex(([low, high]) => !(Number.isFinite(low) && Number.isFinite(high) && low < high));
  if (wrong >= 0) {
    throw new OptionError(
      say`bounds of feature ${wrong} are [${bounds[wrong].join(", ")}]: give two numbers, the smaller one first`,
    );
  }
  if (names && names.length !== bounds.length) {
    throw new OptionError(say`${names.length} names for ${bounds.length} features: give one for each`);
  }
  return names ?? bounds.map((_, i) => `feature ${i}`);
}
