import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OptionRule } from "../call/rules.ts";

/** How the heads of a block are joined to one: a rule, or the number of the only one that counts. */
export type Heads = "mean" | "max" | "min" | number;

export const headsRule = {
  kind: "number",
  integer: true,
  least: 0,
  choices: ["mean", "max", "min"],
  default: "mean",
} as const satisfies OptionRule;

/**
 * Joins a term of all heads to `[tokens, tokens]`.
 *
 * @throws OptionError for a head that the block does not have.
 */
export function joinHeads(how: Heads, heads: number, tokens: number, term: (i: number) => number): Float64Array {
  const size = tokens * tokens;
  if (typeof how === "number") {
    if (how >= heads) throw new OptionError(say`heads is ${how}, but the attention has ${heads}, counted from 0`);
    return Float64Array.from({ length: size }, (_, i) => term(how * size + i));
  }
  const join = { mean: (a: number, b: number) => a + b / heads, max: Math.max, min: Math.min }[how];
  const joined = new Float64Array(size).fill(
    { mean: 0, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY }[how],
  );
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < size; i++) joined[i] = join(joined[i], term(head * size + i));
  }
  return joined;
}
