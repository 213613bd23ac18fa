import * as tf from "@tensorflow/tfjs";
import type { Model } from "../engine/model.ts";
import type { CommonOptions } from "../explain/call/options.ts";
import { slowly } from "../explain/call/progress.ts";
import { LayerActivation } from "../explain/layer/LayerActivation.ts";
import { currentCell } from "../ground/cell.ts";
import { DataError, OptionError, ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { principalPoints } from "../math/principalPoints.ts";
import { createRandom } from "../math/random.ts";
import { squaredDistances } from "../math/squaredDistances.ts";
import { breather } from "../models/breather.ts";
import type { InputArray } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { LayerMap } from "./LayerMap.ts";
import { tsne } from "./tsne.ts";

export interface LayerMapOptions extends Omit<CommonOptions, "output"> {
  /** `"tsne"` keeps neighbors together, `"pca"` is a plain projection (default `"tsne"`). */
  method?: "tsne" | "pca";
  /** The class of each input, as a tensor or numbers `[n]` (default: the model's own answer). */
  labels?: ArrayLike<number> | tf.Tensor;
  /** Default: the inputs' own, or the numbers. */
  classNames?: readonly string[];
  /** t-SNE: about how many neighbors count, above 1 and below the number of inputs (default 30, less of few inputs). */
  perplexity?: number;
  /** t-SNE: steps, at least 250 (default 1000). */
  maxIterations?: number;
  /** t-SNE: where the points begin (default `"pca"`, which makes it the same whatever the seed). */
  init?: "pca" | "random";
  /** Of a random beginning (default 0). */
  seed?: number;
}

const layerMapNames = {
  engine: true,
  internalBatchSize: true,
  signal: true,
  onProgress: true,
  method: true,
  labels: true,
  classNames: true,
  perplexity: true,
  maxIterations: true,
  init: true,
  seed: true,
} as const satisfies Names<LayerMapOptions>;

/** Inputs that t-SNE takes: n² numbers twice, 32 MB. */
const mostOfTsne = 2000;

/**
 * What a layer tells apart: its activations in two dimensions, colored by class.
 *
 * PCA is read like a shadow: distances are at most the true ones. A t-SNE map shows who is whose neighbor; distances
 * between clusters and their sizes mean nothing (Wattenberg et al. 2016, "How to Use t-SNE Effectively").
 *
 * Cost: two predictions per input; t-SNE n² d + n² × `maxIterations` (1,000 inputs: some 10 seconds), told and stoppable.
 *
 * van der Maaten, Hinton 2008, "Visualizing Data using t-SNE"; scikit-learn's `TSNE(method="exact")`, `PCA`.
 *
 * @param layer a layer's name: `model.layers.map(({ name }) => name)`; of an ONNX file, a value's name.
 * @param inputs `[n, ...]`, float32, as the model takes them; 3 at least, of t-SNE 2,000 at most.
 * @throws OptionError, ShapeError; DataError where all activations are the same; UnsupportedLayerError.
 * @example
 * display(await layerMap(model, "pool", test.images, { labels: test.labels }));
 */
export async function layerMap(
  model: Model,
  layer: string,
  inputs: InputArray,
  options: LayerMapOptions = {},
): Promise<LayerMap> {
  checkNames("layerMap()", layerMapNames, options);
  const { method = "tsne", labels: given, classNames, perplexity: asked, ...rest } = options;
  const { maxIterations = 1000, init = "pca", seed = 0, ...common } = rest;
  const labels = given instanceof tf.Tensor ? await given.data() : given;
  const count = inputs.shape[0] ?? 0;
  const perplexity = asked ?? Math.min(30, (count - 1) / 3);
  check(method, count, labels, perplexity, maxIterations, init);
  const signal = common.signal ?? currentCell().signal;
  const report = common.onProgress ?? slowly((fraction) => currentCell().progress(fraction, "layerMap"));
  const seen = await new LayerActivation(model, layer).attribute(inputs, {
    ...common,
    target: 0,
    onProgress: (fraction) => report(0.1 * fraction),
  });
  const values = seen.values;
  const size = values.length / count;
  if (values.every((value, at) => value === values[at % size])) {
    throw new DataError(say`the layer ${layer} gives the same for all ${count} inputs: there is nothing to draw`);
  }
  const give = breather();
  const breathe = async () => {
    await give();
    signal.throwIfAborted();
  };

  const classes = seen.probabilities.length / count;
  const fields = {
    method,
    layer,
    labels: Int32Array.from({ length: count }, (_, row) => labels?.[row] ?? answerOf(seen.probabilities, row, classes)),
    isPredicted: labels === undefined,
    classNames: classNames ?? seen.classNames,
  };
  const principal = await principalPoints(values, count, breathe);
  report(method === "pca" ? 1 : 0.15);
  if (method === "pca") return new LayerMap({ ...fields, ...principal });

  const squares = await squaredDistances(values, count, async (row) => {
    report(0.15 + 0.15 * (row / count) ** 2);
    await breathe();
  });
  const random = createRandom(seed);
  const first = principal.points.filter((_, i) => i % 2 === 0);
  const spread = Math.sqrt(first.reduce((sum, x) => sum + x * x, 0) / count);
  const points = principal.points.map((x) => (init === "pca" ? (1e-4 * x) / spread : 1e-4 * random.normal()));
  const onProgress = (fraction: number) => report(0.3 + 0.7 * fraction);
  const divergence = await tsne(squares, points, { perplexity, maxIterations, signal, onProgress });
  return new LayerMap({ ...fields, points, divergence, perplexity });
}

function answerOf(probabilities: Float32Array, row: number, classes: number): number {
  if (classes === 1) return probabilities[row] > 0.5 ? 1 : 0;
  const own = probabilities.subarray(row * classes, (row + 1) * classes);
  return own.indexOf(own.reduce((best, value) => Math.max(best, value), Number.NEGATIVE_INFINITY));
}

function check(
  method: string,
  count: number,
  labels: ArrayLike<number> | undefined,
  perplexity: number,
  maxIterations: number,
  init: string,
): void {
  if (method !== "tsne" && method !== "pca") throw new OptionError(say`method is ${method}: give "tsne" or "pca"`);
  if (count < 3) throw new ShapeError(say`a map of ${count} inputs: give at least 3, preferably hundreds`);
  if (labels && labels.length !== count)
    throw new ShapeError(say`${labels.length} labels for ${count} inputs: give one for each`);
  if (method === "pca") return;
  if (count > mostOfTsne) {
    throw new OptionError(
      say`t-SNE compares every pair of ${count} inputs: use a subset of at most ${mostOfTsne}, or method: "pca"`,
    );
  }
  if (!(perplexity > 0 && perplexity < count)) {
    throw new OptionError(
      say`perplexity is ${perplexity}: give more than 0 and less than ${count}, the number of inputs`,
    );
  }
  if (!(Number.isInteger(maxIterations) && maxIterations >= 250)) {
    throw new OptionError(say`maxIterations is ${maxIterations}: give a whole number, at least 250`);
  }
  if (init !== "pca" && init !== "random") throw new OptionError(say`init is ${init}: give "pca" or "random"`);
}
