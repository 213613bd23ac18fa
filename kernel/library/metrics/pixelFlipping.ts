import type { Model } from "../engine/model.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { checkNames } from "../text/checkNames.ts";
import { beginCheck } from "./beginCheck.ts";
import { Curves } from "./Curves.ts";
import { readPlaces } from "./maps.ts";
import { areaUnder, type RemovalOptions, removalCurves, removalNames } from "./removal.ts";

/**
 * `deletion` as Quantus has it: of the logit unless `output` says otherwise, without the point of the whole input, and
 * the area with a step of 1, so that it grows with the number of steps.
 *
 * Bach et al. 2015, "On Pixel-Wise Explanations for Non-Linear Classifier Decisions by Layer-Wise Relevance Propagation",
 * section "Pixel-wise decomposition"; Quantus's `PixelFlipping` (its `"black"` is the input's minimum: `baselines`).
 *
 * @throws ShapeError, DataError, OptionError.
 * @example
 * (await pixelFlipping(model, map, { featuresInStep: 28 })).curves[0];
 */
export async function pixelFlipping(
  model: Model,
  explanation: ExplanationFields,
  options: RemovalOptions = {},
): Promise<Curves> {
  checkNames("pixelFlipping()", removalNames, options);
  const call = await beginCheck("pixelFlipping", model, explanation, { output: "logit", ...options });
  const asked = [{ maps: readPlaces(explanation), direction: "deletion" as const }];
  const found = await removalCurves(call, asked, options);
  const curves = found.curves[0].map((curve) => curve.subarray(1));
  const steps = Float64Array.from({ length: curves[0].length }, (_, step) => step);
  return new Curves({
    measure: "pixelFlipping",
    method: explanation.method,
    fractions: found.fractions.subarray(1),
    curves,
    scores: Float64Array.from(curves, (curve) => areaUnder(curve, steps)),
    modelPasses: call.passes(),
    locale: options.locale,
  });
}
