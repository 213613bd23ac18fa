import { type Rows, readInputs } from "../explain/call/inputs.ts";
import { checkHandedOn, takenBy } from "../explain/call/Method.ts";
import { type AttributeOptions, type SeededOptions, seededNames } from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { hasTargetAxis, partCount, partOf } from "../explanation/parts.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { jackknife } from "../math/statistics.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import { targetsOf } from "./maps.ts";
import { drawPerturbations, type Perturbations, readPerturbations } from "./perturbations.ts";
import { Scores } from "./Scores.ts";

/** Whatever makes maps: every method of `glassbook/explain`, or an object of your own. */
export interface MapMaker<Options extends AttributeOptions = AttributeOptions> {
  attribute(inputs: Inputs, options?: Options): Promise<Explanation>;
}

export interface SensitivityOptions extends SeededOptions {
  /** How far each number of an input moves at most (default 0.02, as Captum). */
  perturbRadius?: number;
  /** Perturbed copies of each input (default 10, as Captum). */
  nPerturbSamples?: number;
  /** Perturbations of your own, `[n, samples, ...]`, which are added to the input. */
  perturbations?: Inputs;
}

const sensitivityNames = {
  ...seededNames,
  perturbRadius: true,
  nPerturbSamples: true,
  perturbations: true,
} as const satisfies Names<SensitivityOptions>;

/**
 * How far a map moves when the input hardly does: the largest ‖map(x + p) − map(x)‖ / ‖map(x)‖ over perturbations p,
 * drawn uniformly within `perturbRadius` and not clipped. 0 for a map that stays. The target stays that of x.
 *
 * A maximum of samples is a lower bound; `standardError` is the jackknife's, the gap to the second largest. Cost: the
 * method's, `1 + nPerturbSamples` times.
 *
 * Yeh et al. 2019, "On the (In)fidelity and Sensitivity of Explanations", definition 3.1; Captum's `sensitivity_max`.
 *
 * @param options the method's own too; what has a row for each input (baselines) must have one row or a number here.
 * @throws what the method throws; OptionError, ShapeError.
 * @example
 * await sensitivityMax(new Saliency(model), images, { seed: 1 });
 */
export async function sensitivityMax<Options extends AttributeOptions>(
  method: MapMaker<Options>,
  inputs: Inputs,
  options: SensitivityOptions & Partial<Options> = {},
): Promise<Scores> {
  checkHandedOn("sensitivityMax()", sensitivityNames, method, options);
  const { perturbRadius: _, nPerturbSamples: __, perturbations: ___, onProgress: ____, ...others } = options;
  const { values, shape } = await readInputs(inputs);
  const still = await method.attribute({ values, shape }, takenBy(method, others) as unknown as Options);
  const { measure, method: name, scores, standardError, modelPasses } = await sensitivityFrom(still, method, options);
  return new Scores({ measure, method: name, scores, standardError, modelPasses: modelPasses + still.modelPasses });
}

/** The same, from the maps of the inputs themselves, whose passes are not counted again. */
export async function sensitivityFrom<Options extends AttributeOptions>(
  still: Explanation,
  method: MapMaker<Options>,
  options: SensitivityOptions & Partial<Options>,
): Promise<Scores> {
  const { perturbRadius = 0.02, nPerturbSamples = 10, perturbations, onProgress, ...others } = options;
  const rows = await readInputs({ values: still.inputs, shape: still.inputShape });
  const moved = perturbations
    ? await readPerturbations(perturbations, rows)
    : drawn(rows, perturbRadius, nPerturbSamples, options.seed ?? 0);
  const copies = copiesOf(rows, moved);
  const target = targetOfCopies(still, moved.samples);
  const asked = { ...others, ...target, ...(onProgress ? { onProgress } : {}) };
  const shaken = await method.attribute(copies, takenBy(method, asked) as unknown as Options);

  const all = Array.from({ length: partCount(still) }, (_, pair) => {
    const own = partOf(still, pair).values;
    const norm = Math.hypot(...own);
    const distances = Float64Array.from({ length: moved.samples }, (_, sample) => {
      const { values } = partOf(shaken, pair * moved.samples + sample);
      let squares = 0;
      for (let i = 0; i < own.length; i++) squares += (values[i] - own[i]) ** 2;
      return Math.sqrt(squares) / norm;
    });
    const largest = (left: number) =>
      distances.reduce((most, distance, i) => (i === left ? most : Math.max(most, distance)), 0);
    return { score: largest(-1), error: jackknife(moved.samples, largest) };
  });
  return new Scores({
    measure: "sensitivityMax",
    method: still.method,
    scores: Float64Array.from(all, ({ score }) => score),
    standardError: Float64Array.from(all, ({ error }) => error),
    modelPasses: shaken.modelPasses,
  });
}

function drawn(rows: Rows, radius: number, samples: number, seed: number): Perturbations {
  if (!(radius > 0)) throw new OptionError(say`perturbRadius is ${radius}: give a number above 0`);
  return drawPerturbations(
    rows,
    samples,
    seed,
    (random) => 2 * random.uniform() - 1,
    () => radius,
  );
}

function copiesOf({ values, shape, count, size }: Rows, moved: Perturbations): Inputs {
  const copies = new Float32Array(count * moved.samples * size);
  for (let input = 0; input < count; input++) {
    for (let sample = 0; sample < moved.samples; sample++) {
      const added = moved.of(input, sample);
      const start = (input * moved.samples + sample) * size;
      for (let i = 0; i < size; i++) copies[start + i] = values[input * size + i] + added[i];
    }
  }
  return { values: copies, shape: [count * moved.samples, ...shape.slice(1)] };
}

/** The targets of x for its copies. With an axis of targets, map `pair` of x has its copies in the same order. */
function targetOfCopies(still: Explanation, samples: number): AttributeOptions {
  const { target } = still;
  if (typeof target === "number" || hasTargetAxis(still)) return targetsOf(still);
  return targetsOf({ ...still, target: target.flatMap((each) => new Array<number>(samples).fill(each)) });
}
