import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type Places, placesOf } from "../signature/places.ts";
import { valueAxes } from "./axes.ts";
import { channelsLast } from "./channelsLast.ts";
import type { ExplanationFields } from "./Explanation.ts";
import { hasTargetAxis, partOf } from "./parts.ts";

/** A channel (a feature map of a convolution) with what all its places add up to. */
export interface RankedChannel {
  readonly channel: number;
  /** Σ of its values: for or against the class. */
  readonly value: number;
  /** |value| as a share of all channels' |value|, 0 to 1. */
  readonly share: number;
}

/** The channels with the largest |Σ values|, largest first. */
export function topChannelsOf(fields: ExplanationFields, k: number, index: number): RankedChannel[] {
  const { values, shape } = partOf(fields, index);
  const { channels, channelOf } = channelsOf(fields, shape);
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[channelOf(i)] += values[i];
  const total = sums.reduce((sum, value) => sum + Math.abs(value), 0);
  return Array.from(sums, (value, channel) => ({ channel, value, share: total === 0 ? 0 : Math.abs(value) / total }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.channel - b.channel)
    .slice(0, k);
}

/** The fields with one channel left, which comes last: `[height, width, 1]`. */
export function oneChannel(given: ExplanationFields, channel: number): ExplanationFields {
  const fields = channelsLast(given);
  const { channels } = channelsOf(fields, fields.shape.slice(hasTargetAxis(fields) ? 2 : 1));
  if (!Number.isInteger(channel) || channel < 0 || channel >= channels) {
    throw new ShapeError(say`no channel ${channel}: the map has ${channels} (0–${channels - 1})`);
  }
  const { standardError, convergenceDelta: _, ...kept } = fields;
  const pick = (array: Float32Array) => array.filter((_, i) => i % channels === channel);
  return {
    ...kept,
    values: pick(fields.values),
    shape: [...fields.shape.slice(0, -1), 1],
    options: { ...fields.options, channel },
    ...(standardError ? { standardError: pick(standardError) } : {}),
  };
}

/** @throws ShapeError for a map without channels, or of which it is not known where they are. */
function channelsOf(fields: ExplanationFields, shape: readonly number[]): Places {
  const axes = valueAxes(fields, shape);
  if (axes.includes("channel")) return placesOf(shape, axes);
  const { layer } = fields.options;
  throw new ShapeError(
    typeof layer === "string" && axes.includes("unknown")
      ? say`the map of layer ${layer} has shape [${shape.join(", ")}], and no operator of the model says which of these axes are channels: name a convolution or a layer next to one`
      : say`a map of shape [${shape.join(", ")}] has no channels: expected [height, width, channels]`,
  );
}
