import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../engine/model.ts";
import type { LayerPass } from "../../engine/runner.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { placesOf } from "../../signature/places.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { beginCall, ownInput } from "../call/call.ts";
import { type CommonOptions, commonNames } from "../call/options.ts";

export interface LayerReport {
  readonly layer: string;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly min: number;
  readonly max: number;
  /** Share of values that are exactly 0 (ReLU off), 0 to 1. */
  readonly zeros: number;
  /** Share of values within 0.01 of the ends of a sigmoid (0, 1) or tanh (−1, 1), 0 to 1; null for other activations. */
  readonly saturated: number | null;
  /** Channels that are 0 for every input at every place; of a layer without channels, the numbers of its units. */
  readonly dead: readonly number[];
  /** Counts in 20 equal bins from `min` to `max`. */
  readonly histogram: Int32Array;
}

export interface ActivationReportOptions extends CommonOptions {
  /** Which layers (default: all that can be heard). */
  layers?: readonly string[];
}

const activationReportNames = { ...commonNames, layers: true } as const satisfies Names<ActivationReportOptions>;

const bins = 20;
const edge = 0.01;

/**
 * How each layer's activations lie over some inputs: dead and saturated units are seen here before they are seen in the
 * loss. Cost: two predictions per input, with all the layers' activations in memory.
 *
 * @param inputs `[n, ...]`: some hundreds say enough.
 * @throws UnsupportedLayerError, ShapeError, DataError.
 * @example
 * for (const { layer, zeros, dead } of await activationReport(model, test.images.slice(0, 200))) console.log(layer, zeros, dead);
 */
export async function activationReport(
  model: Model,
  inputs: Inputs,
  options: ActivationReportOptions = {},
): Promise<LayerReport[]> {
  checkNames("activationReport()", activationReportNames, options);
  const { layers: wanted, ...common } = options;
  const call = await beginCall("activationReport", model, inputs, { output: "probability", ...common });
  const layers = wanted ?? call.runner.layerNames;
  const heard = new Map<string, { parts: Float32Array[]; units: Units }>();
  await call.predict(
    call.rows.count,
    ownInput(call),
    (_, __, prediction) => {
      for (const layer of layers) {
        const pass = prediction.layers.get(layer);
        if (!pass) continue;
        const own = heard.get(layer) ?? { parts: [], units: unitsOf(pass) };
        heard.set(layer, own);
        own.parts.push(pass.activation);
      }
    },
    layers,
  );
  return [...heard].map(([layer, { parts, units }]) => reportOf(layer, parts, units, endsOf(model, layer)));
}

/** The channels of a layer; where it has none, each of its numbers is a unit. */
interface Units {
  readonly count: number;
  of(index: number): number;
}

function unitsOf({ shape, axes = [] }: LayerPass): Units {
  if (axes.includes("channel")) {
    const { channels, channelOf } = placesOf(shape, axes);
    return { count: channels, of: channelOf };
  }
  const count = sizeOf(shape);
  return { count, of: (index) => index % count };
}

const ends: Readonly<Record<string, readonly number[]>> = {
  sigmoid: [0, 1],
  hardSigmoid: [0, 1],
  hard_sigmoid: [0, 1],
  tanh: [-1, 1],
};

/** Between which values the layer's activation saturates, where it does. */
function endsOf(model: Model, layer: string): readonly number[] | undefined {
  if (!(model instanceof tf.LayersModel)) return undefined;
  return ends[String(model.layers.find(({ name }) => name === layer)?.getConfig().activation)];
}

function reportOf(
  layer: string,
  parts: readonly Float32Array[],
  units: Units,
  ends: readonly number[] | undefined,
): LayerReport {
  let [count, sum, squares, zeros, saturated] = [0, 0, 0, 0, 0];
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const alive = new Uint8Array(units.count);
  for (const part of parts) {
    count += part.length;
    for (const [i, value] of part.entries()) {
      sum += value;
      squares += value * value;
      min = Math.min(min, value);
      max = Math.max(max, value);
      if (value === 0) zeros++;
      else alive[units.of(i)] = 1;
      if (ends?.some((end) => Math.abs(value - end) < edge)) saturated++;
    }
  }
  const histogram = new Int32Array(bins);
  for (const part of parts) {
    for (const value of part) {
      histogram[Math.min(bins - 1, Math.floor(((value - min) / (max - min || 1)) * bins))]++;
    }
  }
  const mean = sum / count;
  return {
    layer,
    mean,
    standardDeviation: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    min,
    max,
    zeros: zeros / count,
    saturated: ends ? saturated / count : null,
    dead: [...alive.keys()].filter((unit) => !alive[unit]),
    histogram,
  };
}
