import * as tf from "@tensorflow/tfjs";

type Attributes = Readonly<Record<string, unknown>>;
type Pooling3d = tf.backend_util.Conv3DInfo;
type Sizes = [number, number, number];

/** Where the windows lie. */
export function pooling3d(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: Attributes,
): Pooling3d {
  return tf.backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    filterSize as Sizes,
    strides as Sizes,
    1,
    pad as "same",
    dimRoundingMode as "floor",
  );
}

/** Of each window the place of its maximum: the first of equal ones, in row-major order. */
export function placesOfMaxima(x: ArrayLike<number>, info: Pooling3d): Int32Array {
  const { batchSize, inChannels, inDepth, inHeight, inWidth, outDepth, outHeight, outWidth, padInfo } = info;
  const places = new Int32Array(batchSize * outDepth * outHeight * outWidth * inChannels);
  const within = (start: number, length: number, size: number) => [Math.max(0, start), Math.min(size, start + length)];
  let at = 0;
  for (let n = 0; n < batchSize; n++) {
    for (let d = 0; d < outDepth; d++) {
      const [front, back] = within(d * info.strideDepth - padInfo.front, info.effectiveFilterDepth, inDepth);
      for (let h = 0; h < outHeight; h++) {
        const [top, bottom] = within(h * info.strideHeight - padInfo.top, info.effectiveFilterHeight, inHeight);
        for (let w = 0; w < outWidth; w++) {
          const [left, right] = within(w * info.strideWidth - padInfo.left, info.effectiveFilterWidth, inWidth);
          for (let c = 0; c < inChannels; c++, at++) {
            let best = -1;
            for (let i = front; i < back; i++) {
              for (let j = top; j < bottom; j++) {
                for (let k = left; k < right; k++) {
                  const here = (((n * inDepth + i) * inHeight + j) * inWidth + k) * inChannels + c;
                  if (best < 0 || x[here] > x[best]) best = here;
                }
              }
            }
            places[at] = best;
          }
        }
      }
    }
  }
  return places;
}

/** What the wasm backend offers to its kernels. */
interface WasmBackend {
  readSync(dataId: object): Float32Array;
  makeOutput(shape: readonly number[], dtype: "float32"): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
}

let isMended = false;

/** The wasm backend's own kernel takes 1.2e-38 for the maximum of a window in which all is negative. */
export function mendMaxPool3d(): void {
  const own = tf.getKernel("MaxPool3D", "wasm");
  // The backend may come later than a model.
  if (!own || isMended) return;
  isMended = true;
  tf.unregisterKernel("MaxPool3D", "wasm");
  tf.registerKernel({
    ...own,
    kernelFunc: ({ inputs, attrs = {}, backend }) => {
      const x = inputs.x as tf.TensorInfo;
      const wasm = backend as WasmBackend;
      const info = pooling3d(x.shape, attrs);
      const values = wasm.readSync(x.dataId);
      const places = placesOfMaxima(values, info);
      const output = wasm.makeOutput(info.outShape, "float32");
      const maxima = wasm.typedArrayFromHeap(output);
      for (let i = 0; i < places.length; i++) maxima[i] = values[places[i]];
      return output;
    },
  });
}
