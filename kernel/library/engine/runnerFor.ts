import * as tf from "@tensorflow/tfjs";
import { BackendError, OptionError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { backendInfo } from "../ground/session.ts";
import { theOutput } from "../signature/theOutput.ts";
import { arrayModel } from "./arrayModel.ts";
import { currentGraph } from "./fromLayers/currentGraph.ts";
import type { AnswerFunction, FunctionModel, Model } from "./model.ts";
import { onnxRunner } from "./onnxRunner.ts";
import type { EngineChoice, Runner } from "./runner.ts";
import { readLayers } from "./signature/readLayers.ts";
import { tfjsRunner } from "./tfjsRunner.ts";
import { withTfjsGradients } from "./withTfjsGradients.ts";

export interface RunnerForOptions {
  engine?: EngineChoice | undefined;
  /** Of the data at hand, without the batch dimension: what a model that leaves sizes open takes. */
  inputShape?: readonly number[] | undefined;
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
  const { engine = "auto", inputShape, executionProviders } = options;
  if (model instanceof tf.LayersModel) return layersRunner(model, engine, inputShape, executionProviders);
  if (model instanceof tf.GraphModel || typeof model === "function") {
    const reason = `${typeof model === "function" ? "a function" : "a tf.GraphModel"} is not compiled; a tf.LayersModel is`;
    if (engine === "onnx") throw new OptionError(say`${reason}: use engine "tfjs" or "auto"`);
    if (model instanceof tf.GraphModel || !inputShape || givesTensors(model, inputShape)) {
      return tfjsRunner(model as tf.GraphModel | FunctionModel, { inputShape, reason });
    }
    return arrayModel(({ values, shape }) => askWithTensor(model, values, shape)).runner(inputShape);
  }
  if (typeof model?.runner === "function") {
    if (engine === "tfjs") {
      throw new OptionError(say`a model that brings its own way to run has no tfjs form: use engine "auto"`);
    }
    return model.runner(inputShape);
  }
  throw new OptionError(
    say`${model === null ? "null" : typeof model} is no model: give a tf.LayersModel, a tf.GraphModel, an OnnxModel or a function of a tensor`,
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

/** Compiled where it can be and the session has no GPU, which is faster than any graph on the CPU. */
async function layersRunner(
  model: tf.LayersModel,
  engine: EngineChoice,
  inputShape: readonly number[] | undefined,
  executionProviders: readonly string[] | undefined,
): Promise<Runner> {
  if (engine === "tfjs") return tfjsRunner(model, { inputShape, reason: 'engine "tfjs" was asked for' });
  if (engine === "auto" && onGpu()) {
    return tfjsRunner(model, { inputShape, reason: `the session computes on a GPU (${tf.getBackend()})` });
  }
  try {
    const signature = readLayers(model);
    const current = () => currentGraph(model, inputShape);
    const compiled = await onnxRunner({ current, executionProviders, signature, outputSpec: theOutput(signature) });
    if (engine === "onnx") return compiled;
    return withTfjsGradients(compiled, (reason) => tfjsRunner(model, { inputShape, reason }));
  } catch (error) {
    if (engine === "onnx" || !(error instanceof UnsupportedLayerError || error instanceof BackendError)) throw error;
    return tfjsRunner(model, { inputShape, reason: error.message });
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
