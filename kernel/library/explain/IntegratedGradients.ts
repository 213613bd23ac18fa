import { OptionError } from "../errors.ts";
import { beginCall, type Call, pairCount } from "./call.ts";
import type { Explanation } from "./Explanation.ts";
import { GradientMethod } from "./GradientMethod.ts";
import { readBaselines, shortBaseline } from "./inputs.ts";
import type { AttributeOptions, Inputs } from "./options.ts";
import { type Nodes, type QuadratureMethod, quadrature } from "./quadrature.ts";

export interface IntegratedGradientsOptions extends AttributeOptions {
  /** Where the path starts: a number (default 0), one row, or one row for each input. */
  baselines?: number | Inputs;
  /** Points on the path (default 50). */
  nSteps?: number;
  /** How the points are placed and weighted (default `"gausslegendre"`). */
  method?: QuadratureMethod;
  /** Points and weights of your own, instead of `method` and `nSteps`. */
  nodes?: Nodes;
}

/**
 * What each pixel adds on the straight way from the baseline x′ to the input x:
 * (x − x′) · ∫₀¹ ∂f_c/∂x (x′ + α(x − x′)) dα.
 *
 * Values have the shape of the inputs, in units of the output; of the logit by default. They sum to f(x) − f(x′) up to
 * the quadrature's error, which `convergenceDelta` reports (targets × n values). Cost: `nSteps` forward and backward
 * passes per input and target, and three predictions per input.
 *
 * Sundararajan, Taly, Yan 2017, "Axiomatic Attribution for Deep Networks", equation 1; Captum's `IntegratedGradients`.
 *
 * @example
 * const map = await new IntegratedGradients(model).attribute(image, { target: 7, baselines: 0, nSteps: 50 });
 * map.convergenceDelta;
 */
export class IntegratedGradients extends GradientMethod {
  /**
   * @param inputs `[n, ...]`, float32, as the model takes them.
   * @throws ShapeError, DataError, TargetError, OptionError; GradientNotFoundError where an operation has no gradient.
   */
  async attribute(inputs: Inputs, options: IntegratedGradientsOptions = {}): Promise<Explanation> {
    const { baselines = 0, nSteps = 50, method = "gausslegendre", nodes } = options;
    const path = nodes ?? quadrature(method, nSteps);
    if (path.alphas.length !== path.weights.length) {
      throw new OptionError(`nodes has ${path.alphas.length} alphas and ${path.weights.length} weights`);
    }
    const call = await beginCall("IntegratedGradients", this.model, inputs, {
      output: "logit",
      ...this.defaults,
      ...options,
    });
    const from = await readBaselines(baselines, call.rows);
    const values = await integrate(call, from, path);
    return call.explanation({
      values,
      baseline: shortBaseline(from),
      convergenceDelta: await convergenceDelta(call, from, values),
      options: nodes
        ? { nodes: { alphas: [...Array.from(path.alphas)], weights: [...Array.from(path.weights)] } }
        : { nSteps, method },
    });
  }
}

async function integrate(call: Call, from: Float32Array, path: Nodes): Promise<Float32Array> {
  const { rows, targets } = call;
  const { size, values: x } = rows;
  const steps = path.alphas.length;
  const sums = new Float64Array(pairCount(call) * size);
  await call.gradients(
    pairCount(call) * steps,
    (index, buffer, offset) => {
      const alpha = path.alphas[index % steps];
      const start = (Math.floor(index / steps) % rows.count) * size;
      for (let i = 0; i < size; i++) {
        const base = from[start + i];
        buffer[offset + i] = base + alpha * (x[start + i] - base);
      }
    },
    (index) => targets.classes[Math.floor(index / steps)],
    (first, count, { input }) => {
      for (let row = 0; row < count; row++) {
        const weight = path.weights[(first + row) % steps];
        const start = Math.floor((first + row) / steps) * size;
        for (let i = 0; i < size; i++) sums[start + i] = sums[start + i] + weight * input[row * size + i];
      }
    },
  );
  return Float32Array.from(sums, (sum, i) => sum * (x[i % x.length] - from[i % x.length]));
}

/** Σ values − (f(x) − f(baseline)) for each target of each input. Baselines that are the same are predicted once. */
export async function convergenceDelta(call: Call, from: Float32Array, values: Float32Array): Promise<Float32Array> {
  const { rows, targets } = call;
  const { size, count } = rows;
  const classes = call.runner.outputSize;
  const shared = typeof shortBaseline(from) === "number";
  const atBaseline = new Float32Array((shared ? 1 : count) * classes);
  await call.predict(
    shared ? 1 : count,
    (row, buffer, offset) => buffer.set(from.subarray(row * size, (row + 1) * size), offset),
    (start, _, { outputs }) => atBaseline.set(outputs, start * classes),
  );
  return Float32Array.from(targets.classes, (target, pair) => {
    const row = pair % count;
    let sum = 0;
    for (let i = pair * size; i < (pair + 1) * size; i++) sum += values[i];
    return sum - (call.outputs[row * classes + target] - atBaseline[(shared ? 0 : row) * classes + target]);
  });
}
