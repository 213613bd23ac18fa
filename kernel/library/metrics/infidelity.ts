import type { Model } from "../engine/model.ts";
import type { Call } from "../explain/call/call.ts";
import { type SeededOptions, seededNames } from "../explain/call/options.ts";
import type { ExplanationFields } from "../explanation/Explanation.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { jackknife } from "../math/statistics.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { askPerturbed } from "./askPerturbed.ts";
import { beginCheck } from "./beginCheck.ts";
import { readMaps } from "./maps.ts";
import { drawPerturbations, type Perturbations, rangeOf, readPerturbations } from "./perturbations.ts";
import { Scores } from "./Scores.ts";

export interface InfidelityOptions extends SeededOptions {
  /** Perturbations for each input (default 100; Captum's is 10). */
  nPerturbSamples?: number;
  /** Standard deviation of the normal perturbation (default: 0.05 of each input's range). */
  stdevs?: number;
  /** Perturbations of your own, `[n, samples, ...]`, which are subtracted from the input. */
  perturbations?: Inputs;
  /**
   * `true`: the map may be scaled by the number that suits it best, as Captum's; so maps of other units are compared.
   * `"share"`: that, as a part of the answer's own mean square change: 0 is perfect, 1 is knowing nothing.
   */
  normalize?: boolean | "share";
}

const infidelityNames = {
  ...seededNames,
  nPerturbSamples: true,
  stdevs: true,
  perturbations: true,
  normalize: true,
} as const satisfies Names<InfidelityOptions>;

/**
 * How far a map is from foretelling the answer's changes: the mean over perturbations I of
 * (I · map − (F(x) − F(x − I)))², in units of the output squared. 0 for the weights of a linear model. The map and F are
 * of the same output: what the explanation explained.
 *
 * `standardError` is over the samples (the jackknife's, where normalized). Cost: `nPerturbSamples` forward passes for
 * each input, whatever the number of targets, and one or two predictions.
 *
 * Yeh et al. 2019, "On the (In)fidelity and Sensitivity of Explanations", definition 2.1; Captum's `infidelity`.
 *
 * @throws ShapeError, DataError, OptionError.
 * @example
 * (await infidelity(model, map, { normalize: "share", seed: 1 })).describe();
 */
export async function infidelity(
  model: Model,
  explanation: ExplanationFields,
  options: InfidelityOptions = {},
): Promise<Scores> {
  checkNames("infidelity()", infidelityNames, options);
  const call = await beginCheck("infidelity", model, explanation, { output: explanation.output, ...options });
  const samples = await noiseOf(call, options);
  const [found] = await infidelityOf(call, [readMaps(explanation)], samples, options.normalize);
  const modelPasses = call.passes();
  return new Scores({ measure: "infidelity", method: explanation.method, ...found, modelPasses });
}

export async function noiseOf(call: Call, options: InfidelityOptions): Promise<Perturbations> {
  const { nPerturbSamples = 100, stdevs, perturbations, seed = 0 } = options;
  if (perturbations) return readPerturbations(perturbations, call.rows);
  if (stdevs !== undefined && !(stdevs > 0)) throw new OptionError(say`stdevs is ${stdevs}: give a number above 0`);
  const scale = (input: number) => stdevs ?? 0.05 * (rangeOf(call.rows, input) || 1);
  return drawPerturbations(call.rows, nPerturbSamples, seed, (random) => random.normal(), scale);
}

/** Of several sets of maps of the same pairs, in shared passes. */
export async function infidelityOf(
  call: Call,
  sets: readonly (readonly Float64Array[])[],
  noise: Perturbations,
  normalize: InfidelityOptions["normalize"] = false,
): Promise<{ scores: Float64Array; standardError: Float64Array }[]> {
  const { values: x, size } = call.rows;
  let current: Float32Array = new Float32Array();
  const { drops, told } = await askPerturbed(call, sets, {
    samples: noise.samples,
    write(input, sample, row) {
      current = noise.of(input, sample);
      for (let i = 0; i < size; i++) row[i] = x[input * size + i] - current[i];
    },
    told(map) {
      let dot = 0;
      for (let i = 0; i < size; i++) dot += current[i] * map[i];
      return dot;
    },
  });
  return told.map((pairs) => {
    const all = pairs.map((own, pair) => ofSamples(own, drops[pair], normalize));
    return {
      scores: Float64Array.from(all, ({ score }) => score),
      standardError: Float64Array.from(all, ({ error }) => error),
    };
  });
}

/** Out of the three mean products, from which one sample is easily left out. */
function ofSamples(told: Float64Array, drops: Float64Array, normalize: InfidelityOptions["normalize"]) {
  let [tt, td, dd] = [0, 0, 0];
  for (const [i, own] of told.entries()) {
    tt += own * own;
    td += own * drops[i];
    dd += drops[i] * drops[i];
  }
  const figure = (tt: number, td: number, dd: number, count: number) => {
    const scale = !normalize ? 1 : tt === 0 ? 0 : td / tt;
    const square = scale * scale * tt - 2 * scale * td + dd;
    return normalize === "share" ? square / dd : square / count;
  };
  const error = jackknife(told.length, (left) => {
    const [own, drop] = [told[left], drops[left]];
    return figure(tt - own * own, td - own * drop, dd - drop * drop, told.length - 1);
  });
  return { score: figure(tt, td, dd, told.length), error };
}
