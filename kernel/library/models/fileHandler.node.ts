import { mkdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { DataError } from "../ground/errors.ts";
import { replaceFile } from "../ground/replaceFile.node.ts";
import { say } from "../ground/say.ts";

const weightsFile = "weights.bin";

/** tfjs's model format on disk, as tfjs-node writes and reads it: a folder with `model.json` and `weights.bin`. */
export function fileHandler(path: string): tf.io.IOHandler {
  return {
    async save(artifacts) {
      const { modelTopology, weightData, weightSpecs = [], ...more } = artifacts;
      if (modelTopology instanceof ArrayBuffer) {
        throw new DataError(say`A model whose topology is binary cannot be saved as model.json.`);
      }
      const folder = resolve(path);
      await mkdir(folder, { recursive: true });
      const bytes = tf.io.CompositeArrayBuffer.join(weightData);
      const model: tf.io.ModelJSON = {
        ...more,
        modelTopology: modelTopology ?? {},
        weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
      };
      // The weights first: a model.json without them would be found and not load.
      await replaceFile(join(folder, weightsFile), new Uint8Array(bytes));
      await replaceFile(join(folder, "model.json"), JSON.stringify(model));
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
    async load() {
      const file = await modelFile(path);
      const model = parse(await readBytes(file), file);
      return tf.io.getModelArtifactsForJSON(model, async (manifest) => {
        const specs = manifest.flatMap(({ weights }) => weights);
        const paths = manifest.flatMap((group) => group.paths.map((name) => join(dirname(file), name)));
        const parts = await Promise.all(paths.map(readBytes));
        const found = parts.reduce((sum, { length }) => sum + length, 0);
        const expected = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
        if (found < expected) {
          const names = paths.join(", ");
          throw new DataError(say`${names} is truncated: expected ${expected} bytes of weights, found ${found}.`);
        }
        return [specs, Uint8Array.from(Buffer.concat(parts)).buffer];
      });
    },
  };
}

/** A folder stands for its model.json. */
export async function modelFile(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return resolve(found?.isDirectory() ? join(path, "model.json") : path);
}

async function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? say`there is no such file` : error.message;
    throw new DataError(say`${file} cannot be read: ${why}.`);
  });
}

function parse(bytes: Buffer, file: string): tf.io.ModelJSON {
  let model: Partial<tf.io.ModelJSON> | null;
  try {
    model = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new DataError(say`${file} is damaged: expected JSON, found ${(error as Error).message}.`);
  }
  if (model?.modelTopology && model.weightsManifest) return model as tf.io.ModelJSON;
  throw new DataError(say`${file} is not a TensorFlow.js model: expected modelTopology and weightsManifest.`);
}

/** Strings have lengths of their own: no lower bound for them. */
function bytesOf({ shape, dtype, quantization }: tf.io.WeightsManifestEntry): number {
  const sizes: Record<string, number> = {
    float32: 4,
    int32: 4,
    complex64: 8,
    bool: 1,
    uint8: 1,
    uint16: 2,
    float16: 2,
  };
  return tf.util.sizeFromShape(shape) * (sizes[quantization?.dtype ?? dtype] ?? 0);
}

type IORouter = Parameters<typeof tf.io.registerSaveRouter>[0];

let registered = false;

/** Teaches tfjs `file://` paths for saving and loading, where tfjs-node, which knows them, is not loaded. */
export function registerFileHandlers(): void {
  if (registered) return;
  registered = true;
  const route = (url: string | string[]) => {
    if (typeof url !== "string" || !url.startsWith("file://") || tf.findBackendFactory("tensorflow")) return null;
    // As in tfjs-node what follows the scheme is a path, also a relative one; file:///C:/… is Windows'.
    return fileHandler(url.slice("file://".length).replace(/^\/(?=[A-Za-z]:)/, ""));
  };
  tf.io.registerSaveRouter(route as IORouter);
  tf.io.registerLoadRouter(route as IORouter);
}
