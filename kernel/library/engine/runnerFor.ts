import * as tf from "@tensorflow/tfjs";
import { BackendError, OptionError, TargetError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { backendInfo } from "../ground/session.ts";
import { sizeOf } from "../math/sizeOf.ts";
import { arrayModel } from "./arrayModel.ts";
import { currentGraph } from "./fromLayers/currentGraph.ts";
import type { AnswerFunction, FunctionModel, Model } from "./model.ts";
import { OnnxModel } from "./OnnxModel.ts";
import { onnxRunner } from "./onnxRunner.ts";
import { type GivenShape, givenShapeOf } from "./ports.ts";
import type { EngineChoice, Runner } from "./runner.ts";
import { describedRunner } from "./signature/describedRunner.ts";
import { layersSignature } from "./signature/ofModel.ts";
import { tfjsRunner } from "./tfjsRunner.ts";
import { withTfjsGradients } from "./withTfjsGradients.ts";

export interface RunnerForOptions {
  engine?: EngineChoice | undefined;
  /**
   * Of the data at hand, without the batch dimension: what a model that leaves sizes open takes. Of several inputs one
   * each, in the model's order.
   */
  inputShape?: GivenShape | undefined;
  /** Which of the model's outputs is answered, by name (default: the first). */
  outputName?: string | undefined;
  /** For a compiled `tf.LayersModel`: what onnxruntime computes on, default `["cpu"]` (a loaded ONNX model brings its own). */
  executionProviders?: readonly string[] | undefined;
}

/**
 * The runner of a model: the compiled graph where there is one, the session's tfjs otherwise (`reason` says why).
 *
 * @example
 * const runner = await runnerFor(model, { engine: "tfjs" });
 * await runner.predict({ values, count: 1 }, { output: "probability" });
 */
export async function runnerFor(model: Model, options: RunnerForOptions = {}): Promise<Runner> {
  const { engine = "auto", inputShape: given, executionProviders } = options;
  const output = outputIndex(model, options.outputName);
  if (model instanceof tf.LayersModel) return layersRunner(model, engine, given, output, executionProviders);
  const inputShape = givenShapeOf(given, 0);
  if (model instanceof tf.GraphModel || typeof model === "function") {
    const reason =
      typeof model === "function"
        ? say`a function is not compiled; a tf.LayersModel is`
        : say`a tf.GraphModel is not compiled; a tf.LayersModel is`;
    if (engine === "onnx") throw new OptionError(say`${reason}: use engine "tfjs" or "auto"`);
    if (model instanceof tf.GraphModel) return tfjsRunner(model, { inputShape: given, output, reason });
    if (!inputShape || givesTensors(model, inputShape)) {
      return tfjsRunner(model as FunctionModel, { inputShape, reason });
    }
    const asArrays = arrayModel(({ values, shape }) => askWithTensor(model, values, shape));
    return describedRunner(model, await asArrays.runner(inputShape));
  }
  if (typeof model?.runner === "function") {
    if (engine === "tfjs") {
      throw new OptionError(say`a model with a runner of its own has no tfjs form: use engine "auto"`);
    }
    return describedRunner(model, await model.runner(givenSize(given), options.outputName));
  }
  throw new OptionError(
    say`${model === null ? "null" : typeof model} is not a model: give a tf.LayersModel, a tf.GraphModel, an OnnxModel or a function of a tensor`,
  );
}

/** Whether a function is made of tfjs operations: only such have gradients. Asks it about a row of zeros. */
function givesTensors(model: FunctionModel | AnswerFunction, inputShape: readonly number[]): boolean {
  let answer: unknown;
  tf.tidy(() => {
    answer = model(tf.zeros([1, ...inputShape]));
  });
  // What it awaits was freed with the row of zeros, and it is asked again.
  if (answer instanceof Promise) answer.then((given) => given instanceof tf.Tensor && given.dispose()).catch(() => {});
  return answer instanceof tf.Tensor;
}

/** Asks a function of a tensor that answers later, or with numbers. */
async function askWithTensor(model: FunctionModel | AnswerFunction, values: Float32Array, shape: readonly number[]) {
  const inputs = tf.tensor(values, [...shape]);
  try {
    return await model(inputs);
  } finally {
    inputs.dispose();
  }
}

/** Of several inputs, how many numbers a flat row of them has. */
const givenSize = (given: GivenShape | undefined): readonly number[] | undefined =>
  given && given.length > 0 && Array.isArray(given[0])
    ? [given.reduce<number>((all, shape) => all + sizeOf(shape as readonly number[]), 0)]
    : (given as readonly number[] | undefined);

/** @throws TargetError for an output that the model does not have. */
function outputIndex(model: Model, name: string | undefined): number {
  if (name === undefined) return 0;
  const names = outputNames(model);
  const index = names?.indexOf(name) ?? 0;
  if (index >= 0) return index;
  throw new TargetError(say`the model has no output ${name}: its outputs are ${names?.join(", ")}`);
}

/** Names of a model's outputs, in its order; undefined where nothing is known of them. */
export function outputNames(model: Model): readonly string[] | undefined {
  if (model instanceof tf.LayersModel) return model.outputs.map(({ sourceLayer }) => sourceLayer.name);
  if (model instanceof tf.GraphModel) return model.outputNodes;
  if (model instanceof OnnxModel) return model.outputNames;
  return undefined;
}

/** Compiled where it can be and the session has no GPU, which is faster than any graph on the CPU. */
async function layersRunner(
  model: tf.LayersModel,
  engine: EngineChoice,
  inputShape: GivenShape | undefined,
  output: number,
  executionProviders: readonly string[] | undefined,
): Promise<Runner> {
  const onTfjs = (reason: string) => tfjsRunner(model, { inputShape, output, reason });
  if (engine === "tfjs") return onTfjs(say`engine "tfjs" was chosen`);
  if (engine === "auto" && onGpu()) return onTfjs(say`the session computes on a GPU (${tf.getBackend()})`);
  try {
    const signature = layersSignature(model);
    const current = () => currentGraph(model, inputShape, output);
    const outputSpec = signature.outputs[output];
    const compiled = await onnxRunner({ current, executionProviders, signature, outputSpec });
    if (engine === "onnx") return compiled;
    return withTfjsGradients(compiled, onTfjs);
  } catch (error) {
    if (engine === "onnx" || !(error instanceof UnsupportedLayerError || error instanceof BackendError)) throw error;
    return onTfjs(error.message);
  }
}

/** Whether the session's tfjs computes on a GPU, which no graph on the CPU keeps up with. */
export function onGpu(): boolean {
  // tfjs-node-gpu without a GPU runs on the CPU.
  const { isUsingGpuDevice } = tf.backend() as { isUsingGpuDevice?: boolean };
  // So does WebGPU through a software adapter.
  const softly = backendInfo().device?.startsWith("CPU");
  return isUsingGpuDevice === true || (["webgpu", "webgl"].includes(tf.getBackend()) && !softly);
}
