import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { EngineName } from "../engine/runner.ts";
import type { OptimizerName } from "../engine/tfjsOptimizer.ts";
import type { TrainerState } from "../engine/trainer.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { replaceFile } from "../ground/replaceFile.node.ts";
import { say } from "../ground/say.ts";
import { type Place, theBeginning } from "./learn.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { digestOfWeights } from "./training/digests.node.ts";

export interface CheckpointOptions {
  /** Holds one file, `checkpoint.safetensors`; made where it is missing. A training that finds one there goes on from it. */
  folder: string;
  /** Steps between two checkpoints. Default: only at the end of each epoch, where one is written in any case. */
  every?: number;
  /**
   * Whether a training also goes on where the model began with other weights than the one that wrote the checkpoint:
   * a model without a seed, made again in another process. Default false: that is another training, and refused.
   */
  anyWeights?: boolean;
}

/** What a training must have in common with the checkpoint that it goes on from, to end at the same weights. */
export interface Recipe {
  readonly engine: EngineName;
  readonly optimizer: OptimizerName;
  /** A schedule by some of its values. */
  readonly learningRate: number | string;
  /** Of each output, and whether examples have weights. */
  readonly loss: string;
  readonly batchSize: number;
  readonly seed: number;
  /** The size of the training set. */
  readonly examples: number;
}

/** What a training begins with, as hashes: a checkpoint of another one is not its own. */
export interface Beginning {
  readonly data: string;
  readonly weights: string;
}

export interface Saved {
  readonly place: Place;
  readonly state: TrainerState;
  /** Of the best epoch so far, where the training is to end with it. */
  readonly best?: TrainerState | undefined;
}

export interface Checkpoint {
  /** What an earlier training left in the folder. */
  readonly found: Saved | undefined;
  /** Whether one is to be written after this many steps. */
  due(steps: number): boolean;
  /** Replaces the file at once or not at all: a process that is killed leaves the old or the new one, whole. */
  save(saved: Saved): Promise<void>;
}

/**
 * Opens a folder of checkpoints.
 *
 * @throws DataError where its file is damaged, or of a training on other data or from other weights; OptionError where it
 * belongs to a training with other options.
 */
export async function openCheckpoint(
  { folder, every, anyWeights = false }: CheckpointOptions,
  recipe: Recipe,
  beginning: Beginning,
): Promise<Checkpoint> {
  if (every !== undefined && !(Number.isInteger(every) && every > 0)) {
    throw new OptionError(say`checkpoint.every is ${every}: expected a whole number of steps, at least 1.`);
  }
  await mkdir(folder, { recursive: true });
  const file = join(resolve(folder), "checkpoint.safetensors");
  const found = await read(file, recipe);
  if (found) checkBeginning(file, found, beginning, anyWeights);
  // The weights that the first of several processes began with.
  const begun = JSON.stringify(found?.beginning ?? beginning);
  return {
    found,
    due: (steps) => every !== undefined && steps % every === 0,
    async save({ place, state, best }) {
      const metadata = {
        recipe: JSON.stringify(recipe),
        beginning: begun,
        place: JSON.stringify(place),
        steps: String(state.steps),
        ...(best && { bestSteps: String(best.steps) }),
      };
      await replaceFile(file, encodeSafetensors({ arrays: { ...state.arrays, ...prefixed(best) }, metadata }));
    },
  };
}

const prefix = "best/";

const prefixed = (best: TrainerState | undefined): TrainerState["arrays"] =>
  Object.fromEntries(Object.entries(best?.arrays ?? {}).map(([name, array]) => [prefix + name, array]));

/** What an earlier training left, and what it began with; older files do not say that. */
interface Found extends Saved {
  readonly beginning?: Beginning | undefined;
}

/** @throws DataError where it is another training's. A model that has the checkpoint's own weights goes on from there. */
function checkBeginning(file: string, { state, best, beginning }: Found, own: Beginning, anyWeights: boolean): void {
  if (!beginning) return;
  if (beginning.data !== own.data) {
    throw new DataError(
      say`${file} was written by a training on other data of the same size: use the same data, or another checkpoint folder.`,
    );
  }
  const known = [beginning.weights, digestOfWeights(state), ...(best ? [digestOfWeights(best)] : [])];
  if (anyWeights || known.includes(own.weights)) return;
  throw new DataError(
    say`${file} was written by a training that began with other weights: make the model with the same seed, use another checkpoint folder, or go on in spite of it with checkpoint: { anyWeights: true }.`,
  );
}

async function read(file: string, recipe: Recipe): Promise<Found | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new DataError(say`${file} cannot be read: ${error.message}.`);
  });
  if (!bytes) return undefined;
  const { arrays, metadata } = decodeSafetensors(bytes, file);
  if (!metadata.recipe || !metadata.place || !metadata.steps) {
    throw new DataError(say`${file} is not a checkpoint of train(): expected recipe, place and steps in its metadata.`);
  }
  const theirs = JSON.parse(metadata.recipe) as Recipe;
  for (const key of Object.keys(recipe) as (keyof Recipe)[]) {
    // Older files do not say all of it.
    if (theirs[key] === recipe[key] || theirs[key] === undefined) continue;
    throw new OptionError(
      say`${file} was written with ${key} ${theirs[key]}, but this training has ${recipe[key]}: use the same, or another checkpoint folder.`,
    );
  }
  const own = Object.entries(arrays).filter(([name]) => !name.startsWith(prefix));
  const best = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return {
    place: { ...theBeginning, ...(JSON.parse(metadata.place) as Place) },
    state: { steps: Number(metadata.steps), arrays: Object.fromEntries(own) },
    ...(metadata.beginning && { beginning: JSON.parse(metadata.beginning) as Beginning }),
    ...(metadata.bestSteps && {
      best: {
        steps: Number(metadata.bestSteps),
        arrays: Object.fromEntries(best.map(([name, array]) => [name.slice(prefix.length), array])),
      },
    }),
  };
}
