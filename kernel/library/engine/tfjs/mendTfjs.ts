import * as tf from "@tensorflow/tfjs";
import { GradientNotFoundError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import { mendMaxPool3d, placesOfMaxima, pooling3d } from "./maxPool3d.ts";

type Gradient = tf.GradConfig["gradFunc"];

let isMended = false;

/**
 * Puts right kernels and gradients in place of those of tfjs that are wrong, for the whole session, whoever takes them:
 *
 * - average pooling with padding, 2-D and 3-D: each place is a mean over the cells inside, but tfjs divides by the whole window;
 * - up-sampling to the nearest by whole factors: its cpu backend leaves out rows and columns at the border;
 * - 3-D max pooling: its wasm backend takes 0 for the maximum of negative numbers.
 *
 * 3-D convolutions with strides (wasm) and bilinear resizing about the centers of pixels are refused by name.
 *
 * TensorFlow's own kernels (tfjs-node) are right and stay.
 */
export function mendTfjs(): void {
  mendMaxPool3d();
  if (isMended) return;
  isMended = true;
  for (const [kernelName, mend] of Object.entries(mended)) {
    const config = tf.getGradient(kernelName);
    if (!config) continue;
    tf.unregisterGradient(kernelName);
    tf.registerGradient({ ...config, gradFunc: mend(config.gradFunc) });
  }
}

const isTensorFlow = () => tf.getBackend() === "tensorflow";

interface Pooling {
  readonly filterSize: readonly number[] | number;
  readonly strides: readonly number[] | number;
  readonly pad: "valid" | "same" | number;
}

/** How many cells of each window are inside, of so many axes: a convolution of ones with ones. */
function cellsInside(x: tf.Tensor, { strides, pad }: Pooling, window: readonly number[]): tf.Tensor {
  const ones = tf.ones([1, ...x.shape.slice(1, -1), 1]);
  const filter = tf.ones([...window, 1, 1]);
  return window.length === 2
    ? tf.conv2d(ones as tf.Tensor4D, filter as tf.Tensor4D, strides as [number, number], pad)
    : tf.conv3d(ones as tf.Tensor5D, filter as tf.Tensor5D, strides as [number, number, number], pad as "same");
}

const averagePool =
  (axes: number) =>
  (own: Gradient): Gradient =>
  (dy, saved, attributes) => {
    const pooling = attributes as unknown as Pooling;
    if (isTensorFlow() || pooling.pad === "valid" || pooling.pad === 0) return own(dy, saved, attributes);
    const { filterSize } = pooling;
    const window = typeof filterSize === "number" ? new Array<number>(axes).fill(filterSize) : filterSize;
    const share = tf.div(sizeOf(window), cellsInside(saved[0] as tf.Tensor, pooling, window));
    return own(tf.mul(dy as tf.Tensor, share), saved, attributes);
  };

/** Has no right gradient here: an error that says where there is one. */
const refused =
  (what: string, isWrong: (attributes: Readonly<Record<string, unknown>>) => boolean) =>
  (own: Gradient): Gradient =>
  (dy, saved, attributes) => {
    if (isTensorFlow() || !isWrong(attributes)) return own(dy, saved, attributes);
    throw new GradientNotFoundError(
      say`tfjs computes a wrong gradient of ${what} on the backend ${tf.getBackend()}: train with engine "onnx", or set up TensorFlow`,
    );
  };

const nearest =
  (own: Gradient): Gradient =>
  (dy, saved, attributes) => {
    const gradient = dy as tf.Tensor4D;
    const [images] = saved;
    const [count, height, width, channels] = (images as tf.Tensor4D).shape;
    const rows = gradient.shape[1] / height;
    const columns = gradient.shape[2] / width;
    const isWhole = Number.isInteger(rows) && Number.isInteger(columns) && attributes.alignCorners !== true;
    if (isTensorFlow() || !isWhole) return own(dy, saved, attributes);
    const cells = [count, height, rows, width, columns * channels];
    return {
      images: () => {
        const overRows = tf.sum(tf.reshape(gradient, cells), 2);
        return tf.sum(tf.reshape(overRows, [count, height, width, columns, channels]), 3);
      },
    };
  };

const maxPool3d =
  (own: Gradient): Gradient =>
  (dy, saved, attributes) => {
    if (tf.getBackend() !== "wasm") return own(dy, saved, attributes);
    const [x] = saved as tf.Tensor5D[];
    const places = placesOfMaxima(x.dataSync(), pooling3d(x.shape, attributes));
    return {
      x: () => {
        const gradient = new Float32Array(x.size);
        const given = (dy as tf.Tensor).dataSync();
        for (let i = 0; i < places.length; i++) gradient[places[i]] += given[i];
        return tf.tensor5d(gradient, x.shape);
      },
    };
  };

const mended: Readonly<Record<string, (own: Gradient) => Gradient>> = {
  AvgPool: averagePool(2),
  AvgPool3D: averagePool(3),
  ResizeNearestNeighbor: nearest,
  MaxPool3D: maxPool3d,
  Conv3D: refused("conv3d", ({ strides }) => tf.getBackend() === "wasm" && [strides].flat().some((step) => step !== 1)),
  ResizeBilinear: refused("resizeBilinear", ({ halfPixelCenters }) => halfPixelCenters === true),
};
