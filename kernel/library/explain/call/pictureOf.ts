import type { ExplanationFields } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type Axis, inputAxes } from "../../signature/axes.ts";
import { placesOf } from "../../signature/places.ts";
import type { Call } from "./call.ts";
import { readPort } from "./inputs.ts";

/** The picture, or the volume, that a map of places is laid over. */
export interface Picture {
  /** Of one example; empty where no input is a picture. */
  readonly shape: readonly number[];
  /** What each of its axes is. */
  readonly axes: readonly Axis[];
  /** Of several inputs, what an explanation says of this one. */
  readonly finding: Partial<ExplanationFields>;
}

/** @throws OptionError where several inputs are pictures. */
export function pictureOf({ rows, runner }: Pick<Call, "rows" | "runner">): Picture {
  const { inputs } = runner.signature;
  if (!rows.ports) {
    const shape = rows.shape.slice(1);
    const spec = inputs.find(({ name }) => name === rows.name) ?? inputs[0];
    return { shape, axes: inputAxes(spec, shape), finding: {} };
  }
  const specOf = (name: string) => inputs.find((spec) => spec.name === name);
  const isSeen = (name: string) => ["image", "volume"].includes(specOf(name)?.kind ?? "values");
  const images = rows.ports.filter(({ name }) => isSeen(name));
  const isUnknown = (name: string) => (specOf(name)?.kind ?? "values") === "values";
  const pictures =
    images.length > 0 ? images : rows.ports.filter(({ name, shape }) => isUnknown(name) && shape.length === 3);
  if (pictures.length > 1) {
    const names = pictures.map(({ name }) => name);
    throw new OptionError(
      say`this method maps the positions of one image, and ${names.join(" and ")} are images: hold the others still with fixed: { ${names[1]} }`,
    );
  }
  const [picture] = pictures;
  if (!picture) return { shape: [], axes: [], finding: {} };
  return {
    shape: picture.shape,
    axes: inputAxes(specOf(picture.name), picture.shape),
    finding: {
      inputs: readPort(rows.values, rows.size, picture),
      inputShape: [rows.count, ...picture.shape],
      inputSpec: specOf(picture.name),
    },
  };
}

/** The lengths of a picture's axes of places, where they are those of a map: `[height, width]`; else undefined. */
export function sizeLike({ shape, axes }: Picture, map: readonly number[]): readonly number[] | undefined {
  const places = placesOf(shape, axes);
  return places.shape.length === map.length && !places.axes.includes("unknown") ? places.shape : undefined;
}
