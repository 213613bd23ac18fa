import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Random } from "../math/random.ts";
import type { Column } from "../signature/columns.ts";

/** σ of each column: the one given, one each, or the columns' own standard deviations. */
export function sigmasOf(
  given: number | ArrayLike<number> | undefined,
  { values, count, size }: { values: ArrayLike<number>; count: number; size: number },
): Float64Array {
  const sigmas =
    typeof given === "number"
      ? new Float64Array(size).fill(given)
      : given
        ? Float64Array.from(given)
        : Float64Array.from({ length: size }, (_, column) => deviation(values, count, size, column));
  if (sigmas.length !== size) throw new OptionError(say`${sigmas.length} sigma for ${size} columns: give one for each`);
  const wrong = sigmas.findIndex((sigma) => !(sigma >= 0 && Number.isFinite(sigma)));
  if (wrong >= 0)
    throw new OptionError(say`sigma of column ${wrong} is ${sigmas[wrong]}: give a finite number, at least 0`);
  return sigmas;
}

function deviation(values: ArrayLike<number>, count: number, size: number, column: number): number {
  let [mean, squares] = [0, 0];
  for (let row = 0; row < count; row++) {
    const off = values[row * size + column] - mean;
    mean += off / (row + 1);
    squares += off * (values[row * size + column] - mean);
  }
  return Math.sqrt(squares / count);
}

/** A value with noise: of a whole number rounded, of a category another one, all equally likely. */
export function noisy({ kind, categories }: Column, value: number, sigma: number, random: Random): number {
  if (sigma === 0) return value;
  if (kind === "categorical") {
    const count = categories?.length ?? 1;
    return count < 2 ? value : (value + 1 + random.integer(count - 1)) % count;
  }
  const moved = value + sigma * random.normal();
  return kind === "integer" ? Math.round(moved) : moved;
}
