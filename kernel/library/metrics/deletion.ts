import type { Model } from "../engine/model.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { checkNames } from "../text/checkNames.ts";
import { beginCheck } from "./beginCheck.ts";
import { Curves } from "./Curves.ts";
import { readPlaces } from "./maps.ts";
import { areaUnder, type RemovalOptions, removalCurves, removalNames } from "./removal.ts";

/**
 * Takes the places away that a map holds for the strongest, step by step (by value with its sign, equal ones in
 * row-major order): the area under the answer, over the share of places taken away, 0 to 1 of the answer's unit. A map
 * that knows what matters has a small one. Pixels go with all their channels.
 *
 * The answer is the probability unless `output` says otherwise. Not sampled. Cost: a forward pass for each map and step,
 * and three predictions per input.
 *
 * Petsiuk, Das, Saenko 2018, "RISE", section 4.2.
 *
 * @throws ShapeError, DataError, OptionError.
 * @example
 * (await deletion(model, map)).mean;
 */
export async function deletion(
  model: Model,
  explanation: ExplanationFields,
  options: RemovalOptions = {},
): Promise<Curves> {
  checkNames("deletion()", removalNames, options);
  return curvesOf("deletion", model, explanation, options);
}

export async function curvesOf(
  direction: "deletion" | "insertion",
  model: Model,
  explanation: ExplanationFields,
  options: RemovalOptions,
): Promise<Curves> {
  const call = await beginCheck(direction, model, explanation, { output: "probability", ...options });
  const asked = [{ maps: readPlaces(explanation), direction }];
  const { fractions, curves } = await removalCurves(call, asked, options);
  return new Curves({
    measure: direction,
    method: explanation.method,
    fractions,
    curves: curves[0],
    scores: Float64Array.from(curves[0], (curve) => areaUnder(curve, fractions)),
    modelPasses: call.passes(),
    locale: options.locale,
  });
}
