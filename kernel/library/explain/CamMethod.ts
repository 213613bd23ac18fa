import { OptionError } from "../errors.ts";
import type { Call } from "./call.ts";
import type { Explanation } from "./Explanation.ts";
import { LayerMethod } from "./GradientMethod.ts";
import { layerMaps, requireFeatureMaps } from "./layerPasses.ts";
import type { AttributeOptions, Inputs } from "./options.ts";
import { type Upsample, upsample } from "./upsample.ts";

export interface CamOptions extends AttributeOptions {
  /** Whether what speaks against the class is left out (default true, as the papers; Captum's default is false). */
  relu?: boolean;
  /** How the map is brought to the input's height and width (default `"bilinear"`; `"none"`: the layer's own size). */
  upsample?: Upsample;
}

/** Feature maps of one pair, channels last: `[places, channels]`. */
export interface FeatureMaps {
  readonly activations: Float32Array;
  readonly gradients: Float32Array;
  readonly places: number;
  readonly channels: number;
}

/** What class activation maps have in common: a sum over a layer's channels, each with its weight. */
export abstract class CamMethod extends LayerMethod {
  /** The map of one pair, `[places]`. */
  protected abstract map(maps: FeatureMaps): Float32Array;
  protected abstract readonly method: string;

  /**
   * @param inputs `[n, height, width, channels]`, float32, as the model takes them.
   * @throws UnsupportedLayerError where there is no such layer, or it gives no feature maps; ShapeError, DataError,
   * TargetError, OptionError, GradientNotFoundError.
   */
  async attribute(inputs: Inputs, options: CamOptions = {}): Promise<Explanation> {
    const call = await this.begin(this.method, inputs, options, { asksInputs: true });
    const { relu = true, upsample = "bilinear" } = options;
    const { values, size } = await this.maps(call, { relu, upsample });
    return call.explanation({
      values,
      shape: [...call.targets.leading, call.rows.count, ...size, 1],
      options: { layer: this.layer, relu, upsample },
    });
  }

  /** The maps of every pair, one after the other, and their height and width. */
  protected async maps(
    call: Call,
    { relu, upsample: mode }: Required<Pick<CamOptions, "relu" | "upsample">>,
  ): Promise<{ values: Float32Array; size: [number, number] }> {
    if (!["bilinear", "nearest", "none"].includes(mode)) {
      throw new OptionError(`upsample "${mode}" is not known: bilinear, nearest, none`);
    }
    const { shape, activations, gradients } = await layerMaps(call, this.layer);
    const [height, width, channels] = requireFeatureMaps(this.layer, shape);
    const [inputHeight = height, inputWidth = width] = call.rows.shape.slice(1);
    const size: [number, number] = mode === "none" ? [height, width] : [inputHeight, inputWidth];
    const places = height * width;
    const pairs = activations.length / (places * channels);
    const values = new Float32Array(pairs * size[0] * size[1]);
    for (let pair = 0; pair < pairs; pair++) {
      const of = (array: Float32Array) => array.subarray(pair * places * channels, (pair + 1) * places * channels);
      const map = this.map({ activations: of(activations), gradients: of(gradients), places, channels });
      const kept = relu ? map.map((value) => Math.max(value, 0)) : map;
      const shown = mode === "none" ? kept : upsample(kept, [height, width], size, mode);
      values.set(shown, pair * size[0] * size[1]);
    }
    return { values, size };
  }
}

/** Σ over channels of a weight for each channel times its activation. */
export function weightedSum({ activations, places, channels }: FeatureMaps, weights: ArrayLike<number>): Float32Array {
  const map = new Float32Array(places);
  for (let place = 0, i = 0; place < places; place++) {
    let sum = 0;
    for (let k = 0; k < channels; k++, i++) sum += weights[k] * activations[i];
    map[place] = sum;
  }
  return map;
}

/** For each channel, the mean of its gradient over its places. */
export function meanGradients({ gradients, places, channels }: FeatureMaps): Float64Array {
  const means = new Float64Array(channels);
  for (let place = 0, i = 0; place < places; place++) {
    for (let k = 0; k < channels; k++, i++) means[k] += gradients[i];
  }
  for (let k = 0; k < channels; k++) means[k] /= places;
  return means;
}

/** For each channel, Σ over its places of what `term` gives for a position. */
export function perChannel(
  { places, channels }: FeatureMaps,
  term: (i: number, channel: number) => number,
): Float64Array {
  const sums = new Float64Array(channels);
  for (let place = 0; place < places; place++) {
    for (let k = 0; k < channels; k++) sums[k] += term(place * channels + k, k);
  }
  return sums;
}

/** For each place, Σ over its channels of what `term` gives for a position. */
export function sumOverChannels({ places, channels }: FeatureMaps, term: (i: number) => number): Float32Array {
  const map = new Float32Array(places);
  for (let place = 0, i = 0; place < places; place++) {
    let sum = 0;
    for (let k = 0; k < channels; k++, i++) sum += term(i);
    map[place] = sum;
  }
  return map;
}
