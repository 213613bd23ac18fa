import { readFile } from "node:fs/promises";
import { describeModel } from "../library/engine/describeModel.ts";
import type { Model } from "../library/engine/model.ts";
import { namesIn } from "../library/engine/signature/withMetadata.ts";
import { say } from "../library/ground/say.ts";
import { type PreprocessingName, preprocessing } from "../library/signature/preprocessing.ts";
import type { InputSpec, PreprocessStep } from "../library/signature/Signature.ts";
import type { InputHint } from "../library/signature/SignatureOptions.ts";
import { nearestNames } from "../library/text/nearestNames.ts";
import { UsageError } from "./usage.ts";

/** What `parseArgs` is to take for a model of pictures. */
export const pictureParameters = {
  preprocess: { type: "string" },
  mean: { type: "string" },
  std: { type: "string" },
  classes: { type: "string" },
} as const;

export interface PictureSettings {
  readonly preprocess?: string | undefined;
  readonly mean?: string | undefined;
  readonly std?: string | undefined;
  readonly classes?: string | undefined;
}

/** What is known of a model's pictures and classes by the options of a command. */
export async function describeByOptions(model: Model, settings: PictureSettings): Promise<void> {
  const hint = hintOf(settings);
  if (hint) {
    const { inputs } = describeModel(model);
    const images = inputs.filter(({ kind }) => kind === "image");
    const [only = inputs[0]] = images;
    if (images.length > 1 || !only) throw new UsageError(say`the model takes several images: --preprocess is for one`);
    describeModel(model, { inputs: inputs.map((spec) => (spec === only ? asImage(spec, hint) : {})) });
  }
  if (settings.classes !== undefined) describeModel(model, { classNames: await namesOf(settings.classes) });
}

/** Of three axes of which nothing is said: height, width and channels. */
const asImage = ({ kind }: InputSpec, hint: InputHint & object): InputHint =>
  kind === "image" ? hint : ({ layout: "channelsLast", ...hint } as InputHint);

function hintOf({ preprocess, mean, std }: PictureSettings): (InputHint & object) | undefined {
  const preset = preprocess === undefined ? undefined : presetOf(preprocess);
  if (mean === undefined && std === undefined) return preset;
  if (mean === undefined || std === undefined) throw new UsageError(say`give both, --mean and --std`);
  const numbers = { mean: numbersOf("mean", mean), std: numbersOf("std", std) };
  checkScales(numbers, { mean, std });
  // Means of numbers from 0 to 1 are below 1.
  const areBytes = [...numbers.mean, ...numbers.std].some((value) => value > 1);
  const sizes = preset?.preprocess.filter(({ kind }) => kind === "resize" || kind === "centerCrop") ?? [];
  const unit: readonly PreprocessStep[] = areBytes ? [] : preprocessing.unit.preprocess;
  return { ...preset, kind: "image", preprocess: [...sizes, ...unit, { kind: "normalize", ...numbers }] };
}

/** A mean of bytes does not go with a deviation of numbers from 0 to 1, nor the other way; 0 and 1 are of both. */
function checkScales(numbers: { mean: number[]; std: number[] }, typed: { mean: string; std: string }): void {
  const ofBytes = (values: readonly number[]) => values.some((value) => value > 1);
  const ofUnit = (values: readonly number[]) => values.some((value) => value > 0 && value < 1);
  const isMixed =
    (ofBytes(numbers.mean) && ofUnit(numbers.std)) ||
    (ofUnit(numbers.mean) && !ofBytes(numbers.mean) && ofBytes(numbers.std));
  if (!isMixed) return;
  throw new UsageError(
    say`--mean is ${typed.mean} and --std ${typed.std}: one is of bytes (0 to 255), the other of numbers from 0 to 1. Give both of bytes, or both of bytes / 255.`,
  );
}

function presetOf(name: string): (typeof preprocessing)[PreprocessingName] {
  const names = Object.keys(preprocessing) as PreprocessingName[];
  const found = names.find((each) => each === name);
  if (found) return preprocessing[found];
  const [near] = nearestNames(name, names);
  const hint = near === undefined ? "" : say` (did you mean ${near}?)`;
  throw new UsageError(say`--preprocess is ${name}${hint}: expected one of ${names.join(", ")}`);
}

function numbersOf(option: string, text: string): number[] {
  const numbers = text.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
  if (numbers.every(Number.isFinite)) return numbers;
  throw new UsageError(say`--${option} is ${text}: expected a number for each channel, such as 0.485,0.456,0.406`);
}

/** The classes' names: of ImageNet, or out of a file: JSON, or one on a line. */
export async function namesOf(classes: string): Promise<readonly string[]> {
  if (classes === "imagenet") return (await import("../library/models/imageNetClasses.ts")).imageNetClasses;
  const text = await readFile(classes, "utf8").catch((error: Error) => {
    throw new UsageError(
      say`--classes: ${classes} cannot be read (${error.message}): give a file of names, or imagenet`,
    );
  });
  return namesIn(text) ?? text.trimEnd().split(/\r?\n/);
}
