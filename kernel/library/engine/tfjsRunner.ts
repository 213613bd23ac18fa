import * as tf from "@tensorflow/tfjs";
import { BackendError, GradientNotFoundError, ShapeError, UnsupportedLayerError } from "../errors.ts";
import type { FunctionModel } from "../models/model.ts";
import type { Batch, GradientOptions, Gradients, LayerPass, Prediction, PredictOptions, Runner } from "./runner.ts";
import { dropTape } from "./tfjs/dropTape.ts";
import { fromFunction } from "./tfjs/functionModel.ts";
import { fromGraphModel } from "./tfjs/graphModel.ts";
import { fromLayersModel } from "./tfjs/layersModel.ts";
import { product, type Recording, type TfjsModel } from "./tfjs/tfjsModel.ts";

/** Numbers that an inner batch may keep in memory (0.25 GB), and the most rows that still make it faster. */
const innerFloats = 1 << 26;
const innerRows = 128;

export interface TfjsRunnerOptions {
  /** Without the batch dimension; needed for a function, and where the model leaves sizes open. */
  inputShape?: readonly number[] | undefined;
  /** Why the model runs here and not compiled, in a sentence. */
  reason?: string | undefined;
}

/** Runs a model on the session's tfjs. No tensor outlives a call, also when it throws or is aborted. */
export function tfjsRunner(model: tf.LayersModel | tf.GraphModel | FunctionModel, options: TfjsRunnerOptions): Runner {
  const adapted = adapt(model, options.inputShape);
  const run = (batch: Batch, options: PredictOptions, targets?: Int32Array) => runAll(adapted, batch, options, targets);
  return {
    engine: "tfjs",
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    inputShape: adapted.inputShape,
    outputSize: adapted.outputSize,
    hasLogit: adapted.finalActivation !== undefined,
    layerNames: adapted.layerNames,
    predict: (batch, options) => run(batch, options),
    gradients: async (batch, options: GradientOptions) => (await run(batch, options, options.targets)) as Gradients,
  };
}

function adapt(model: tf.LayersModel | tf.GraphModel | FunctionModel, inputShape?: readonly number[]): TfjsModel {
  if (model instanceof tf.LayersModel) return fromLayersModel(model, inputShape);
  if (model instanceof tf.GraphModel) return fromGraphModel(model, inputShape);
  if (!inputShape) throw new ShapeError("a function as model needs the shape of its input");
  return fromFunction(model, inputShape);
}

async function runAll(
  model: TfjsModel,
  batch: Batch,
  options: PredictOptions,
  targets: Int32Array | undefined,
): Promise<Prediction | Gradients> {
  const size = product(model.inputShape);
  if (batch.values.length !== batch.count * size) {
    throw new ShapeError(
      `${batch.count} rows of [${model.inputShape}] are ${batch.count * size} numbers, not ${batch.values.length}`,
    );
  }
  const names = options.layers ?? [];
  for (const name of names) {
    if (!model.layerNames.includes(name)) {
      throw new UnsupportedLayerError(
        `the model has no layer ${name}; it has ${model.layerNames.join(", ") || "none by name"}`,
      );
    }
  }
  const outputs = new Float32Array(batch.count * model.outputSize);
  const input = targets && new Float32Array(batch.values.length);
  const layers = new Map<string, { shape: number[]; activation: Float32Array; gradient?: Float32Array }>();
  const rows = Math.max(1, Math.min(innerRows, Math.floor(innerFloats / (model.floatsPerRow * (targets ? 3 : 1)))));

  for (let start = 0; start < batch.count; start += rows) {
    // Where nothing ever waits, the abort of an interrupted cell would not come through.
    if (start > 0) await tf.nextFrame();
    options.signal?.throwIfAborted();
    const end = Math.min(start + rows, batch.count);
    const values = batch.values.subarray(start * size, end * size);
    const part = await runOnce(model, values, end - start, options.output, names, targets?.subarray(start, end));
    outputs.set(part.outputs, start * model.outputSize);
    if (part.input) input?.set(part.input, start * size);
    for (const [name, pass] of part.layers) {
      const floats = product(pass.shape);
      const whole = layers.get(name) ?? {
        shape: [...pass.shape],
        activation: new Float32Array(batch.count * floats),
        ...(pass.gradient ? { gradient: new Float32Array(batch.count * floats) } : {}),
      };
      layers.set(name, whole);
      whole.activation.set(pass.activation, start * floats);
      if (pass.gradient) whole.gradient?.set(pass.gradient, start * floats);
    }
  }
  return { outputs, layers, ...(input ? { input } : {}) };
}

/** One inner batch: everything that makes tensors is synchronous; what is kept is let go after the download. */
async function runOnce(
  model: TfjsModel,
  values: Float32Array,
  count: number,
  output: PredictOptions["output"],
  names: readonly string[],
  targets: Int32Array | undefined,
): Promise<{ outputs: Float32Array; input?: Float32Array; layers: Map<string, LayerPass> }> {
  const recordings = new Map<string, Recording>(names.map((name) => [name, {}]));
  let outputs: tf.Tensor | undefined;
  let input: tf.Tensor | undefined;
  try {
    tf.tidy(() => {
      const answer = (x: tf.Tensor): tf.Tensor => {
        const end = model.forward(x, recordings);
        const activated = output === "probability" ? activate(end, model) : end;
        const flat = activated.reshape([count, model.outputSize]);
        outputs = tf.keep(flat.clone());
        return flat;
      };
      const x = tf.tensor(values, [count, ...model.inputShape], "float32");
      if (!targets) {
        answer(x);
        return;
      }
      const chosen = tf.tensor2d(chosenColumns(targets, model.outputSize), [count, model.outputSize]);
      input = tf.keep(
        tf.grad((rows) =>
          answer(rows as tf.Tensor)
            .mul(chosen)
            .sum(),
        )(x),
      );
    });
    const layers = new Map<string, LayerPass>();
    for (const [name, { activation, gradient }] of recordings) {
      if (!activation) throw new UnsupportedLayerError(`layer ${name} takes no part in the model's answer`);
      layers.set(name, {
        shape: activation.shape.slice(1),
        activation: await floats(activation),
        ...(gradient ? { gradient: await floats(gradient) } : {}),
      });
    }
    return {
      outputs: outputs ? await floats(outputs) : new Float32Array(),
      ...(input ? { input: await floats(input) } : {}),
      layers,
    };
  } catch (error) {
    dropTape();
    throw explained(error);
  } finally {
    tf.dispose([outputs, input, ...[...recordings.values()].flatMap((r) => [r.activation, r.gradient])]);
  }
}

function activate(logits: tf.Tensor, model: TfjsModel): tf.Tensor {
  if (model.finalActivation === "softmax") return tf.softmax(logits);
  return model.finalActivation === "sigmoid" ? tf.sigmoid(logits) : logits;
}

/** 1 at each row's target. (`tf.oneHot` refuses a model with one output.) */
function chosenColumns(targets: Int32Array, columns: number): Float32Array {
  const chosen = new Float32Array(targets.length * columns);
  for (const [row, target] of targets.entries()) chosen[row * columns + target] = 1;
  return chosen;
}

const floats = async (tensor: tf.Tensor) => (await tensor.data()) as Float32Array;

/** tfjs's errors about gradients, said to the person who wants an explanation. */
function explained(error: unknown): unknown {
  const message = error instanceof Error ? error.message : "";
  const advice = "use a method that needs no gradient: KernelShap or Lime";
  const missing = /gradient function not found for (\w+)/.exec(message)?.[1];
  if (missing) return new GradientNotFoundError(`tfjs has no gradient for ${missing}: ${advice}`, { cause: error });
  if (message.includes("Cannot compute gradient of y=f(x) with respect to x")) {
    return new GradientNotFoundError(
      `the model's answer does not depend on its input by operations with a gradient: ${advice}`,
      {
        cause: error,
      },
    );
  }
  const kernel = /Kernel '(\w+)' not registered for backend '(\w+)'/.exec(message);
  if (kernel) {
    return new BackendError(
      `the ${kernel[2]} backend cannot compute ${kernel[1]}: choose another with tf.setBackend("cpu")`,
      {
        cause: error,
      },
    );
  }
  return error;
}
