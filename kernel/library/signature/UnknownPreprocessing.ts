import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { preprocessing } from "./preprocessing.ts";
import type { ImageSpec } from "./Signature.ts";
import { stepsInWords } from "./stepsInWords.ts";

/** Whether steps have as many numbers as a picture has channels. */
export const fitsChannels = (steps: ImageSpec["preprocess"], channels: number): boolean =>
  (steps ?? []).every((step) => step.kind !== "normalize" || [1, channels].includes(step.mean.length));

/** Each preset that fits pictures of so many channels, by name, and in words. */
export const presetsInWords = (channels: number): readonly (readonly [name: string, words: string])[] => {
  const fitting = Object.entries(preprocessing).filter(([, { preprocess }]) => fitsChannels(preprocess, channels));
  return fitting.map(([name, preset]) => {
    const { preprocess } = preset;
    const hasSize = preprocess.some(({ kind }) => kind === "resize");
    const words = [...(hasSize ? [] : [say`to the model's size (bilinear)`]), stepsInWords(preprocess)];
    if ("colorOrder" in preset && preset.colorOrder === "bgr") words.push(say`blue first`);
    return [name, words.join(say`, `)];
  });
};

/** The presets, a line each, with what is to be written for each. */
export function presetTable(channels: number, write: (name: string) => string): string {
  const rows = presetsInWords(channels).map(([name, words]) => [write(name), words] as const);
  const wide = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(wide)}  ${second}`).join("\n");
}

/** Nobody says how a model's pictures are prepared. */
export class UnknownPreprocessing extends OptionError {
  readonly channels: number;
  constructor({ name, shape, channels }: ImageSpec) {
    const sizes = `[${shape.map((size) => size ?? "?").join(", ")}]`;
    const table = presetTable(channels, (preset) =>
      /^\w+$/.test(preset) ? `preprocessing.${preset}` : `preprocessing["${preset}"]`,
    );
    super(
      say`It is unknown how pictures are prepared for the input "${name}" ${sizes}. Say it as the model was trained: loadOnnx(file, { inputs: preprocessing.imagenet }) or describeModel(model, { inputs: … }) with one of\n${table}\nor your own: { preprocess: [{ kind: "rescale", factor: 1 / 255 }, { kind: "normalize", mean: [0.5], std: [0.5] }] }.`,
    );
    this.channels = channels;
  }
}
