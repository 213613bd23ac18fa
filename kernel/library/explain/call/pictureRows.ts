import type { ExplanationFields } from "../../explanation/Explanation.ts";
import { ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Axis } from "../../signature/axes.ts";
import type { ImageSpec } from "../../signature/Signature.ts";
import type { Call } from "./call.ts";
import { named, type Rows, readPort, writePort } from "./inputs.ts";
import { pictureOf } from "./pictureOf.ts";

/** The pictures of a call, whatever their layout, alone or among other inputs of the model, which stay as they are. */
export interface PictureRows {
  /** The pictures alone. */
  readonly rows: Rows;
  /** Of one picture. */
  readonly shape: readonly number[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** What each axis of one picture is. */
  readonly axes: readonly Axis[];
  readonly spec: ImageSpec | undefined;
  /** What an explanation says of them among several inputs. */
  readonly finding: Partial<ExplanationFields>;
  /** Where a number of one picture stands in it; places are counted row by row. */
  at(place: number, channel: number): number;
  /** Writes the call's row `row` into `buffer`, with another picture in place of its own; gives `row`, as a `Fill` does. */
  write(row: number, picture: ArrayLike<number>, buffer: Float32Array, offset: number): number;
  /** The picture's part of one of several rows of the call: of its gradient. */
  part(rows: Float32Array, index: number): Float32Array;
  /** The call's rows with other pictures in place of their own. */
  rowsWith(pictures: Float32Array): Float32Array;
}

/**
 * What a method that is about pictures alone works on. Three axes of which nothing is known are `[height, width, channels]`.
 *
 * @throws ShapeError that says what the model takes instead; OptionError where several inputs are pictures.
 */
export function pictureRows(method: string, { rows, runner }: Pick<Call, "rows" | "runner">): PictureRows {
  const { shape, axes, finding } = pictureOf({ rows, runner });
  const specs = runner.signature.inputs;
  const port = rows.ports?.find(({ name }) => name === finding.inputSpec?.name);
  const spec = rows.ports ? finding.inputSpec : (specs.find(({ name }) => name === rows.name) ?? specs[0]);
  const isImage = spec?.kind === "image";
  if (shape.length !== 3 || !(spec === undefined || isImage || spec.kind === "values")) {
    const taken = named(["n", ...runner.inputShape]);
    throw new ShapeError(
      say`${method} explains pictures, [n, height, width, channels] or [n, channels, height, width], but the model takes ${taken}: use IntegratedGradients or KernelShap`,
    );
  }
  const [height, width, channels] = (["height", "width", "channel"] as const).map((axis) => shape[axes.indexOf(axis)]);
  const isFirst = axes[0] === "channel";
  const places = height * width;
  const size = places * channels;
  const offset = port?.offset ?? 0;
  const values = port ? readPort(rows.values, rows.size, port) : rows.values;
  return {
    rows: { values, shape: [rows.count, ...shape], count: rows.count, size },
    shape,
    height,
    width,
    channels,
    axes,
    spec: isImage ? spec : undefined,
    finding,
    at: (place, channel) => (isFirst ? channel * places + place : place * channels + channel),
    write(row, picture, buffer, start) {
      if (port) buffer.set(rows.values.subarray(row * rows.size, (row + 1) * rows.size), start);
      buffer.set(picture, start + offset);
      return row;
    },
    part: (all, index) => all.subarray(index * rows.size + offset, index * rows.size + offset + size),
    rowsWith(pictures) {
      if (!port) return pictures;
      const all = rows.values.slice();
      writePort(all, rows.size, port, pictures);
      return all;
    },
  };
}
