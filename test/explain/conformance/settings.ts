import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../../kernel/library/datasets/index.ts";
import { float32 } from "../../../kernel/library/engine/graph/constants.ts";
import { encodeModel } from "../../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../../kernel/library/engine/graph/GraphBuilder.ts";
import { describeModel, loadOnnx } from "../../../kernel/library/engine/index.ts";
import type { Model } from "../../../kernel/library/engine/model.ts";
import type { About } from "../../../kernel/library/explain/call/about.ts";
import { createRandom } from "../../../kernel/library/math/random.ts";
import { multiHeadAttention } from "../../../kernel/library/models/index.ts";
import type { InputArray, Inputs } from "../../../kernel/library/signature/Inputs.ts";
import type { SignatureOptions } from "../../../kernel/library/signature/SignatureOptions.ts";

/** A tiny model with three rows to explain and a sample to compare with. */
export interface Setting {
  readonly name: string;
  /** As methods say what they explain. */
  readonly kind: About["explains"][number];
  readonly make: () => Model | Promise<Model>;
  /** Three of them: exchanging two can be done in one way only. */
  readonly inputs: Inputs;
  readonly background: Inputs;
  readonly layer: string;
  /** Height and width, of pictures. */
  readonly places?: readonly [number, number];
  /** Occlusion's window. */
  readonly window: unknown;
  /** Whether the logit is a sum over the columns. */
  readonly isSum?: true;
  readonly hasAttention?: true;
  /** Whether CAM's condition holds: a global mean before the last layer. */
  readonly endsInMean?: true;
}

type Rows = InputArray & { values: Float32Array; shape: number[] };

const random = createRandom(7);
const drawn = (...shape: number[]): Rows => ({
  values: Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, () => random.normal()),
  shape,
});
const whole = (...shape: number[]): Rows => {
  const { values } = drawn(...shape);
  return { values: values.map((value) => Math.min(9, Math.floor(Math.abs(value * 5)))), shape };
};

let seed = 1;
const weights = () => ({
  kernelInitializer: tf.initializers.randomNormal({ seed: seed++ }),
  biasInitializer: tf.initializers.randomNormal({ seed: seed++ }),
});

const { conv1d, conv2d, dense, embedding, globalAveragePooling1d, globalAveragePooling2d, lstm } = tf.layers;
const classes = () => dense({ name: "classes", units: 3, activation: "softmax", ...weights() });
const hidden = (activation: "tanh" | "linear", inputShape?: number[]) =>
  dense({ name: "hidden", units: 4, activation, ...weights(), ...(inputShape && { inputShape }) });

const picture = [5, 6, 3];

const image = () =>
  tf.sequential({
    layers: [
      conv2d({ name: "conv", filters: 4, kernelSize: 3, inputShape: picture, activation: "tanh", ...weights() }),
      globalAveragePooling2d({ name: "mean" }),
      classes(),
    ],
  });

/** The same as PyTorch has it. */
function channelsFirstOnnx() {
  const builder = new GraphBuilder();
  builder.name("pixels");
  const constant = (...shape: number[]) => builder.constant(float32(drawn(...shape).values, shape));
  const convolved = builder.add("Conv", ["pixels", constant(4, 3, 3, 3), constant(4)], {}, "conv");
  const mean = builder.add("GlobalAveragePool", [builder.add("Tanh", [convolved], {}, "bent")]);
  const logits = builder.add("Gemm", [builder.add("Flatten", [mean]), constant(4, 3), constant(3)]);
  const y = builder.add("Softmax", [logits], {}, "classes");
  const inputs = [{ name: "pixels", type: "float32", shape: ["n", 3, 5, 6] }] as const;
  return loadOnnx(encodeModel(builder.build([...inputs], [{ name: y, type: "float32", shape: undefined }])));
}

/** Four patches that attend to each other. */
function patches() {
  const inputs = tf.input({ shape: [8, 8, 1] });
  const apply = (layer: tf.layers.Layer, to: tf.SymbolicTensor) => layer.apply(to) as tf.SymbolicTensor;
  const cut = apply(conv2d({ name: "conv", filters: 4, kernelSize: 4, strides: 4, ...weights() }), inputs);
  const tokens = apply(tf.layers.reshape({ targetShape: [4, 4] }), cut);
  const attended = apply(multiHeadAttention({ name: "attention", numHeads: 2, keyDim: 2, seed: 3 }), tokens);
  return tf.model({ inputs, outputs: apply(classes(), apply(globalAveragePooling1d({}), attended)) });
}

const tokens = () =>
  tf.sequential({
    layers: [
      embedding({
        name: "words",
        inputDim: 10,
        outputDim: 3,
        inputLength: 5,
        embeddingsInitializer: tf.initializers.randomNormal({ seed: seed++ }),
      }),
      conv1d({ name: "hidden", filters: 3, kernelSize: 2, activation: "tanh", ...weights() }),
      globalAveragePooling1d({}),
      classes(),
    ],
  });

const onSteps = (layer: tf.layers.Layer[]) => tf.sequential({ layers: [...layer, classes()] });
const convolved = () =>
  onSteps([
    conv1d({ name: "hidden", filters: 3, kernelSize: 2, inputShape: [6, 2], activation: "tanh", ...weights() }),
    globalAveragePooling1d({}),
  ]);
const recurrent = () =>
  onSteps([
    lstm({
      name: "hidden",
      units: 3,
      inputShape: [4, 2],
      ...weights(),
      recurrentInitializer: tf.initializers.randomNormal({ seed: seed++ }),
    }),
  ]);

function twoInputs() {
  const [a, b] = [tf.input({ shape: [3], name: "a" }), tf.input({ shape: [2], name: "b" })];
  const both = tf.layers.concatenate().apply([a, b]) as tf.SymbolicTensor;
  const inner = hidden("tanh").apply(both) as tf.SymbolicTensor;
  return tf.model({ inputs: [a, b], outputs: classes().apply(inner) as tf.SymbolicTensor });
}

const fiveNames = ["age", "income", "height", "rooms", "garden"];
const table = (rows: number) => {
  const { values } = drawn(rows, 5);
  return tabular.fromArrays({ values, columns: fiveNames });
};
/** A net of five numbers that ends in what is given. */
const fiveNumbers = (end: tf.layers.Layer, activation: "tanh" | "linear" = "tanh") =>
  tf.sequential({ layers: [hidden(activation, [5]), end] });

const ofFive = { inputs: drawn(3, 5), background: drawn(4, 5), layer: "hidden", window: [2] };

/** Models by what they take. */
export const settings: readonly Setting[] = [
  {
    name: "a picture",
    kind: "image",
    make: image,
    inputs: drawn(3, ...picture),
    background: drawn(4, ...picture),
    layer: "conv",
    places: [5, 6],
    window: [2, 2, 1],
    endsInMean: true,
  },
  {
    name: "a picture with its channels first, from a file of ONNX",
    kind: "image",
    make: channelsFirstOnnx,
    inputs: drawn(3, 3, 5, 6),
    background: drawn(4, 3, 5, 6),
    layer: "bent",
    places: [5, 6],
    window: [1, 2, 2],
    endsInMean: true,
  },
  {
    name: "a picture in patches",
    kind: "image",
    make: patches,
    inputs: drawn(3, 8, 8, 1),
    background: drawn(4, 8, 8, 1),
    layer: "conv",
    places: [8, 8],
    window: [4, 4, 1],
    hasAttention: true,
  },
  {
    name: "a series, by a convolution",
    kind: "series",
    make: convolved,
    inputs: drawn(3, 6, 2),
    background: drawn(4, 6, 2),
    layer: "hidden",
    window: [2, 2],
  },
  {
    name: "a series, by an LSTM",
    kind: "series",
    make: recurrent,
    inputs: drawn(3, 4, 2),
    background: drawn(4, 4, 2),
    layer: "hidden",
    window: [2, 2],
  },
  {
    name: "a table",
    kind: "table",
    make: () => fiveNumbers(classes(), "linear"),
    inputs: table(3),
    background: table(40),
    layer: "hidden",
    window: [2],
    isSum: true,
  },
  {
    name: "tokens",
    kind: "tokens",
    make: tokens,
    inputs: whole(3, 5),
    background: whole(4, 5),
    layer: "words",
    window: [2],
  },
  { name: "numbers", kind: "values", make: () => fiveNumbers(classes()), ...ofFive },
  {
    name: "two inputs",
    kind: "values",
    make: twoInputs,
    inputs: { a: drawn(3, 3), b: drawn(3, 2) },
    background: { a: drawn(4, 3), b: drawn(4, 2) },
    layer: "hidden",
    window: { a: [1], b: [1] },
  },
];

const linear = (units: number) => () => dense({ units, ...weights() });
const sigmoids = (units: number) => () => dense({ units, activation: "sigmoid", ...weights() });

/** Five numbers, by what the model answers and what is known of it. */
export const answers: readonly Setting[] = (
  [
    ["classes", classes, {}],
    ["classes by their logits", linear(3), { classNames: ["cat", "dog", "owl"] }],
    ["values", linear(3), {}],
    ["a unit that tells two classes apart", sigmoids(1), {}],
    ["labels", sigmoids(3), { outputs: "labels" }],
    ["a number", linear(1), {}],
  ] satisfies [string, () => tf.layers.Layer, SignatureOptions][]
).map(([name, end, known]) => ({
  name,
  kind: "values",
  make() {
    const model = fiveNumbers(end());
    describeModel(model, known);
    return model;
  },
  ...ofFive,
}));
