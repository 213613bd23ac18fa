import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "./nearestNames.ts";
import { shown } from "./shown.ts";

/** Every option of a type, by name: `{ … } as const satisfies Names<Options>`, so that a new one cannot be forgotten. */
export type Names<Options> = Readonly<Record<keyof Options, true>>;

/** Names that other libraries, or other methods, have for the same thing. */
const alike: readonly (readonly string[])[] = [
  ["featureMask", "segments", "segmentation"],
  ["nSamples", "npermutations", "nRepeats", "num_samples", "n_samples", "nsamples", "num_perturbations"],
  ["nSteps", "n_steps", "num_steps", "steps"],
  ["baselines", "background", "baseline", "reference", "hideColor", "trainingData"],
  ["target", "targets", "label", "labels", "class"],
];

/**
 * Refuses options that a function, or a method, would pass over. Their values are checked where they are used.
 *
 * @param owner whose options they are: `"Saliency"`, `"explain()"`.
 * @param known what it has, by name.
 * @throws OptionError that names the option, and the nearest that there is.
 */
export function checkNames(owner: string, known: Readonly<Record<string, unknown>>, options: object): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new OptionError(say`the options of ${owner} are ${shown(options)}: give an object, such as { name: value }`);
  }
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(options)) {
    if (names.includes(name) || value === undefined) continue;
    const near =
      alike.find((same) => same.includes(name))?.find((other) => names.includes(other)) ?? nearestNames(name, names)[0];
    throw new OptionError(
      near === undefined
        ? say`${owner} has no option ${name}; it has ${names.toSorted().join(", ")}`
        : say`${owner} has no option ${name}: did you mean ${near}?`,
    );
  }
}
