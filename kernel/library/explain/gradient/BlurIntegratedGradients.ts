import type { Explanation } from "../../explanation/Explanation.ts";
import { blurAlong } from "../../math/blur.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { pairCount } from "../call/call.ts";
import { shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { type PictureRows, pictureRows } from "../call/pictureRows.ts";
import { flag, logitRules, type Rules, targetRules, whole } from "../call/rules.ts";
import { convergenceDelta } from "./IntegratedGradients.ts";

export interface BlurIntegratedGradientsOptions extends AttributeOptions {
  /** Width of the Gaussian at the end of the path, in pixels: above 0 (default 50, as PAIR). */
  maxSigma?: number;
  /** Points on the path (default 100, as PAIR). */
  nSteps?: number;
  /** Whether the widths are square roots of even steps up to `maxSigma` (default false: even steps). */
  sqrt?: boolean;
  /** Width by which the blur is changed to measure its slope, in pixels: above 0 (default 0.01, as PAIR). */
  gradStep?: number;
}

const rules = {
  ...logitRules,
  ...targetRules,
  maxSigma: { kind: "number", above: 0, default: 50 },
  nSteps: whole(100),
  sqrt: flag(false),
  gradStep: { kind: "number", above: 0, default: 0.01 },
} as const satisfies Rules;

/**
 * Integrated Gradients along the path on which the picture loses its detail: −Σ ∂f/∂x (xσ) · ∂xσ/∂σ · Δσ, xσ the picture
 * blurred with a Gaussian of width σ. It needs no baseline, and no color is left out; what is compared is the detail.
 * People call it BlurIG. Beyond the edge of the picture stands 0 in the model's scale, as in PAIR's.
 *
 * Xu, Venugopalan, Sundararajan 2020, "Attribution in Scale and Space", equation 9; PAIR's `BlurIG`.
 *
 * @example
 * const map = await new BlurIntegratedGradients(model).attribute(photo, { target: 285, maxSigma: 20 });
 */
export class BlurIntegratedGradients extends Method<BlurIntegratedGradientsOptions> {
  static readonly about: About = {
    name: "BlurIntegratedGradients",
    label: "Blur Integrated Gradients",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    explains: ["image"],
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the pictures, in units of the output; of the logit by default. They sum to
   * f(x) − f(x blurred most) up to the error of the sum over the path, which `convergenceDelta` reports. Cost: `nSteps`
   * forward and backward passes per input and target, two predictions and 2 `nSteps` blurs per input.
   *
   * @param inputs pictures as the model takes them, `[n, ...]`, float32. Other inputs of the model stay as they are.
   * @throws ShapeError where they are no pictures; DataError, TargetError, OptionError; GradientNotFoundError where an
   * operation has no gradient.
   */
  async attribute(inputs: Inputs, options: BlurIntegratedGradientsOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { maxSigma, nSteps, sqrt, gradStep } = settings;
    const call = await this.begin(inputs, settings);
    const pictures = pictureRows(this.about.name, call);
    const { values: own, size, count, shape } = pictures.rows;
    const targets = pairCount(call) / count;
    const sigmas = Array.from({ length: nSteps + 1 }, (_, i) => (i * maxSigma) / nSteps).map((sigma) =>
      sqrt ? Math.sqrt(sigma) : sigma,
    );
    const picture = (row: number) => own.subarray(row * size, (row + 1) * size);
    /** Of the points that were asked and not yet answered. */
    const points = new Map<number, { blurred: Float64Array; slope: Float64Array }>();
    const pointAt = (row: number, step: number) => {
      const at = row * nSteps + step;
      const known = points.get(at);
      if (known) return known;
      const blurred = blurPicture(picture(row), pictures, sigmas[step]);
      const more = blurPicture(picture(row), pictures, sigmas[step] + gradStep);
      const found = { blurred, slope: more.map((value, i) => (value - blurred[i]) / gradStep) };
      points.set(at, found);
      return found;
    };
    const placed = (index: number) => {
      const point = Math.floor(index / targets);
      return { row: Math.floor(point / nSteps), step: point % nSteps, pair: (index % targets) * count };
    };
    const sums = new Float64Array(pairCount(call) * size);
    await call.gradients(
      count * nSteps * targets,
      (index, buffer, offset) => {
        const { row, step } = placed(index);
        return pictures.write(row, pointAt(row, step).blurred, buffer, offset);
      },
      (index) => {
        const { row, pair } = placed(index);
        return call.targets.classes[pair + row];
      },
      (first, rows, { input }) => {
        for (let i = 0; i < rows; i++) {
          const { row, step, pair } = placed(first + i);
          const gradient = pictures.part(input, i);
          const { slope } = pointAt(row, step);
          const width = sigmas[step + 1] - sigmas[step];
          const start = (pair + row) * size;
          for (let k = 0; k < size; k++) sums[start + k] -= width * slope[k] * gradient[k];
          if ((first + i + 1) % targets === 0) points.delete(row * nSteps + step);
        }
      },
    );
    const values = Float32Array.from(sums);
    const most = new Float32Array(count * size);
    for (let row = 0; row < count; row++) most.set(blurPicture(picture(row), pictures, sigmas[nSteps]), row * size);
    return call.explanation({
      ...pictures.finding,
      values,
      shape: [...call.targets.leading, ...shape],
      baseline: shortBaseline(most),
      convergenceDelta: await convergenceDelta(call, [pictures.rowsWith(most)], values),
      options: { maxSigma, nSteps, sqrt, gradStep },
    });
  }
}

/** Along height and width, in whatever layout. */
function blurPicture(picture: ArrayLike<number>, { axes, rows }: PictureRows, sigma: number): Float64Array {
  const sizes = rows.shape.slice(1);
  let smooth: Float64Array = Float64Array.from(picture);
  if (sigma === 0) return smooth;
  for (const along of ["height", "width"] as const) {
    const axis = axes.indexOf(along);
    const [before, after] = [sizeOf(sizes.slice(0, axis)), sizeOf(sizes.slice(axis + 1))];
    smooth = blurAlong(smooth, [before, sizes[axis], after], sigma, "zero");
  }
  return smooth;
}
