import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, anything, bySegments, removalOf } from "../call/about.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { absentRules, maskRule, probabilityRules, type Rules, targetRules } from "../call/rules.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments, spread } from "../segments/segments.ts";
import { withParts } from "../segments/withParts.ts";
import { ablate, positionsOf } from "./ablate.ts";
import { type AbsentOptions, backgroundSize, readAbsent } from "./absent.ts";

export interface FeatureAblationOptions extends AttributeOptions, AbsentOptions {
  /** Segments that are taken away together (default: about 50 superpixels of a photograph or cubes of a volume, else each number). */
  featureMask?: MaskOfAll;
}

const rules = { ...probabilityRules, ...targetRules, ...absentRules, ...maskRule } as const satisfies Rules;

/**
 * Takes away one segment at a time: a value is how far the answer drops, F(x) − F(x without the segment). What several
 * segments do only together is not seen, so the values need not sum to F(x) − F(baseline).
 *
 * Zeiler, Fergus 2014, "Visualizing and Understanding Convolutional Networks", section 4.2, over segments; Captum's
 * `FeatureAblation`.
 *
 * @example
 * const map = await new FeatureAblation(model).attribute(image, { target: 7, featureMask: gridSegments([28, 28], 4) });
 */
export class FeatureAblation extends Method<FeatureAblationOptions> {
  static readonly about: About = {
    name: "FeatureAblation",
    label: "Feature Ablation",
    family: "perturbation",
    role: "contribution",
    signed: true,
    extent: bySegments,
    removal: removalOf,
    explains: anything,
    needs: {},
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's drop, which `coefficients` holds once. In units
   * of the output, of the probability by default. Cost: a forward pass for each segment of each input, whatever the number
   * of targets, less those that look like the baseline already; and one prediction.
   *
   * @throws ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: FeatureAblationOptions = {}): Promise<Explanation> {
    const settings = await withParts(this.model, inputs, this.settle(options, rules));
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(settings.featureMask, call.rows);
    const from = await readAbsent(settings, call.rows);
    const drops = await ablate(call, positionsOf(segments), from);
    return call.explanation({
      values: spread(drops, segments),
      coefficients: Float32Array.from(drops),
      featureMask: segments.of,
      ...from.said,
      options: backgroundSize(from),
    });
  }
}
