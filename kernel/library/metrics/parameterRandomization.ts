import type { Model } from "../engine/model.ts";
import { type Rows, readInputs } from "../explain/call/inputs.ts";
import { checkHandedOn, takenBy } from "../explain/call/Method.ts";
import {
  type AttributeOptions,
  commonNames,
  fixedNames,
  type SeededOptions,
  seededNames,
  targetNames,
} from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { currentCell } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { spearman } from "../math/spearman.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import { readPlaces, targetsOf } from "./maps.ts";
import { type MethodOf, methodFor } from "./methodOf.ts";
import { ParameterRandomization, type RandomizationStep } from "./Randomization.ts";
import { type LayerWeights, randomizable } from "./randomizeModel.ts";
import { reporter } from "./report.ts";

export interface RandomizationOptions extends AttributeOptions, SeededOptions {
  /**
   * `"cascading"` (default): from the output on, each layer stays random when the next one is; `"independent"`: one layer
   * at a time, the others as they were trained.
   */
  order?: "cascading" | "independent";
  /** Which layers, in this order (default: all that have weights, from the output to the input). */
  layers?: readonly string[];
  /** How often random weights are drawn (default 3). */
  nDraws?: number;
  /** Random weights of your own, by layer, as `layer.getWeights()` orders them; drawn once. */
  weights?: LayerWeights;
}

export const randomizationNames = {
  ...commonNames,
  ...targetNames,
  ...fixedNames,
  ...seededNames,
  order: true,
  layers: true,
  nDraws: true,
  weights: true,
} as const satisfies Names<RandomizationOptions>;

/**
 * Whether a method's maps hang on what the model has learnt: its layers get random weights, in a copy of the model, and
 * each map is compared with the trained model's by Spearman's correlation. A map that stays did not come from the weights.
 *
 * Random kernels are normal with the root mean square of the trained one, so that activations keep their size; vectors
 * (biases, scales) are shuffled. The target stays that of the trained model. A constant map is alike to none: 0.
 *
 * `scores`, one for each map: the mean over layers and draws of |ρ|, 0 to 1; `steps` has each layer's own. Cost: the
 * method's, `1 + nDraws × layers` times, and a compilation for each random model.
 *
 * Adebayo et al. 2018, "Sanity Checks for Saliency Maps"; Quantus's `MPRT`.
 *
 * @param method a class, `Saliency`, or a function of a model, `(model) => new GradCam(model, "conv")`.
 * @throws OptionError for a model without weights to randomize, or a layer that it does not have; what the method throws.
 * @example
 * const kept = await parameterRandomization(GuidedBackprop, model, images, { seed: 1 });
 * for (const { layer, rank } of kept.steps) console.log(layer, rank);
 */
export async function parameterRandomization(
  method: MethodOf,
  model: Model,
  inputs: Inputs,
  options: RandomizationOptions = {},
): Promise<ParameterRandomization> {
  checkHandedOn("parameterRandomization()", randomizationNames, methodFor(method, model), options);
  return randomizationFrom(undefined, method, model, await readInputs(inputs), options);
}

/** The same, from the trained model's maps where they are known: their passes are not counted again. */
export async function randomizationFrom(
  known: Explanation | undefined,
  method: MethodOf,
  model: Model,
  { values, shape }: Pick<Rows, "values" | "shape">,
  options: RandomizationOptions,
): Promise<ParameterRandomization> {
  const { order = "cascading", layers: wanted, weights, seed = 0, ...common } = options;
  const draws = weights ? 1 : (options.nDraws ?? 3);
  if (!Number.isInteger(draws) || draws < 1)
    throw new OptionError(say`nDraws is ${draws}: give a whole number, at least 1`);
  if (order !== "cascading" && order !== "independent") {
    throw new OptionError(say`order cannot be "${order}": expected cascading or independent`);
  }
  const { layers: all, copy } = randomizable(model);
  const layers = wanted ?? (weights ? all.filter((layer) => layer in weights) : all);
  const wrong = [...layers, ...Object.keys(weights ?? {})].find((layer) => !all.includes(layer));
  if (wrong !== undefined || layers.length === 0) {
    throw new OptionError(
      wrong === undefined
        ? say`no layer was named: the model has ${all.join(", ")}`
        : say`the model has no layer ${wrong} with weights: it has ${all.join(", ")}`,
    );
  }

  const signal = options.signal ?? currentCell().signal;
  const report = reporter(options, "parameter randomization");
  const asks = 1 + draws * layers.length;
  let done = 0;
  const maps = async (of: Model, own: AttributeOptions): Promise<Explanation> => {
    signal.throwIfAborted();
    const made = methodFor(method, of);
    const onProgress = (fraction: number) => report((done + fraction) / asks);
    const asked = takenBy(made, { ...asAttribute(common), ...own, onProgress });
    const explanation = await made.attribute({ values, shape }, asked);
    done++;
    report(done / asks);
    return explanation;
  };
  const trained = known ?? (await maps(model, {}));
  const target = targetsOf(trained);
  const own = readPlaces(trained);
  const steps: RandomizationStep[] = [];
  const ranks = layers.map(() => [] as Float64Array[]);
  const magnitudes = layers.map(() => [] as Float64Array[]);
  const explanations: Explanation[] = [];
  let passes = known ? 0 : trained.modelPasses;
  for (let draw = 0; draw < draws; draw++) {
    for (const [step, layer] of layers.entries()) {
      const chosen = order === "cascading" ? layers.slice(0, step + 1) : [layer];
      const random = await copy(chosen, seed * 7919 + draw, weights);
      try {
        const explanation = await maps(random.model, target);
        const found = readPlaces(explanation);
        ranks[step].push(Float64Array.from(own, (map, i) => spearman(map, found[i]) ?? 0));
        magnitudes[step].push(
          Float64Array.from(own, (map, i) => spearman(map.map(Math.abs), found[i].map(Math.abs)) ?? 0),
        );
        if (draw === 0) explanations.push(explanation);
        passes += explanation.modelPasses;
      } finally {
        random.dispose();
      }
    }
  }
  for (const [step, layer] of layers.entries()) {
    steps.push({ layer, ranks: ranks[step], magnitudes: magnitudes[step], explanation: explanations[step] });
  }
  return new ParameterRandomization({ order, trained, steps, modelPasses: passes });
}

/** What is the method's own business. */
function asAttribute(options: RandomizationOptions): AttributeOptions {
  const { nDraws: _, ...rest } = options;
  return rest;
}
