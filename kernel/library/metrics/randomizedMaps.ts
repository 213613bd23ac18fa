import type { Model } from "../engine/model.ts";
import { attributeAgain } from "../explain/call/attributeAgain.ts";
import { takenBy } from "../explain/call/Method.ts";
import { canAttributeAgain, originOf } from "../explain/call/origin.ts";
import type { Randomized } from "../explanation/agreement/agreement.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { targetsOf } from "./maps.ts";
import { randomizable } from "./randomizeModel.ts";

export interface RandomizedMapsOptions {
  /** How often all weights are randomized: each gives two draws for each pair (default 10, the fewest that give a 95 % bound). */
  randomizations?: number | undefined;
  /** Of the weights (default 0). */
  seed?: number | undefined;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Of fewer there are no 19 draws, and so no bound that 95 % stay under. */
const fewest = 10;

/**
 * Each explanation made again, with its own options, inputs and targets, on its own model with random weights in every
 * layer. Cost: the methods', once for each randomization.
 *
 * @throws OptionError for a map that was not made here, or a model without weights to randomize.
 */
export async function randomizedMaps(
  explanations: readonly Explanation[],
  { randomizations = fewest, seed = 0, signal, onProgress }: RandomizedMapsOptions,
): Promise<Randomized> {
  if (!Number.isInteger(randomizations) || randomizations < fewest) {
    throw new OptionError(say`randomizations is ${randomizations}: give a whole number, at least ${fewest}`);
  }
  const methods = explanations.map((explanation) => {
    const origin = originOf(explanation);
    if (origin && canAttributeAgain(explanation)) return origin.method;
    throw new OptionError(
      say`this ${explanation.method} map was not computed here, so it cannot be recomputed on random weights: explain the input again`,
    );
  });
  const ready = new Map<Model, ReturnType<typeof randomizable>>();
  for (const { model } of methods) if (!ready.has(model)) ready.set(model, randomizable(model));
  const maps: Explanation[][] = [];
  let modelPasses = 0;
  for (let run = 0; run < randomizations; run++) {
    const own = new Map<Model, { model: Model; dispose(): void }>();
    try {
      for (const [model, { layers, copy }] of ready) own.set(model, await copy(layers, seed * 7919 + run));
      const made: Explanation[] = [];
      for (const [i, explanation] of explanations.entries()) {
        signal.throwIfAborted();
        const done = run * explanations.length + i;
        const report = (fraction: number) => onProgress((done + fraction) / (randomizations * explanations.length));
        const options = takenBy(methods[i], targetsOf(explanation));
        made.push(
          await attributeAgain(explanation, {
            model: own.get(methods[i].model)?.model,
            options,
            signal,
            onProgress: report,
          }),
        );
        report(1);
      }
      modelPasses += made.reduce((sum, map) => sum + map.modelPasses, 0);
      maps.push(made);
    } finally {
      for (const { dispose } of own.values()) dispose();
    }
  }
  return { maps, modelPasses };
}
