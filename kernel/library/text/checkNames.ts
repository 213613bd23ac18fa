import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "./nearestNames.ts";

/** Names that other libraries, or other methods, have for the same thing. */
const alike: readonly (readonly string[])[] = [
  ["featureMask", "segments", "segmentation"],
  ["nSamples", "npermutations", "nRepeats", "num_samples", "n_samples", "nsamples", "num_perturbations"],
  ["nSteps", "n_steps", "num_steps", "steps"],
  ["baselines", "background", "baseline", "reference", "hideColor", "trainingData"],
  ["target", "targets", "label", "labels", "class"],
];

/**
 * Refuses options that nobody reads: a slip in a name would change nothing, unseen.
 *
 * @param owner whose options they are: `"Saliency"`, `"train"`.
 * @param known their names.
 * @throws OptionError that names the option, and the nearest that there is.
 */
export function checkNames(owner: string, known: readonly string[], options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const near =
      alike.find((names) => names.includes(name))?.find((other) => known.includes(other)) ??
      nearestNames(name, known)[0];
    throw new OptionError(
      near === undefined
        ? say`${owner} has no option ${name}; it has ${known.toSorted().join(", ")}`
        : say`${owner} has no option ${name}: did you mean ${near}?`,
    );
  }
}
