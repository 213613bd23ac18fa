import { UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Axis } from "../signature/axes.ts";
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

/** How a layer's feature maps lie, by its axes without the batch. */
export interface FeatureMaps {
  /** The axes of places, from depth to width. */
  readonly places: readonly number[];
  readonly channel: number;
  /** The lengths of those of places: `[height, width]`, of a volume `[depth, height, width]`. */
  readonly size: readonly number[];
}

const planes: readonly Axis[][] = [
  ["height", "width"],
  ["depth", "height", "width"],
];

/** @throws UnsupportedLayerError for a layer whose output is no stack of feature maps, or of which that is not known. */
export function featureMapsOf(
  layer: string,
  shape: readonly number[],
  axes: readonly Axis[] | undefined = [],
): FeatureMaps {
  const channel = axes.indexOf("channel");
  const plane = planes.find((each) => each.length + 1 === shape.length && each.every((axis) => axes.includes(axis)));
  if (plane && channel >= 0 && axes.length === shape.length) {
    const places = plane.map((axis) => axes.indexOf(axis));
    return { places, channel, size: places.map((axis) => shape[axis]) };
  }
  if (shape.length >= 3 && (axes.length === 0 || axes.includes("unknown"))) {
    throw new UnsupportedLayerError(
      say`the layer ${layer} outputs [${shape.join(", ")}], and no operator of the model says which of these axes are height, width and channels: name a convolution or a layer next to one`,
    );
  }
  throw new UnsupportedLayerError(
    say`the layer ${layer} outputs [${shape.join(", ")}], not feature maps of height, width and channels: name a two-dimensional convolution or a layer after one`,
  );
}
