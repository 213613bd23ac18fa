import type * as tf from "@tensorflow/tfjs";
import { BackendError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type Session, sessionKey } from "../ground/session.ts";
import { decodeImage, encodePng } from "../inputFiles/imageFiles.ts";
import { type SummaryFileWriter, summaryFileWriter } from "./tensorboard/SummaryFileWriter.node.ts";
import { type TensorBoardOptions, tensorBoard } from "./tensorboard/tensorBoard.node.ts";

/** A TensorFlow SavedModel that was loaded: what tfjs-node's `TFSavedModel` offers. */
export interface SavedModel {
  predict(inputs: tf.Tensor | tf.Tensor[] | tf.NamedTensorMap): tf.Tensor | tf.Tensor[] | tf.NamedTensorMap;
  readonly inputs: { name: string; shape?: number[]; dtype: tf.DataType }[];
  readonly outputs: { name: string; shape?: number[]; dtype: tf.DataType }[];
  dispose(): void;
}

/** What tfjs-node calls `tf.node`. */
export interface TfjsNode {
  decodeImage(
    contents: Uint8Array,
    channels?: number,
    dtype?: string,
    expandAnimations?: boolean,
  ): tf.Tensor3D | tf.Tensor4D;
  decodePng(contents: Uint8Array, channels?: number, dtype?: string): tf.Tensor3D;
  decodeJpeg(contents: Uint8Array, channels?: number, ...more: unknown[]): tf.Tensor3D;
  decodeBmp(contents: Uint8Array, channels?: number): tf.Tensor3D;
  decodeGif(contents: Uint8Array): tf.Tensor4D;
  encodePng(image: tf.Tensor3D, compression?: number): Promise<Uint8Array>;
  encodeJpeg(image: tf.Tensor3D, ...more: unknown[]): Promise<Uint8Array>;
  loadSavedModel(path: string, tags?: string[], signature?: string): Promise<SavedModel>;
  getMetaGraphsFromSavedModel(path: string): Promise<unknown[]>;
  getNumOfSavedModels(): number;
  summaryFileWriter(
    logdir: string,
    maxQueue?: number,
    flushMillis?: number,
    filenameSuffix?: string,
  ): Pick<SummaryFileWriter, "scalar" | "histogram" | "flush">;
  tensorBoard(logdir?: string, options?: TensorBoardOptions): tf.CustomCallback;
}

/** tfjs-node's own, where it runs the session. */
const theirs = () => (globalThis as { [sessionKey]?: Session })[sessionKey]?.node as TfjsNode | undefined;

function needed(name: keyof TfjsNode): never {
  const else_ =
    name === "loadSavedModel" || name === "getMetaGraphsFromSavedModel"
      ? say`convert the model to ONNX (tf2onnx, or Keras's export) and use loadOnnx`
      : say`use JPEG, PNG or WebP files`;
  throw new BackendError(
    say`tf.node.${name} needs native TensorFlow, which this session does not use: run \`npx glassbook setup-tensorflow\` and restart, or ${else_}.`,
  );
}

/**
 * `tf.node` on every backend: tfjs-node's own where TensorFlow runs the session, and else what Glassbook can do itself
 * (PNG and JPEG files, TensorBoard's logs); the rest says what it needs.
 */
export const tfNode: TfjsNode = {
  decodeImage: (contents, channels = 0, ...more) =>
    theirs()?.decodeImage(contents, channels, ...more) ?? decodeImage(contents, channels as 0 | 1 | 3 | 4),
  decodePng: (contents, channels = 0, ...more) =>
    theirs()?.decodePng(contents, channels, ...more) ?? decodeImage(contents, channels as 0 | 1 | 3 | 4),
  decodeJpeg: (contents, channels = 0, ...more) =>
    theirs()?.decodeJpeg(contents, channels, ...more) ?? decodeImage(contents, channels as 0 | 1 | 3 | 4),
  decodeBmp: (...all) => theirs()?.decodeBmp(...all) ?? needed("decodeBmp"),
  decodeGif: (...all) => theirs()?.decodeGif(...all) ?? needed("decodeGif"),
  encodePng: (...all) => (theirs() ?? { encodePng }).encodePng(...all),
  encodeJpeg: async (...all) => theirs()?.encodeJpeg(...all) ?? needed("encodeJpeg"),
  loadSavedModel: async (...all) => theirs()?.loadSavedModel(...all) ?? needed("loadSavedModel"),
  getMetaGraphsFromSavedModel: async (...all) =>
    theirs()?.getMetaGraphsFromSavedModel(...all) ?? needed("getMetaGraphsFromSavedModel"),
  getNumOfSavedModels: () => theirs()?.getNumOfSavedModels() ?? 0,
  summaryFileWriter: (logdir, ...more) => theirs()?.summaryFileWriter(logdir, ...more) ?? summaryFileWriter(logdir),
  tensorBoard: (logdir, options) => theirs()?.tensorBoard(logdir, options) ?? tensorBoard(logdir, options),
};
