import * as tf from "@tensorflow/tfjs";
import { BackendError, GradientNotFoundError, ShapeError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { Axis } from "../signature/axes.ts";
import { theOutput } from "../signature/theOutput.ts";
import { activated, softmaxAxis } from "./finalActivation.ts";
import type { FunctionModel } from "./model.ts";
import { type GivenShape, givenShapeOf } from "./ports.ts";
import { presentTfjs } from "./present/presentTfjs.ts";
import type {
  Batch,
  CamAnswer,
  GradientOptions,
  Gradients,
  LayerPass,
  Prediction,
  PredictOptions,
  Runner,
} from "./runner.ts";
import { seedOf } from "./seeds.ts";
import { tfjsSignature } from "./signature/readTfjs.ts";
import { camTensor } from "./tfjs/camTensor.ts";
import { dropTape } from "./tfjs/dropTape.ts";
import { fromFunction } from "./tfjs/functionModel.ts";
import { withGradientRules } from "./tfjs/gradientRules.ts";
import { fromGraphModel } from "./tfjs/graphModel.ts";
import { withLayerRules } from "./tfjs/layerRules.ts";
import { fromLayersModel } from "./tfjs/layersModel.ts";
import { mendTfjs } from "./tfjs/mendTfjs.ts";
import { product, type Recording, type TfjsModel } from "./tfjs/tfjsModel.ts";
import { unknownLayer } from "./unknownLayer.ts";

/** Numbers that an inner batch may keep in memory (0.25 GB), and the most rows that still make it faster. */
const innerFloats = 1 << 26;
const innerRows = 128;

export interface TfjsRunnerOptions {
  /** Without the batch dimension; needed for a function, and where the model leaves sizes open. Of several inputs one each. */
  inputShape?: GivenShape | undefined;
  /** Which of the model's outputs is answered (default: the first). */
  output?: number | undefined;
  /** Why the model runs here and not compiled, in a sentence. */
  reason?: string | undefined;
}

/** Runs a model on the session's tfjs. No tensor outlives a call, also when it throws or is aborted. */
export function tfjsRunner(model: tf.LayersModel | tf.GraphModel | FunctionModel, options: TfjsRunnerOptions): Runner {
  mendTfjs();
  const plain = adapt(model, options);
  const signature = tfjsSignature(model, plain, options.output);
  const outputSpec = signature.outputs[options.output ?? 0] ?? theOutput(signature);
  const adapted = presentTfjs(plain, outputSpec);
  const { softmaxAxis: axis, outputShape, classes } = adapted;
  const over = axis === undefined ? { classes, step: 1 } : softmaxAxis(outputShape, axis - 1);
  const run = (batch: Batch, options: PredictOptions, backward?: GradientOptions) =>
    runAll(adapted, batch, options, backward);
  return {
    engine: "tfjs",
    signature,
    outputSpec,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    inputShape: adapted.inputShape,
    ports: adapted.ports,
    outputShape: adapted.outputShape,
    outputSize: adapted.outputSize,
    hasLogit: adapted.finalActivation !== undefined,
    probabilitiesOf: (logits) => activated(logits, adapted.finalActivation, over.classes, over.step),
    layerNames: adapted.layerNames,
    attention: adapted.attention,
    layerFacts: adapted.layerFacts,
    predict: (batch, options) => run(batch, options),
    gradients: async (batch, options: GradientOptions) => (await run(batch, options, options)) as Gradients,
  };
}

function adapt(
  model: tf.LayersModel | tf.GraphModel | FunctionModel,
  { inputShape: given, output }: TfjsRunnerOptions,
): TfjsModel {
  if (model instanceof tf.LayersModel) return fromLayersModel(model, given, output);
  if (model instanceof tf.GraphModel) return fromGraphModel(model, given, output);
  const inputShape = givenShapeOf(given, 0);
  if (!inputShape) throw new ShapeError(say`a function used as a model needs the shape of its input`);
  return fromFunction(model, inputShape);
}

async function runAll(
  model: TfjsModel,
  batch: Batch,
  options: PredictOptions,
  backward: GradientOptions | undefined,
): Promise<Prediction | Gradients> {
  const { targets, neuronsOf, rules: backwardRules, cam, sums } = backward ?? {};
  const size = product(model.inputShape);
  if (batch.values.length !== batch.count * size) {
    throw new ShapeError(
      say`${batch.count} rows of [${model.inputShape}] have ${batch.count * size} numbers, not ${batch.values.length}`,
    );
  }
  const names = options.layers ?? [];
  for (const name of [...names, ...(neuronsOf === undefined ? [] : [neuronsOf]), ...(cam ? [cam.layer] : [])]) {
    if (!model.layerNames.includes(name)) throw unknownLayer(name, model.layerNames);
  }
  const outputs = new Float32Array(batch.count * model.outputSize);
  const input = targets && new Float32Array(batch.values.length);
  const layers = new Map<string, LayerPass & { shape: number[] }>();
  const facts = names.length > 0 || cam ? model.layerFacts() : [];
  const axesOf = (layer: string | undefined) => facts.find(({ name }) => name === layer)?.axes;
  let map: CamAnswer | undefined;
  const rows = Math.max(1, Math.min(innerRows, Math.floor(innerFloats / (model.floatsPerRow * (targets ? 3 : 1)))));
  if (backwardRules?.kind === "lrp" && !model.layers) {
    throw new UnsupportedLayerError(
      say`relevance propagates from layer to layer, and tfjs knows none of this model: give a tf.LayersModel or an OnnxModel`,
    );
  }

  for (let start = 0; start < batch.count; start += rows) {
    // Where nothing ever waits, the abort of an interrupted cell would not come through.
    if (start > 0) await tf.nextFrame();
    options.signal?.throwIfAborted();
    const end = Math.min(start + rows, batch.count);
    const values = batch.values.subarray(start * size, end * size);
    const part = await runOnce(model, values, end - start, options.output, names, {
      targets: targets?.subarray(start, end),
      neuronsOf,
      cam,
      sums: neuronsOf === undefined ? sums : undefined,
      camAxes: axesOf(cam?.layer),
      rules:
        backwardRules?.kind === "deepLift"
          ? { ...backwardRules, references: backwardRules.references.subarray(start * size, end * size) }
          : backwardRules,
    });
    outputs.set(part.outputs, start * model.outputSize);
    if (part.input) input?.set(part.input, start * size);
    if (part.cam) {
      const places = product(part.cam.size);
      map ??= { size: part.cam.size, map: new Float32Array(batch.count * places) };
      map.map.set(part.cam.map, start * places);
    }
    for (const [name, pass] of part.layers) {
      const floats = product(pass.shape);
      const whole = layers.get(name) ?? {
        shape: [...pass.shape],
        axes: axesOf(name),
        activation: new Float32Array(batch.count * floats),
        ...(pass.gradient ? { gradient: new Float32Array(batch.count * floats) } : {}),
      };
      layers.set(name, whole);
      whole.activation.set(pass.activation, start * floats);
      if (pass.gradient) whole.gradient?.set(pass.gradient, start * floats);
    }
  }
  return { outputs, layers, ...(input ? { input } : {}), ...(map ? { cam: map } : {}) };
}

type Backward = Pick<GradientOptions, "neuronsOf" | "rules" | "cam" | "sums"> & {
  targets: Int32Array | undefined;
  /** What the axes of the layer are that a class activation map is wanted of. */
  camAxes: readonly Axis[] | undefined;
};

/** One inner batch: everything that makes tensors is synchronous; what is kept is let go after the download. */
async function runOnce(
  model: TfjsModel,
  values: Float32Array,
  count: number,
  output: PredictOptions["output"],
  names: readonly string[],
  { targets, neuronsOf, rules, cam, camAxes, sums }: Backward,
): Promise<{ outputs: Float32Array; input?: Float32Array; cam?: CamAnswer; layers: Map<string, LayerPass> }> {
  const recordings = new Map<string, Recording>(names.map((name) => [name, {}]));
  const listened = new Map(recordings);
  const neurons: Recording = recordings.get(neuronsOf ?? "") ?? {};
  if (neuronsOf !== undefined) listened.set(neuronsOf, neurons);
  const mapped: Recording = listened.get(cam?.layer ?? "") ?? {};
  if (cam) listened.set(cam.layer, mapped);
  const references = rules?.kind === "deepLift" ? rules.references : undefined;
  const rows = references ? 2 * count : count;
  let outputs: tf.Tensor | undefined;
  let input: tf.Tensor | undefined;
  let map: tf.Tensor | undefined;
  let mapSize: CamAnswer["size"] = [];
  try {
    tf.tidy(() => {
      const own = tf.tensor(values, [count, ...model.inputShape], "float32");
      const x = references ? tf.concat([own, tf.tensor(references, own.shape, "float32")]) : own;
      // The same numbers, of which no gradient is taken.
      const given = model.ports || model.hasTokens ? x.clone() : undefined;
      const answer = (x: tf.Tensor): tf.Tensor => {
        const link = given && listened.size > 0 ? x.sum().mul(0) : undefined;
        for (const recording of listened.values()) recording.link = link;
        const end = model.forward(x, listened, given);
        const activated = output === "probability" ? activate(end, model) : end;
        const flat = activated.reshape([rows, model.outputSize]);
        outputs = tf.keep(flat.slice([0, 0], [count, model.outputSize]));
        return neuronsOf === undefined ? flat : activationOf(neurons, neuronsOf).reshape([rows, -1]);
      };
      if (!targets) {
        answer(x);
        return;
      }
      const chosenOf = (answers: tf.Tensor) => {
        const columns = answers.shape[1] ?? 1;
        // tf.oneHot refuses a model with one output. Rows without a target are references.
        return tf.tensor2d(seedOf(targets, rows, columns, sums), [rows, columns]);
      };
      const summed = (every: tf.Tensor) => {
        const answers = answer(every);
        return answers.mul(chosenOf(answers)).sum();
      };
      const gradient = withLayerRules(model.layers, rules, () =>
        withGradientRules(rules, () => tf.grad((every) => summed(every as tf.Tensor))(x)),
      );
      input = tf.keep(references ? gradient.slice([0], [count]) : gradient);
      if (!cam) return;
      const activation = activationOf(mapped, cam.layer);
      if (!mapped.gradient)
        throw new UnsupportedLayerError(say`the model's output does not depend on layer ${cam.layer}`);
      const { map: whole, size } = camTensor(cam, activation, mapped.gradient, camAxes);
      mapSize = size;
      map = tf.keep(references ? whole.slice([0], [count]) : whole);
    });
    const layers = new Map<string, LayerPass>();
    for (const [name, recording] of recordings) {
      const activation = activationOf(recording, name);
      const { gradient } = recording;
      const size = count * product(activation.shape.slice(1));
      layers.set(name, {
        shape: activation.shape.slice(1),
        activation: (await floats(activation)).subarray(0, size),
        ...(gradient ? { gradient: (await floats(gradient)).subarray(0, size) } : {}),
      });
    }
    return {
      outputs: outputs ? await floats(outputs) : new Float32Array(),
      ...(input ? { input: await floats(input) } : {}),
      ...(map ? { cam: { size: mapSize, map: await floats(map) } } : {}),
      layers,
    };
  } catch (error) {
    dropTape();
    throw explained(error);
  } finally {
    tf.dispose([outputs, input, map, ...[...listened.values()].flatMap((r) => [r.activation, r.gradient])]);
  }
}

function activate(logits: tf.Tensor, model: TfjsModel): tf.Tensor {
  if (model.finalActivation === "softmax") return softmaxOver(logits, model.softmaxAxis ?? logits.rank - 1);
  return model.finalActivation === "sigmoid" ? tf.sigmoid(logits) : logits;
}

/** tfjs's softmax is over the last axis only. */
function softmaxOver(logits: tf.Tensor, axis: number): tf.Tensor {
  if (axis === logits.rank - 1) return tf.softmax(logits);
  const others = Array.from({ length: logits.rank }, (_, i) => i).filter((i) => i !== axis);
  const order = [...others, axis];
  const back = order.map((_, i) => order.indexOf(i));
  return tf.softmax(logits.transpose(order)).transpose(back);
}

function activationOf({ activation }: Recording, name: string): tf.Tensor {
  if (!activation) throw new UnsupportedLayerError(say`layer ${name} takes no part in the model's output`);
  return activation;
}

const floats = async (tensor: tf.Tensor) => (await tensor.data()) as Float32Array;

/** tfjs's errors about gradients, said to the person who wants an explanation. */
function explained(error: unknown): unknown {
  const message = error instanceof Error ? error.message : "";
  const advice = say`use a method that needs no gradient, such as KernelShap or Lime`;
  const missing = /gradient function not found for (\w+)/.exec(message)?.[1];
  if (missing) return new GradientNotFoundError(say`tfjs has no gradient for ${missing}: ${advice}`, { cause: error });
  if (message.includes("Cannot compute gradient of y=f(x) with respect to x")) {
    return new GradientNotFoundError(
      say`the model's output does not depend on its input through differentiable operations: ${advice}`,
      {
        cause: error,
      },
    );
  }
  const kernel = /Kernel '(\w+)' not registered for backend '(\w+)'/.exec(message);
  if (kernel) {
    return new BackendError(
      say`the ${kernel[2]} backend cannot compute ${kernel[1]}: choose another with tf.setBackend("cpu")`,
      {
        cause: error,
      },
    );
  }
  return error;
}
