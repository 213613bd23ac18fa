import { backend_util, type KernelConfig, type KernelFunc, type TensorInfo } from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

type Shape4D = [number, number, number, number];
type PoolInfo = ReturnType<typeof backend_util.computePool2DInfo>;

/** Adds each `dy` to the place of its window's first maximum in row-major order, as TensorFlow and PyTorch do. NHWC. */
function scatterToFirstMaximum(x: Float32Array, dy: Float32Array, dx: Float32Array, info: PoolInfo): void {
  const { inHeight, inWidth, inChannels: channels, outHeight, outWidth, padInfo } = info;
  dx.fill(0);
  let out = 0;
  for (let b = 0; b < info.batchSize; b++) {
    const image = b * inHeight * inWidth * channels;
    for (let oy = 0; oy < outHeight; oy++) {
      const top = oy * info.strideHeight - padInfo.top;
      const yEnd = Math.min(inHeight, top + info.filterHeight);
      for (let ox = 0; ox < outWidth; ox++) {
        const left = ox * info.strideWidth - padInfo.left;
        const xEnd = Math.min(inWidth, left + info.filterWidth);
        for (let c = 0; c < channels; c++, out++) {
          let best = Number.NEGATIVE_INFINITY;
          let place = -1;
          for (let y = Math.max(0, top); y < yEnd; y++) {
            let at = image + (y * inWidth + Math.max(0, left)) * channels + c;
            for (let i = Math.max(0, left); i < xEnd; i++, at += channels) {
              const value = x[at] as number;
              if (value > best) {
                best = value;
                place = at;
              }
            }
          }
          if (place >= 0) dx[place] = (dx[place] as number) + (dy[out] as number);
        }
      }
    }
  }
}

const kernelFunc = (({ inputs, attrs, backend }) => {
  const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: [number, number];
    strides: [number, number];
    pad: "valid" | "same" | number;
    dimRoundingMode?: "floor" | "round" | "ceil";
  };
  const wasm = backend as BackendWasm;
  const info = backend_util.computePool2DInfo(input.shape as Shape4D, filterSize, strides, 1, pad, dimRoundingMode);
  const dx = wasm.makeOutput(input.shape, "float32");
  // Views of the heap are taken after makeOutput: an allocation can move it.
  const view = (info: TensorInfo) => wasm.typedArrayFromHeap(info) as Float32Array;
  scatterToFirstMaximum(view(input), view(dy), view(dx), info);
  return dx;
}) satisfies KernelFunc;

/** Replaces tfjs-wasm's own, which gives a tied maximum's gradient to the last cell of the window. */
export const maxPoolGrad: KernelConfig = { kernelName: "MaxPoolGrad", backendName: "wasm", kernelFunc };
