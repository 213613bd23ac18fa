import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { spearman } from "../../math/spearman.ts";
import type { BaselineName, Inputs } from "../../signature/Inputs.ts";
import type { AttributeOptions } from "../call/options.ts";

/** A method that compares with a baseline. */
interface BaselineMethod<Options> {
  attribute(inputs: Inputs, options?: Options): Promise<Explanation>;
}

export interface BaselineComparison {
  readonly names: readonly string[];
  /** One for each baseline, in the order of `names`. */
  readonly explanations: readonly Explanation[];
  /** Spearman's correlation of |values| between each two, 1 on the diagonal; null where a map is constant. */
  readonly rank: readonly (readonly (number | null)[])[];
  /** The two that agree least, and how much: where that is low, the map says more about the baseline than the input. */
  readonly least: { readonly names: readonly [string, string]; readonly rank: number | null };
}

/**
 * The same method from several baselines: a map that hangs on the baseline is no property of the model. Cost: the
 * method's, for each baseline.
 *
 * Sturmfels, Lundberg, Lee 2020, "Visualizing the Impact of Feature Attribution Baselines".
 *
 * @example
 * const { explanations, least } = await compareBaselines(new IntegratedGradients(model), image, {
 *   black: "black", white: "white", "blurred by 3 pixels": await blurBaseline(image, { sigma: 3 }),
 * });
 */
export async function compareBaselines<Options extends AttributeOptions>(
  method: BaselineMethod<Options>,
  inputs: Inputs,
  baselines: Readonly<Record<string, number | BaselineName | Inputs>>,
  options?: Options,
): Promise<BaselineComparison> {
  const names = Object.keys(baselines);
  if (names.length < 2) throw new OptionError(say`${names.length} baselines to compare: give at least two, by name`);
  const explanations: Explanation[] = [];
  for (const name of names) {
    explanations.push(await method.attribute(inputs, { ...options, baselines: baselines[name] } as unknown as Options));
  }
  const sizes = explanations.map(({ values }) => Float64Array.from(values, Math.abs));
  const rank = sizes.map((a) => sizes.map((b) => spearman(a, b)));
  const pairs = names.flatMap((first, a) =>
    names.slice(a + 1).map((second, i) => ({ names: [first, second] as const, rank: rank[a][a + 1 + i] })),
  );
  const [least = { names: [names[0], names[1]] as const, rank: null }] = pairs.sort(
    (a, b) => (a.rank ?? -2) - (b.rank ?? -2),
  );
  return { names, explanations, rank, least };
}
