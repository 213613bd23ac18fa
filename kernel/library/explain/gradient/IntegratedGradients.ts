import type { Explanation } from "../../explanation/Explanation.ts";
import type { Meaning } from "../../explanation/Meaning.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type Nodes, type QuadratureMethod, quadrature } from "../../math/quadrature.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { type About, meaningOf, smooth } from "../call/about.ts";
import type { Call } from "../call/call.ts";
import { readBaselines, shortBaseline } from "../call/inputs.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import {
  baselineRule,
  choice,
  logitRules,
  plain,
  quadratureMethods,
  type Rules,
  targetRules,
  whole,
} from "../call/rules.ts";
import { integrate } from "./path.ts";

export interface IntegratedGradientsOptions extends AttributeOptions {
  /**
   * Where the path starts: a number (default 0), one row, or one row for each input. A list of such: their mean. Of several
   * inputs such for each, by name or as a list; several of these in a list: their mean.
   */
  baselines?: Baseline | readonly Baseline[];
  /** Points on the path (default 50). */
  nSteps?: number;
  /** How the points are placed and weighted (default `"gausslegendre"`). */
  method?: QuadratureMethod;
  /** Points and weights of your own, instead of `method` and `nSteps`. */
  nodes?: Nodes;
}

const rules = {
  ...logitRules,
  ...targetRules,
  ...baselineRule,
  nSteps: whole(50),
  method: choice(quadratureMethods, "gausslegendre"),
  nodes: plain("record"),
} as const satisfies Rules;

/**
 * What each pixel adds on the straight way from the baseline x′ to the input x:
 * (x − x′) · ∫₀¹ ∂f_c/∂x (x′ + α(x − x′)) dα.
 *
 * Sundararajan, Taly, Yan 2017, "Axiomatic Attribution for Deep Networks", equation 1; Captum's `IntegratedGradients`.
 *
 * @example
 * const map = await new IntegratedGradients(model).attribute(image, { target: 7, baselines: 0, nSteps: 50 });
 * map.convergenceDelta;
 */
export class IntegratedGradients extends Method<IntegratedGradientsOptions> {
  static readonly about: About = {
    name: "IntegratedGradients",
    label: "Integrated Gradients",
    family: "gradient",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: "f(x) − f(baseline)",
    removal: "baseline",
    explains: smooth,
    needs: { gradients: true },
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output; of the logit by default. They sum to f(x) − f(x′) up to
   * the quadrature's error, which `convergenceDelta` reports (targets × n values). Cost: `nSteps` forward and backward
   * passes per input, target and baseline, and two predictions per input.
   *
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError, OptionError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: IntegratedGradientsOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const { baselines, nSteps, method, nodes } = settings;
    const path = nodes ?? quadrature(method, nSteps);
    if (path.alphas.length !== path.weights.length) {
      throw new OptionError(
        say`nodes has ${path.alphas.length} alphas and ${path.weights.length} weights: expected as many of each`,
      );
    }
    const call = await this.begin(inputs, settings);
    const list = isList(baselines, call.rows) ? baselines : [baselines];
    if (list.length === 0) throw new OptionError(say`baselines is an empty list: give at least one`);
    const starts = await Promise.all(list.map((each) => readBaselines(each, call.rows)));
    const values = await integrate(call, starts, path);
    return call.explanation({
      values,
      ...(starts.length === 1 ? { baseline: shortBaseline(starts[0]) } : { about: this.#overMany(call) }),
      convergenceDelta: await convergenceDelta(call, starts, values),
      options: nodes
        ? { nodes: { alphas: [...Array.from(path.alphas)], weights: [...Array.from(path.weights)] } }
        : { nSteps, method },
    });
  }

  /** The mean over several baselines. */
  #overMany({ output }: Call): Meaning {
    return { ...meaningOf(this.about, { output }), sumsTo: "f(x) − E f(background)", removal: "marginal" };
  }
}

/** Of several inputs a list of numbers and arrays is one baseline, in the order of the inputs. */
const isList = (baselines: Baseline | readonly Baseline[], { ports }: Call["rows"]): baselines is readonly Baseline[] =>
  Array.isArray(baselines) && !(ports && baselines.every((each) => typeof each === "number" || isInputArray(each)));

/** Σ values − (f(x) − f(baseline)) for each target of each input. A baseline that all inputs share is predicted once. */
export async function convergenceDelta(
  call: Call,
  baselines: readonly Float32Array[],
  values: Float32Array | readonly number[],
): Promise<Float32Array> {
  const { rows, targets, outputs } = call;
  const { count } = rows;
  const classes = call.runner.outputSize;
  const different = rowsOf(baselines, call);
  const answers = new Float32Array(different.length * classes);
  await call.predict(
    different.length,
    (row, buffer, offset) => {
      buffer.set(different[row], offset);
      return call.holdsEach ? row % count : undefined;
    },
    (start, _, part) => answers.set(part.outputs, start * classes),
  );
  const each = values.length / targets.classes.length;
  const perInput = different.length / baselines.length;
  return Float32Array.from(targets.classes, (target, pair) => {
    const row = pair % count;
    let sum = 0;
    for (let i = pair * each; i < (pair + 1) * each; i++) sum += values[i];
    let before = 0;
    for (let b = 0; b < baselines.length; b++) {
      before += answers[(b * perInput + (perInput === 1 ? 0 : row)) * classes + target] / baselines.length;
    }
    return sum - (outputs[row * classes + target] - before);
  });
}

/** One row of each baseline where its rows are all the same, all of them otherwise. */
function rowsOf(baselines: readonly Float32Array[], { rows: { size, count }, holdsEach }: Call): Float32Array[] {
  const shared =
    !holdsEach && baselines.every((baseline) => baseline.every((value, i) => value === baseline[i % size]));
  return baselines.flatMap((baseline) =>
    Array.from({ length: shared ? 1 : count }, (_, row) => baseline.subarray(row * size, (row + 1) * size)),
  );
}
