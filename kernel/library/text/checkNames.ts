import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "./nearestNames.ts";

/**
 * Refuses options that nobody reads: a misspelled one would be passed over in silence.
 *
 * @param owner whose options they are: `"explain()"`.
 * @param alike what else a name may stand for; tried before the spelling.
 * @throws OptionError that names the option, and the nearest that there is.
 */
export function checkNames(
  owner: string,
  known: readonly string[],
  options: object,
  alike: (name: string) => string | undefined = () => undefined,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const near = alike(name) ?? nearestNames(name, known)[0];
    throw new OptionError(
      near === undefined
        ? say`${owner} has no option ${name}; it has ${known.toSorted().join(", ")}`
        : say`${owner} has no option ${name}: did you mean ${near}?`,
    );
  }
}
