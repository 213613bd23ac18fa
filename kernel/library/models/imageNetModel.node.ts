import { loadOnnx, type OnnxModel } from "../engine/OnnxModel.ts";
import { currentCell } from "../ground/cell.ts";
import { say } from "../ground/say.ts";
import { preprocessing } from "../signature/preprocessing.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { imageNetFile, imageNetFileSize } from "./imageNetFile.node.ts";

export interface ImageNetModelOptions {
  /** Stops a download; what has come is kept, and the next one goes on from there. Default: the running cell's. */
  signal?: AbortSignal;
  /** Hears of a download, chunk by chunk. The running cell's progress bar does in any case. */
  onProgress?: (progress: { readonly received: number; readonly total: number }) => void;
}

const imageNetNames = { signal: true, onProgress: true } as const satisfies Names<ImageNetModelOptions>;

/**
 * A network that names 1000 kinds of things in photographs: EfficientNet-Lite0 with Google's ImageNet weights
 * (Apache-2.0), 224 × 224 pixels. It knows its classes' names and how its pictures are prepared: `readImage(file, model)`.
 *
 * From, in this order: the folder `GLASSBOOK_DATA` where it holds `efficientnet-lite0.onnx`, a clone of the repository, the
 * cache (`GLASSBOOK_CACHE`, default the system's cache folder), a download of 9.3 MB into it (`GLASSBOOK_MODELS_URL`
 * instead of the repository's address). It is checked by SHA-256.
 *
 * @returns input `image` `[n, 3, 224, 224]`, output `logits` `[n, 1000]`.
 * @throws DataError where the file is damaged or cannot be fetched.
 * @example
 * const model = await imageNetModel();
 * const cat = await readImage("cat.jpg", model);
 * (await model.predict(cat)).describe(); // "[0] Egyptian cat (38.5%), tiger cat (33.2%), tabby (16.3%)."
 */
export async function imageNetModel(options: ImageNetModelOptions = {}): Promise<OnnxModel> {
  checkNames("imageNetModel()", imageNetNames, options);
  const { signal, onProgress } = options;
  const cell = currentCell();
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const total = imageNetFileSize;
  const { bytes } = await imageNetFile({
    signal: AbortSignal.any([cell.signal, ...(signal ? [signal] : [])]),
    onDownload: () =>
      console.info(say`EfficientNet-Lite0 with Google's ImageNet weights, under the Apache License 2.0.`),
    onProgress(received) {
      cell.progress(
        received / total,
        say`Downloading EfficientNet-Lite0: ${megabytes(received)} of ${megabytes(total)} MB`,
      );
      onProgress?.({ received, total });
    },
  });
  const { imageNetClasses } = await import("./imageNetClasses.ts");
  return loadOnnx(bytes, {
    classNames: imageNetClasses,
    inputs: { ...preprocessing["efficientnet-lite"], layout: "channelsFirst", channelNames: ["red", "green", "blue"] },
  });
}
