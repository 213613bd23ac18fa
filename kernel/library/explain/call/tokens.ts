import type { DeclaredInput } from "../../engine/ports.ts";
import { DataError, GradientNotFoundError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Rows } from "./inputs.ts";

/** Whether an input takes numbers that stand for something, and measure nothing: tokens, categories, yes and no. */
export const takesTokens = ({ kind, dtype }: DeclaredInput): boolean =>
  kind === "tokens" || ["int32", "int64", "bool"].includes(dtype);

/**
 * @param declared the model's inputs; undefined where nothing is known of them.
 * @throws GradientNotFoundError where one of those that are explained takes token numbers.
 */
export function checkHasGradient(rows: Rows, declared: readonly DeclaredInput[] | undefined): void {
  const explained = rows.ports ?? [{ name: rows.name ?? declared?.[0]?.name }];
  const tokens = declared?.find((input) => takesTokens(input) && explained.some(({ name }) => name === input.name));
  if (!tokens) return;
  const instead = say`use LayerGradientXActivation or LayerConductance at the layer that reads them (the embedding), or ShapleyValues or FeatureAblation`;
  const still = explained.length > 1 ? say`; or hold it still with fixed: { ${tokens.name} }` : "";
  throw new GradientNotFoundError(
    say`the input ${tokens.name} takes token numbers, which have no gradient: ${instead}${still}`,
  );
}

/** @throws DataError for a fraction where tokens are counted. */
export function checkWhole(what: string, values: Float32Array): void {
  const part = values.find((value) => !Number.isInteger(value));
  if (part !== undefined) throw new DataError(say`${what} takes whole numbers but has ${part}`);
}
