import * as tf from "@tensorflow/tfjs";
import type { Dimension } from "../graph/graph.ts";
import type { LayerFact } from "../runner.ts";
import { layersInput } from "../signature/layersInput.ts";
import { type Found, producedBy, takenBy } from "../signature/layersNodes.ts";
import { AxisFacts, convolved } from "./AxisFacts.ts";
import { inputFacts } from "./inputFacts.ts";

type Layer = tf.layers.Layer;

/** One use of a layer: the names of what goes in and comes out. */
interface Use {
  readonly facts: AxisFacts;
  readonly layer: Layer;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

type Rule = (use: Use) => void;

const formatOf = (layer: Layer) =>
  layer.getConfig().dataFormat === "channelsFirst" ? "channelsFirst" : "channelsLast";

/** What moves or pools windows: it says what each axis is of what it takes and gives. */
const windows: Rule = ({ facts, layer, inputs, outputs }) => {
  for (const value of [...inputs, ...outputs]) {
    facts.are(value, convolved(facts.shape(value)?.length ?? 0, formatOf(layer)));
  }
};

const globalPool: Rule = ({ facts, layer, inputs, outputs }) => {
  facts.are(inputs[0], convolved(facts.shape(inputs[0])?.length ?? 0, formatOf(layer)));
  facts.are(outputs[0], ["batch", "channel"]);
};

const along: Rule = ({ facts, inputs, outputs }) => {
  for (const output of outputs) facts.along(inputs[0], output);
};

const batchNormalization: Rule = (use) => {
  const { facts, layer, inputs } = use;
  along(use);
  const rank = facts.shape(inputs[0])?.length ?? 0;
  const axis = Number(layer.getConfig().axis ?? -1);
  facts.are(inputs[0], convolved(rank, axis === 1 ? "channelsFirst" : "channelsLast"));
};

const merged: Rule = ({ facts, inputs, outputs }) => {
  for (const input of inputs) facts.alike(input, outputs[0]);
};

const joined: Rule = ({ facts, inputs, outputs }) => {
  for (const input of inputs) facts.along(input, outputs[0]);
};

const reshape: Rule = ({ facts, inputs, outputs }) => facts.reshaped(inputs[0], outputs[0]);

const permute: Rule = ({ facts, layer, inputs, outputs }) =>
  facts.permuted(inputs[0], outputs[0], [0, ...(layer.getConfig().dims as number[])]);

/** Of rows of units the last axis is another one behind a dense layer. */
const dense: Rule = ({ facts, inputs, outputs }) => {
  const rank = facts.shape(inputs[0])?.length ?? 0;
  if (rank < 3) return;
  facts.along(inputs[0], outputs[0]);
};

const recurrent: Rule = ({ facts, inputs, outputs }) => {
  for (const value of [inputs[0], outputs[0]]) facts.are(value, ["batch", "step", "channel"]);
};

const embedding: Rule = ({ facts, inputs, outputs }) => {
  facts.are(inputs[0], ["batch", "token"]);
  facts.are(outputs[0], ["batch", "token", "channel"]);
};

const byName = (names: string, rule: Rule) => names.split(" ").map((name) => [name, rule] as const);

/** By the class name that tfjs gives a layer. */
const rules: ReadonlyMap<string, Rule> = new Map([
  ...byName("Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose DepthwiseConv2D SeparableConv2D", windows),
  ...byName("MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D", windows),
  ...byName("ZeroPadding2D UpSampling2D Cropping2D CenterCrop Resizing RandomHeight RandomWidth", windows),
  ...byName("GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D", globalPool),
  ...byName("BatchNormalization", batchNormalization),
  ...byName("Activation ReLU LeakyReLU ELU PReLU ThresholdedReLU Softmax Dropout SpatialDropout1D", along),
  ...byName("GaussianNoise GaussianDropout AlphaDropout LayerNormalization Rescaling Masking", along),
  ...byName("MultiHeadAttention PositionEmbedding", along),
  ...byName("Add Multiply Average Maximum Minimum", merged),
  ...byName("Concatenate", joined),
  ...byName("Reshape Flatten", reshape),
  ...byName("Permute", permute),
  ...byName("Dense EinsumDense", dense),
  ...byName("LSTM GRU SimpleRNN RNN Bidirectional", recurrent),
  ...byName("Embedding", embedding),
]);

/** Layers whose maps are another layer's: pooled, dropped out, padded or in another order. */
const passing = new Set(
  (
    "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D Dropout SpatialDropout1D " +
    "GaussianNoise GaussianDropout AlphaDropout Flatten Reshape Permute Masking ZeroPadding2D Cropping2D"
  ).split(" "),
);

const nameOf = (tensor: tf.SymbolicTensor) => String(tensor.id);

/**
 * What is known of the layers of a model, those of models inside it too, in the order in which they are computed.
 *
 * @param output only of what leads to this one of its outputs.
 */
export function layersFacts(model: tf.LayersModel, output = 0): LayerFact[] {
  const shapes = new Map<string, readonly Dimension[]>();
  const facts = new AxisFacts((value) => shapes.get(value));
  const layers = allLayers(model);
  const named = (tensor: tf.SymbolicTensor) => {
    const name = nameOf(tensor);
    shapes.set(
      name,
      tensor.shape.map((size, axis) => size ?? (axis === 0 ? "n" : undefined)),
    );
    return name;
  };
  for (const layer of layers) {
    for (const { inputTensors, outputTensors } of layer.inboundNodes) {
      const [inputs, outputs] = [inputTensors.map(named), outputTensors.map(named)];
      if (layer instanceof tf.LayersModel) {
        for (const [i, tensor] of layer.inputs.entries()) facts.along(inputs[i], named(tensor));
        for (const [i, tensor] of layer.outputs.entries()) facts.along(outputs[i], named(tensor));
      } else rules.get(layer.getClassName())?.({ facts, layer, inputs, outputs });
    }
  }
  for (const tensor of model.inputs) facts.suggest(named(tensor), inputFacts(layersInput(tensor)));
  const end = model.outputs[output];
  const leading = layersTo(end);
  const ends = end ? answersOf({ tensor: end, within: [] }) : [];
  return layers
    .filter(
      (layer) => leading.has(layer) && !(layer instanceof tf.LayersModel) && layer.getClassName() !== "InputLayer",
    )
    .flatMap((layer) => {
      const [tensor] = layer.inboundNodes[0]?.outputTensors ?? [];
      if (!tensor) return [];
      const row = (shapes.get(nameOf(tensor)) ?? []).slice(1);
      return [
        {
          name: layer.name,
          shape: row.map((size) => (typeof size === "number" ? size : null)),
          axes: facts.of(nameOf(tensor)),
          passesOn: passing.has(layer.getClassName()),
          isAnswer: ends.includes(layer),
        },
      ];
    });
}

/** Layers of the model and of the models inside it, each of these behind its own layers. */
const allLayers = (model: tf.LayersModel): Layer[] =>
  model.layers.flatMap((layer) => (layer instanceof tf.LayersModel ? [...allLayers(layer), layer] : [layer]));

/** The layer that makes an answer, and the one before an activation that is a layer of its own. */
function answersOf(end: Found): readonly Layer[] {
  const last = producedBy(end);
  const before = takenBy(last);
  const isActivation = ["Softmax", "Activation"].includes(last.layer.getClassName());
  return before && isActivation ? [last.layer, producedBy(before).layer] : [last.layer];
}

/** The layers that a tensor is computed by. */
function layersTo(end: tf.SymbolicTensor | undefined): ReadonlySet<Layer> {
  const found = new Set<Layer>();
  const waiting = end ? [end] : [];
  for (let tensor = waiting.pop(); tensor; tensor = waiting.pop()) {
    const { sourceLayer } = tensor;
    if (found.has(sourceLayer)) continue;
    found.add(sourceLayer);
    if (sourceLayer instanceof tf.LayersModel) waiting.push(...sourceLayer.outputs);
    for (const { inputTensors } of sourceLayer.inboundNodes) waiting.push(...inputTensors);
  }
  return found;
}
