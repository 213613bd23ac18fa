import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { readArray } from "../call/inputs.ts";

/** A picture to be segmented, row by row. */
export interface Picture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * @param allowed numbers of channels (default: any).
 * @throws ShapeError for what is no picture, OptionError for colors that are not from 0 to 1.
 */
export async function readPicture(reader: string, image: Inputs, allowed?: readonly number[]): Promise<Picture> {
  const { values, shape: given } = await readArray(image);
  const shape = given.length === 4 && given[0] === 1 ? given.slice(1) : given;
  const [height, width, channels] = shape;
  if (shape.length !== 3 || allowed?.includes(channels) === false) {
    throw new ShapeError(
      say`${reader} takes an image of [height, width, ${allowed?.join(" or ") ?? "channels"}], not [${given.join(", ")}]`,
    );
  }
  const outside = values.find((value) => !(value >= 0 && value <= 1));
  if (outside !== undefined) {
    throw new OptionError(
      say`${reader} takes colors from 0 to 1 but found ${outside}: give your own segments, or scale`,
    );
  }
  return { values, height, width, channels };
}
