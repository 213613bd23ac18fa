import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { compileLayers } from "../../kernel/library/engine/fromLayers/compileLayers.ts";
import { UnsupportedLayerError } from "../../kernel/library/ground/errors.ts";
import { multiHeadAttention } from "../../kernel/library/models/MultiHeadAttention.ts";
import { readyOn } from "../tensorflow.ts";
import { assertCompilesTo } from "./compareLayers.ts";

const seed = fc.nat({ max: 1000 });
const padding = fc.constantFrom("valid" as const, "same" as const);
const small = (max: number) => fc.integer({ min: 1, max });
/** One layer between two, so that its layout is asked for on both sides. */
const sequential = (...layers: tf.layers.Layer[]) => tf.sequential({ layers });

/** Compares for a few random cases; a failing one is printed with its seed. */
const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, check), { numRuns: 12, seed: 42 });

const activations = [
  "elu",
  "hardSigmoid",
  "linear",
  "relu",
  "relu6",
  "selu",
  "sigmoid",
  "softmax",
  "softplus",
  "softsign",
  "tanh",
  "swish",
  "mish",
  "gelu",
  "gelu_new",
] as const;

const image = fc.record({
  height: fc.integer({ min: 5, max: 9 }),
  width: fc.integer({ min: 5, max: 9 }),
  channels: small(3),
});
const window = fc.record({ rows: small(3), columns: small(3), stride: small(2), padding });

describe("fromLayers", () => {
  before(() => readyOn("cpu"));

  it("compiles the MNIST CNN", async () => {
    await assertCompilesTo(
      sequential(
        tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: "relu" }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 10, activation: "softmax" }),
      ),
      1,
    );
  });

  it("compiles Conv2D and DepthwiseConv2D and SeparableConv2D of any stride, padding, dilation", () =>
    holds(
      fc.tuple(image, window, small(2), fc.boolean(), seed),
      async ([size, { rows, columns, stride, padding }, dilation, useBias, s]) => {
        const options = { kernelSize: [rows, columns] as [number, number], padding, useBias };
        const strides = dilation > 1 ? 1 : stride;
        const inputShape = [size.height, size.width, size.channels];
        const conv = tf.layers.conv2d({
          ...options,
          inputShape,
          filters: 3,
          strides,
          dilationRate: dilation,
          activation: "relu",
        });
        await assertCompilesTo(sequential(conv), s);
        const depthwise = tf.layers.depthwiseConv2d({
          ...options,
          inputShape,
          strides,
          depthMultiplier: 2,
          activation: "tanh",
        });
        await assertCompilesTo(sequential(depthwise), s);
        const separable = tf.layers.separableConv2d({
          ...options,
          inputShape,
          filters: 4,
          strides,
          depthMultiplier: 2,
        });
        await assertCompilesTo(sequential(separable, tf.layers.flatten(), tf.layers.dense({ units: 2 })), s);
      },
    ));

  it("compiles Conv1D", () =>
    holds(
      fc.tuple(fc.integer({ min: 4, max: 9 }), small(3), small(2), padding, seed),
      async ([length, kernelSize, strides, padding, s]) => {
        const conv = tf.layers.conv1d({ inputShape: [length, 3], filters: 4, kernelSize, strides, padding });
        await assertCompilesTo(sequential(conv, tf.layers.flatten(), tf.layers.dense({ units: 2 })), s);
      },
    ));

  it("compiles max and average pooling, also global, in one and two dimensions", () =>
    holds(fc.tuple(image, window, seed), async ([size, { rows, columns, stride, padding }, s]) => {
      const inputShape = [size.height, size.width, size.channels];
      const options = {
        poolSize: [rows, columns] as [number, number],
        strides: [stride, stride] as [number, number],
        padding,
      };
      await assertCompilesTo(sequential(tf.layers.maxPooling2d({ inputShape, ...options })), s);
      await assertCompilesTo(sequential(tf.layers.averagePooling2d({ inputShape, ...options })), s);
      const line = { inputShape: [size.height, size.channels], poolSize: rows, strides: stride, padding };
      await assertCompilesTo(sequential(tf.layers.maxPooling1d(line)), s);
      await assertCompilesTo(sequential(tf.layers.averagePooling1d(line)), s);
      await assertCompilesTo(sequential(tf.layers.globalAveragePooling2d({ inputShape })), s);
      await assertCompilesTo(sequential(tf.layers.globalMaxPooling2d({ inputShape })), s);
      await assertCompilesTo(sequential(tf.layers.globalAveragePooling1d({ inputShape: line.inputShape })), s);
      await assertCompilesTo(sequential(tf.layers.globalMaxPooling1d({ inputShape: line.inputShape })), s);
    }));

  it("compiles Dense on vectors, sequences and flattened images, with and without bias", () =>
    holds(fc.tuple(image, small(4), fc.boolean(), seed), async ([size, units, useBias, s]) => {
      await assertCompilesTo(sequential(tf.layers.dense({ inputShape: [size.width], units, useBias })), s);
      await assertCompilesTo(sequential(tf.layers.dense({ inputShape: [size.height, size.width], units, useBias })), s);
      const inputShape = [size.height, size.width, size.channels];
      await assertCompilesTo(
        sequential(
          tf.layers.conv2d({ inputShape, filters: 3, kernelSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dropout({ rate: 0.5 }),
          tf.layers.dense({ units, useBias }),
        ),
        s,
      );
    }));

  it("keeps tfjs's order of a flattened image that no Dense follows", async () => {
    const inputShape = [4, 3, 2];
    await assertCompilesTo(
      sequential(tf.layers.conv2d({ inputShape, filters: 3, kernelSize: 2 }), tf.layers.flatten()),
      3,
    );
  });

  it("compiles every activation, as option and as layer, on vectors and on images", async () => {
    for (const [i, activation] of activations.entries()) {
      await assertCompilesTo(sequential(tf.layers.dense({ inputShape: [5], units: 4, activation })), i);
      const conv = tf.layers.conv2d({ inputShape: [4, 4, 1], filters: 3, kernelSize: 2 });
      await assertCompilesTo(sequential(conv, tf.layers.activation({ activation })), i);
    }
  });

  it("compiles the activation layers with options", async () => {
    const layers = [
      tf.layers.reLU({ maxValue: 0.5 }),
      tf.layers.reLU(),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.leakyReLU(),
      tf.layers.prelu(),
      tf.layers.elu(),
      tf.layers.thresholdedReLU({ theta: 0.3 }),
      tf.layers.softmax({ axis: -1 }),
      tf.layers.softmax({ axis: 3 }),
    ];
    for (const [i, layer] of layers.entries()) {
      await assertCompilesTo(
        sequential(tf.layers.conv2d({ inputShape: [4, 5, 2], filters: 3, kernelSize: 2 }), layer),
        i,
      );
    }
    // tfjs's own default axis is 1.
    await assertCompilesTo(sequential(tf.layers.dense({ inputShape: [4], units: 3 }), tf.layers.softmax()), 1);
  });

  it("compiles normalization with all combinations of scale and shift", () =>
    holds(fc.tuple(image, fc.boolean(), fc.boolean(), seed), async ([size, center, scale, s]) => {
      const inputShape = [size.height, size.width, size.channels];
      const batch = () => tf.layers.batchNormalization({ center, scale, epsilon: 0.01 });
      const conv = tf.layers.conv2d({ inputShape, filters: 3, kernelSize: 2 });
      await assertCompilesTo(sequential(conv, batch(), tf.layers.reLU(), batch()), s);
      await assertCompilesTo(sequential(tf.layers.dense({ inputShape: [4], units: 3 }), batch()), s);
      const layer = (axis: number | number[]) => tf.layers.layerNormalization({ inputShape, axis, center, scale });
      await assertCompilesTo(sequential(layer(-1)), s);
      await assertCompilesTo(sequential(layer([2, 3])), s);
    }));

  it("compiles the layers that move and resize", () =>
    holds(
      fc.tuple(image, small(3), small(3), fc.constantFrom("nearest" as const, "bilinear" as const), seed),
      async ([size, a, b, interpolation, s]) => {
        const { height, width, channels } = size;
        const inputShape = [height, width, channels];
        const conv = () => tf.layers.conv2d({ inputShape, filters: 2, kernelSize: 1 });
        const padding: [[number, number], [number, number]] = [
          [a, b],
          [b - 1, a],
        ];
        await assertCompilesTo(sequential(conv(), tf.layers.zeroPadding2d({ padding })), s);
        await assertCompilesTo(
          sequential(
            conv(),
            tf.layers.cropping2D({
              cropping: [
                [a, 1],
                [1, b - 1],
              ],
            }),
          ),
          s,
        );
        await assertCompilesTo(sequential(conv(), tf.layers.upSampling2d({ size: [a, b], interpolation })), s);
        await assertCompilesTo(sequential(conv(), tf.layers.permute({ dims: [3, 1, 2] })), s);
        await assertCompilesTo(sequential(conv(), tf.layers.reshape({ targetShape: [width, -1] })), s);
        await assertCompilesTo(sequential(tf.layers.repeatVector({ inputShape: [width], n: a })), s);
      },
    ));

  it("compiles branches that are merged, in every layout", () =>
    holds(
      fc.tuple(image, fc.constantFrom("add", "multiply", "average", "maximum", "minimum"), seed),
      async ([size, kind, s]) => {
        const merge = {
          add: tf.layers.add,
          multiply: tf.layers.multiply,
          average: tf.layers.average,
          maximum: tf.layers.maximum,
          minimum: tf.layers.minimum,
        };
        const input = tf.input({ shape: [size.height, size.width, size.channels] });
        const branch = () =>
          tf.layers
            .conv2d({ filters: size.channels, kernelSize: 3, padding: "same" })
            .apply(input) as tf.SymbolicTensor;
        const merged = merge[kind as keyof typeof merge]().apply([branch(), input, branch()]) as tf.SymbolicTensor;
        const joined = [1, 2, 3, -1].map(
          (axis) => tf.layers.concatenate({ axis }).apply([merged, branch()]) as tf.SymbolicTensor,
        );
        await assertCompilesTo(tf.model({ inputs: input, outputs: joined }), s);
      },
    ));

  it("compiles Conv2DTranspose of any stride and padding", () =>
    holds(fc.tuple(image, window, seed), async ([size, { rows, columns, stride, padding }, s]) => {
      const inputShape = [size.height, size.width, size.channels];
      const options = { filters: 2, kernelSize: [rows, columns] as [number, number], strides: stride, padding };
      await assertCompilesTo(sequential(tf.layers.conv2dTranspose({ inputShape, ...options })), s);
    }));

  it("compiles LSTM, GRU and SimpleRNN, forwards and backwards, whole sequences or the last step", () =>
    holds(
      fc.tuple(small(5), small(4), fc.boolean(), fc.boolean(), fc.boolean(), seed),
      async ([steps, units, returnSequences, goBackwards, useBias, s]) => {
        const options = { inputShape: [steps, 3], units, returnSequences, goBackwards, useBias };
        await assertCompilesTo(sequential(tf.layers.lstm(options)), s);
        await assertCompilesTo(sequential(tf.layers.lstm({ ...options, recurrentActivation: "sigmoid" })), s);
        await assertCompilesTo(sequential(tf.layers.gru(options)), s);
        await assertCompilesTo(sequential(tf.layers.simpleRNN({ ...options, activation: "relu" })), s);
      },
    ));

  it("compiles Embedding", async () => {
    const embedding = tf.layers.embedding({ inputDim: 7, outputDim: 3, inputLength: 4 });
    const indices = Float32Array.of(0, 6, 3, 3, 1, 2, 5, 4);
    await assertCompilesTo(sequential(embedding, tf.layers.globalAveragePooling1d()), 2, [indices]);
  });

  it("compiles MultiHeadAttention, to itself and across, with its attention weights", () =>
    holds(
      fc.tuple(small(3), small(4), small(4), fc.boolean(), seed),
      async ([numHeads, keyDim, valueDim, useBias, s]) => {
        const options = { numHeads, keyDim, valueDim, useBias };
        const tokens = tf.input({ shape: [4, 6] });
        const others = tf.input({ shape: [5, 3] });
        const own = multiHeadAttention(options).apply(tokens) as tf.SymbolicTensor;
        await assertCompilesTo(tf.model({ inputs: tokens, outputs: own }), s);
        const across = multiHeadAttention({ ...options, returnAttentionScores: true, name: "across" });
        const outputs = across.apply([tokens, others]) as tf.SymbolicTensor[];
        const model = tf.model({ inputs: [tokens, others], outputs });
        const { layers } = await compileLayers(model);
        assert.deepEqual(layers.get("across/attention_scores")?.shape, [numHeads, 4, 5]);
        await assertCompilesTo(model, s);
      },
    ));

  it("gives a dense layer within a shared model its one kernel in the order that each call wants", async () => {
    const head = sequential(tf.layers.dense({ units: 3, inputShape: [12] }));
    const input = tf.input({ shape: [4, 3, 1] });
    const flat = (...layers: tf.layers.Layer[]) =>
      [...layers, tf.layers.flatten(), head].reduce(
        (value, layer) => layer.apply(value) as tf.SymbolicTensor,
        input as tf.SymbolicTensor,
      );
    const one = flat(tf.layers.conv2d({ filters: 2, kernelSize: 1, strides: [2, 1] }));
    const other = flat(tf.layers.conv2d({ filters: 1, kernelSize: 1 }));
    const third = flat(tf.layers.conv2d({ filters: 4, kernelSize: 1, strides: [4, 1] }));
    const outputs = tf.layers.add().apply([one, other, third]) as tf.SymbolicTensor;
    await assertCompilesTo(tf.model({ inputs: input, outputs }), 3);
  });

  it("compiles shared layers and models within models", async () => {
    const inner = sequential(
      tf.layers.conv2d({ inputShape: [6, 6, 2], filters: 2, kernelSize: 3, padding: "same", activation: "relu" }),
      tf.layers.batchNormalization(),
    );
    const dense = tf.layers.dense({ units: 3 });
    const inputs = [tf.input({ shape: [6, 6, 2] }), tf.input({ shape: [6, 6, 2] })];
    const towers = inputs.map((input) => inner.apply(inner.apply(input)) as tf.SymbolicTensor);
    const flat = towers.map((tower) => dense.apply(tf.layers.flatten().apply(tower)) as tf.SymbolicTensor);
    const joined = tf.layers.concatenate().apply(flat) as tf.SymbolicTensor;
    const outputs = tf.layers.dense({ units: 2, activation: "softmax" }).apply(joined) as tf.SymbolicTensor;
    await assertCompilesTo(tf.model({ inputs, outputs }), 5);
    const nested = sequential(tf.layers.dense({ inputShape: [3], units: 4, name: "deep" }));
    const { layers } = await compileLayers(sequential(nested, tf.layers.dense({ units: 2, name: "last" })));
    assert.deepEqual([...layers.keys()], ["deep", "last", nested.name]);
    const applied = nested.apply(tf.input({ shape: [3] })) as tf.SymbolicTensor;
    const outer = tf.model({ inputs: applied.inputs, outputs: applied });
    assert.deepEqual([...(await compileLayers(outer)).layers.keys()], ["deep", nested.name]);
  });

  it("names the layer that it cannot compile", async () => {
    class Mine extends tf.layers.Layer {
      static className = "Mine";
      override call(inputs: tf.Tensor | tf.Tensor[]) {
        return inputs;
      }
    }
    class OtherDense extends Mine {
      static override className = "Dense";
    }
    for (const layer of [
      new Mine({ inputShape: [2], name: "odd" }),
      new OtherDense({ inputShape: [2], name: "odd" }),
    ]) {
      await assert.rejects(
        compileLayers(sequential(layer)),
        (error) => error instanceof UnsupportedLayerError && error.message.includes('"odd"'),
      );
    }
    const open = sequential(tf.layers.conv2d({ inputShape: [null, 8, 1], filters: 2, kernelSize: 3 }));
    await assert.rejects(compileLayers(open), /shape \[\?, \?, 8, 1\] is open/);
  });
});
