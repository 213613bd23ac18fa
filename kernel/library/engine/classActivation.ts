import { UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { CamKind } from "./runner.ts";

/** What class activation maps are computed with, whatever the values are: tensors, or names in a graph. */
export interface MapArithmetic<T> {
  number(value: number): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  relu(a: T): T;
  /** The sum over all places: one number for each channel. */
  overPlaces(a: T): T;
  /** The sum over all channels: one number for each place. */
  overChannels(a: T): T;
}

/** A layer's feature maps, or those of some of its places, and the gradient that arrives there. */
export interface MapPart<T> {
  readonly activation: T;
  readonly gradient: T;
}

/**
 * Writes a class activation map: for each part the sum over its channels of activations, each with its weight. The
 * equations are told at the methods (`GradCam`, …). `places` are those of all parts together.
 */
export function classActivation<T>(
  kind: CamKind,
  parts: readonly MapPart<T>[],
  places: number,
  arithmetic: MapArithmetic<T>,
): T[] {
  const { number, add, multiply, divide, relu, overPlaces, overChannels } = arithmetic;
  /** One number for each channel: the sum of a term over all places of all parts. */
  const total = (term: (part: MapPart<T>) => T) => parts.map((part) => overPlaces(term(part))).reduce(add);
  const weighted = (weights: T) => parts.map(({ activation }) => overChannels(multiply(weights, activation)));
  switch (kind) {
    case "gradCam":
      return weighted(
        multiply(
          total(({ gradient }) => gradient),
          number(1 / places),
        ),
      );
    case "hiResCam":
      return parts.map(({ activation, gradient }) => overChannels(multiply(gradient, activation)));
    case "layerCam":
      return parts.map(({ activation, gradient }) => overChannels(multiply(relu(gradient), activation)));
    case "xGradCam": {
      const products = total(({ activation, gradient }) => multiply(activation, gradient));
      return weighted(
        divide(
          products,
          add(
            total(({ activation }) => activation),
            number(1e-7),
          ),
        ),
      );
    }
    case "gradCamPlusPlus": {
      const sums = total(({ activation }) => activation);
      const weights = total(({ gradient }) => {
        const positive = relu(gradient);
        const square = multiply(positive, positive);
        const cube = multiply(square, positive);
        const all = add(add(multiply(number(2), square), multiply(sums, cube)), number(1e-6));
        return divide(cube, all);
      });
      return weighted(weights);
    }
  }
}

/** @throws UnsupportedLayerError for a layer whose output is no stack of feature maps. */
export function requireFeatureMaps(layer: string, shape: readonly number[]): [number, number, number] {
  const [height = 0, width = 0, channels = 0] = shape;
  if (shape.length === 3) return [height, width, channels];
  throw new UnsupportedLayerError(
    say`the layer ${layer} outputs [${shape.join(", ")}], not feature maps [height, width, channels]: name a two-dimensional convolution or a layer after one`,
  );
}
