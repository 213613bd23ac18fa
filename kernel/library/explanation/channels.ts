import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { ExplanationFields } from "./Explanation.ts";
import { partOf } from "./parts.ts";

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
  const channels = channelsOf(shape);
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[i % channels] += values[i];
  const total = sums.reduce((sum, value) => sum + Math.abs(value), 0);
  return Array.from(sums, (value, channel) => ({ channel, value, share: total === 0 ? 0 : Math.abs(value) / total }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || a.channel - b.channel)
    .slice(0, k);
}

/** The fields with one channel left: `[..., channels]` becomes `[..., 1]`. */
export function oneChannel(fields: ExplanationFields, channel: number): ExplanationFields {
  const channels = channelsOf(fields.shape.slice(1));
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

function channelsOf(shape: readonly number[]): number {
  if (shape.length >= 3) return shape[shape.length - 1];
  throw new ShapeError(say`a map of shape [${shape.join(", ")}] has no channels: expected [height, width, channels]`);
}
