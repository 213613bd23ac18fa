import {
  Agreement,
  type AgreementOptions,
  agreementNames,
  checkComparable,
} from "../explanation/agreement/agreement.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { currentCell } from "../ground/cell.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { randomizedMaps } from "./randomizedMaps.ts";
import { reporter } from "./report.ts";

export interface RandomizedAgreementOptions extends AgreementOptions {
  /** How often all weights are randomized, at least 10 (default 10): each gives two draws for each pair. */
  randomizations?: number;
  /** Of the random weights (default 0). */
  seed?: number;
  /** Stops it at a method's next inner batch (default: the interruption of the running cell). */
  signal?: AbortSignal;
  /** Told how far it is, from 0 to 1 (default: the running cell's progress). */
  onProgress?: (fraction: number) => void;
}

const randomizedAgreementNames = {
  ...agreementNames,
  randomizations: true,
  seed: true,
  signal: true,
  onProgress: true,
} as const satisfies Names<RandomizedAgreementOptions>;

/**
 * `agreement`, held against the same networks with random weights: the map of each of a pair is compared with that of the
 * other made on its model with all weights randomized, in both directions, and 95 % of these draws make the bound. What two
 * methods share on networks that know nothing comes from the input and the architecture. The choice for inputs that
 * mostly equal their baseline, such as digits, where `agreement` has no yardstick, and stricter than shifts elsewhere.
 *
 * Places where the input equals the baseline of a map are left out; a constant map is no draw. Random kernels are normal
 * with the root mean square of the trained one; vectors are shuffled.
 *
 * Cost: the methods', `randomizations` times, counted in `modelPasses` of the result.
 *
 * @param maps two or more of the same inputs and target, as `attribute` gave them: they remember their models.
 * @throws OptionError for maps that were read from a file, or a model without weights; what `agreement` and the methods throw.
 * @example
 * const found = await randomizedAgreement([ig, shap], { seed: 1 });
 * console.log(found.describe(), found.yardsticks[0][1]?.rank);
 */
export async function randomizedAgreement(
  maps: readonly Explanation[],
  options: RandomizedAgreementOptions = {},
): Promise<Agreement> {
  checkNames("randomizedAgreement()", randomizedAgreementNames, options);
  const { randomizations, seed, signal = currentCell().signal, onProgress: _, ...compared } = options;
  checkComparable(maps, compared.index);
  const onProgress = reporter(options, "agreement on random weights");
  return new Agreement(maps, compared, await randomizedMaps(maps, { randomizations, seed, signal, onProgress }));
}
