import type { ExplanationFields } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Call } from "./call.ts";
import { readPort } from "./inputs.ts";

/** The picture that a map of places is laid over. */
export interface Picture {
  /** Of one example; empty where no input is a picture. */
  readonly shape: readonly number[];
  /** Of several inputs, what an explanation says of this one. */
  readonly finding: Partial<ExplanationFields>;
}

/** @throws OptionError where several inputs are pictures. */
export function pictureOf({ rows, runner }: Pick<Call, "rows" | "runner">): Picture {
  if (!rows.ports) return { shape: rows.shape.slice(1), finding: {} };
  const specOf = (name: string) => runner.signature.inputs.find((spec) => spec.name === name);
  const images = rows.ports.filter(({ name }) => specOf(name)?.kind === "image");
  const pictures = images.length > 0 ? images : rows.ports.filter(({ shape }) => shape.length === 3);
  if (pictures.length > 1) {
    const names = pictures.map(({ name }) => name);
    throw new OptionError(
      say`this method maps the positions of one image, and ${names.join(" and ")} are images: hold the others still with fixed: { ${names[1]} }`,
    );
  }
  const [picture] = pictures;
  if (!picture) return { shape: [], finding: {} };
  return {
    shape: picture.shape,
    finding: {
      inputs: readPort(rows.values, rows.size, picture),
      inputShape: [rows.count, ...picture.shape],
      inputSpec: specOf(picture.name),
    },
  };
}
