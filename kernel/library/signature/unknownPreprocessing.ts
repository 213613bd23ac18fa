import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { preprocessing } from "./preprocessing.ts";
import type { ImageSpec } from "./Signature.ts";
import { stepsInWords } from "./stepsInWords.ts";

/** The presets, a line each, with what is to be written for each. */
export function presetTable(write: (name: string) => string): string {
  const rows = Object.entries(preprocessing).map(([name, { preprocess, ...rest }]) => {
    const order = "colorOrder" in rest && rest.colorOrder === "bgr" ? say`, blue first` : "";
    return [write(name), `${stepsInWords(preprocess)}${order}`] as const;
  });
  const wide = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(wide)}  ${second}`).join("\n");
}

/** The error where nobody says how a model's pictures are prepared. */
export function unknownPreprocessing({ name, shape }: ImageSpec): OptionError {
  const sizes = `[${shape.map((size) => size ?? "?").join(", ")}]`;
  const table = presetTable((preset) =>
    /^\w+$/.test(preset) ? `preprocessing.${preset}` : `preprocessing["${preset}"]`,
  );
  return new OptionError(
    say`It is unknown how pictures are prepared for the input "${name}" ${sizes}. Say it as the model was trained: loadOnnx(file, { inputs: preprocessing.imagenet }) or describeModel(model, { inputs: … }) with one of\n${table}\nor your own: { preprocess: [{ kind: "rescale", factor: 1 / 255 }, { kind: "normalize", mean: [0.5], std: [0.5] }] }.`,
  );
}
