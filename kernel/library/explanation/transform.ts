import { OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type Upsample, upsample } from "../math/upsample.ts";
import { placesOf } from "../signature/places.ts";
import { valueAxes } from "./axes.ts";
import { valuesLast } from "./channelsLast.ts";
import type { ExplanationFields } from "./Explanation.ts";
import type { Meaning } from "./Meaning.ts";
import { hasTargetAxis, partCount } from "./parts.ts";

export type Norm = "max" | "sum" | "percentile";
export type Aggregation = "sum" | "mean" | "absolute" | "max";

const named = (shape: readonly number[]) => `[${shape.join(", ")}]`;

/** What is true of the values as they were, and of no others. */
function withoutEvidence({
  convergenceDelta: _delta,
  standardError: _error,
  expectedValue: _expected,
  featureMask: _mask,
  coefficients: _coefficients,
  regions: _regions,
  ...kept
}: ExplanationFields): ExplanationFields {
  const { sumsTo: _sum, sumIsExact: _exact, ...about } = kept.about ?? {};
  return { ...kept, about };
}

/** Each map divided by its size. One of 0 stays; what is NaN or infinite stays, and does not count. */
export function normalized(fields: ExplanationFields, by: Norm, percentile: number): ExplanationFields {
  if (!["max", "sum", "percentile"].includes(by))
    throw new OptionError(say`by cannot be "${by}": expected max, sum or percentile`);
  if (!(percentile > 0 && percentile <= 100)) {
    throw new OptionError(say`percentile is ${percentile}: expected a number above 0, at most 100`);
  }
  const count = partCount(fields);
  const scales = Array.from({ length: count }, (_, map) => {
    const size = fields.values.length / count;
    return 1 / (sizeOfMap(fields.values.subarray(map * size, (map + 1) * size), by, percentile) || 1);
  });
  const scaled = (array: Float32Array) =>
    array.map((value, i) => value * (scales[Math.floor((i * count) / array.length)] ?? 1));
  const { standardError, coefficients, featureMask, regions } = fields;
  return {
    ...withoutEvidence(fields),
    values: scaled(fields.values),
    options: { ...fields.options, normalize: by === "percentile" ? `percentile ${percentile}` : by },
    ...(standardError && { standardError: scaled(standardError) }),
    ...(coefficients && featureMask && { coefficients: scaled(coefficients), featureMask }),
    ...(regions && { regions }),
  };
}

function sizeOfMap(values: Float32Array, by: Norm, percentile: number): number {
  const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
  if (by === "sum") return sizes.reduce((sum, size) => sum + size, 0);
  const share = by === "max" ? 1 : percentile / 100;
  return sizes[Math.max(0, Math.ceil(share * sizes.length) - 1)] ?? 0;
}

/** The channels of each place as one number: `[..., channels]` becomes `[..., 1]`. */
export function aggregated(given: ExplanationFields, by: Aggregation): ExplanationFields {
  if (!["sum", "mean", "absolute", "max"].includes(by)) {
    throw new OptionError(say`by cannot be "${by}": expected sum, mean, absolute or max`);
  }
  const fields = valuesLast(given);
  const { shape, values, convergenceDelta } = fields;
  const own = given.shape.slice(hasTargetAxis(given) ? 2 : 1);
  if (!valueAxes(given, own).includes("channel")) {
    throw new ShapeError(say`a map of shape ${named(own)} has no channels: expected [height, width, channels]`);
  }
  const channels = shape[shape.length - 1];
  const one = new Float32Array(values.length / channels);
  for (let place = 0; place < one.length; place++) {
    let found = 0;
    for (let i = place * channels; i < (place + 1) * channels; i++) {
      const value = values[i];
      if (by === "max") found = Math.abs(value) > Math.abs(found) || Number.isNaN(value) ? value : found;
      else found += by === "absolute" ? Math.abs(value) : value;
    }
    one[place] = by === "mean" ? found / channels : found;
  }
  return {
    ...withoutEvidence(fields),
    values: one,
    shape: [...shape.slice(0, -1), 1],
    options: { ...fields.options, aggregate: by },
    about: { ...withoutEvidence(fields).about, ...meaningBy(by, fields.about ?? {}), extent: "place" },
    // Only a sum still adds up to what the values added up to.
    ...(by === "sum" && convergenceDelta && { convergenceDelta }),
  };
}

/** What the channels of a place are together: without its signs a part of the answer is a share of it. */
function meaningBy(by: Aggregation, { role, sumsTo, sumIsExact }: Partial<Meaning>): Partial<Meaning> {
  if (by === "sum") return { sumsTo, sumIsExact };
  if (by !== "absolute") return {};
  return { signed: false, role: role === "contribution" ? "importance" : (role ?? "unknown") };
}

/** Each channel of each map brought to another height and width. */
export function resized(
  fields: ExplanationFields,
  [height, width]: readonly [number, number],
  mode: Exclude<Upsample, "none">,
): ExplanationFields {
  const isSize = (size: number) => Number.isInteger(size) && size > 0;
  if (!isSize(height) || !isSize(width)) {
    throw new OptionError(say`the size is ${height} × ${width}: expected whole numbers of pixels, at least 1`);
  }
  if (!["bilinear", "nearest"].includes(mode))
    throw new OptionError(say`mode cannot be "${mode}": expected bilinear or nearest`);
  const leading = hasTargetAxis(fields) ? 2 : 1;
  const own = fields.shape.slice(leading);
  const axes = valueAxes(fields, own);
  const from = placesOf(own, axes);
  if (axes.length !== 3 || from.axes.join() !== "height,width") {
    throw new ShapeError(
      say`a map of shape ${named(fields.shape.slice(1))} is not an image: expected [height, width, channels]`,
    );
  }
  const shape = own.map((size, axis) => ({ height, width })[String(axes[axis])] ?? size);
  const to = placesOf(shape, axes);
  const maps = fields.values.length / from.of.length;
  const values = new Float32Array(maps * to.of.length);
  const plane = new Float32Array(from.count);
  for (let map = 0; map < maps; map++) {
    for (let channel = 0; channel < from.channels; channel++) {
      const at = map * from.of.length;
      for (let i = 0; i < from.count; i++) plane[i] = fields.values[at + from.indexOf(i, channel)];
      const other = upsample(plane, from.shape, to.shape, mode);
      for (let i = 0; i < to.count; i++) values[map * to.of.length + to.indexOf(i, channel)] = other[i];
    }
  }
  return {
    ...withoutEvidence(fields),
    values,
    shape: [...fields.shape.slice(0, leading), ...shape],
    options: { ...fields.options, resize: mode },
  };
}

/** The values of `first` less those of `second`. */
export function differenceOf(first: ExplanationFields, second: ExplanationFields): ExplanationFields {
  if (first.shape.join() !== second.shape.join()) {
    throw new ShapeError(
      say`maps of shapes ${named(first.shape)} and ${named(second.shape)} cannot be subtracted: resize() or aggregate() one`,
    );
  }
  if (first.output !== second.output) {
    throw new OptionError(
      say`one map explains the ${first.output}, the other the ${second.output}, in different units: explain the same output by both`,
    );
  }
  return {
    ...withoutEvidence(first),
    method: "Difference",
    about: {
      ...withoutEvidence(first).about,
      label: "Difference",
      family: "other",
      role: "difference",
      signed: true,
      removal: undefined,
    },
    values: first.values.map((value, i) => value - second.values[i]),
    options: { first: first.method, second: second.method },
    elapsedMs: first.elapsedMs + second.elapsedMs,
    modelPasses: first.modelPasses + second.modelPasses,
  };
}
