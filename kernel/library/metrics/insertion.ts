import type { Model } from "../engine/model.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { checkNames } from "../text/checkNames.ts";
import type { Curves } from "./Curves.ts";
import { curvesOf } from "./deletion.ts";
import { type RemovalOptions, removalNames } from "./removal.ts";

/**
 * Shows the places that a map holds for the strongest, step by step, on the baseline: the area under the answer, over
 * the share of places shown. A map that knows what suffices has a large one. The paper starts from a blurred picture:
 * `baselines: await blurBaseline(images)`. All else as `deletion`.
 *
 * Petsiuk, Das, Saenko 2018, "RISE", section 4.2.
 *
 * @throws ShapeError, DataError, OptionError.
 * @example
 * (await insertion(model, map, { baselines: await blurBaseline(images) })).mean;
 */
export async function insertion(
  model: Model,
  explanation: ExplanationFields,
  options: RemovalOptions = {},
): Promise<Curves> {
  checkNames("insertion()", removalNames, options);
  return curvesOf("insertion", model, explanation, options);
}
