import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { EngineName } from "../engine/runner.ts";
import type { OptimizerName } from "../engine/tfjsOptimizer.ts";
import type { TrainerState } from "../engine/trainer.ts";
import { DataError, OptionError } from "../ground/errors.ts";
import { replaceFile } from "../ground/replaceFile.node.ts";
import { say } from "../ground/say.ts";
import type { Place } from "./learn.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

export interface CheckpointOptions {
  /** Holds one file, `checkpoint.safetensors`; made where it is missing. A training that finds one there goes on from it. */
  folder: string;
  /** Steps between two checkpoints. Default: only at the end of each epoch, where one is written in any case. */
  every?: number;
}

/** What a training must have in common with the checkpoint that it goes on from, to end at the same weights. */
export interface Recipe {
  readonly engine: EngineName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
  /** The size of the training set. */
  readonly examples: number;
}

export interface Saved {
  readonly place: Place;
  readonly state: TrainerState;
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
 * @throws DataError where its file is damaged; OptionError where it belongs to a training with other options.
 */
export async function openCheckpoint({ folder, every }: CheckpointOptions, recipe: Recipe): Promise<Checkpoint> {
  if (every !== undefined && !(Number.isInteger(every) && every > 0)) {
    throw new OptionError(say`checkpoint.every is ${every}: expected a whole number of steps, at least 1.`);
  }
  await mkdir(folder, { recursive: true });
  const file = join(resolve(folder), "checkpoint.safetensors");
  return {
    found: await read(file, recipe),
    due: (steps) => every !== undefined && steps % every === 0,
    async save({ place, state }) {
      const metadata = { recipe: JSON.stringify(recipe), place: JSON.stringify(place), steps: String(state.steps) };
      await replaceFile(file, encodeSafetensors({ arrays: state.arrays, metadata }));
    },
  };
}

async function read(file: string, recipe: Recipe): Promise<Saved | undefined> {
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
    if (theirs[key] === recipe[key]) continue;
    throw new OptionError(
      say`${file} was written with ${key} ${theirs[key]}, this training has ${recipe[key]}: use the same, or another checkpoint folder.`,
    );
  }
  return { place: JSON.parse(metadata.place) as Place, state: { steps: Number(metadata.steps), arrays } };
}
