import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { decodeModel } from "../../kernel/library/engine/graph/decodeModel.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { describeModel, exportOnnx, loadOnnx } from "../../kernel/library/engine/index.ts";
import type { InputSpec, OutputSpec, Signature } from "../../kernel/library/signature/Signature.ts";
import { ready } from "../tensorflow.ts";
import { models } from "./models.ts";

/** What is said of each, without names. `onnx` where its file says another thing than its layers. */
const expected: Readonly<
  Record<keyof typeof models, { inputs: object[]; outputs: object[]; onnx?: { inputs?: object[]; outputs?: object[] } }>
> = {
  softmaxCnn: {
    inputs: [{ kind: "image", shape: [6, 5, 3], layout: "channelsLast", height: 6, width: 5, channels: 3 }],
    outputs: [{ kind: "classes", shape: [4], count: 4, from: "softmax" }],
  },
  poolFirst: {
    inputs: [{ kind: "image", shape: [4, 4, 1], layout: "channelsLast", height: 4, width: 4, channels: 1 }],
    outputs: [{ kind: "classes", shape: [3], count: 3, from: "softmax" }],
  },
  logits: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "values", shape: [3] }] },
  softmaxLayer: {
    inputs: [{ kind: "values", shape: [4] }],
    outputs: [{ kind: "classes", shape: [3], count: 3, from: "softmax" }],
  },
  activationLayer: {
    inputs: [{ kind: "values", shape: [4] }],
    outputs: [{ kind: "binary", shape: [1], from: "sigmoid" }],
  },
  binary: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "binary", shape: [1], from: "sigmoid" }] },
  number: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "number", shape: [1] }] },
  positive: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "number", shape: [1] }] },
  reluLayer: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "number", shape: [1] }] },
  bounded: { inputs: [{ kind: "values", shape: [4] }], outputs: [{ kind: "values", shape: [1] }] },
  labels: {
    inputs: [{ kind: "values", shape: [4] }],
    outputs: [{ kind: "labels", shape: [5], count: 5, from: "sigmoid" }],
  },
  reconstruction: {
    inputs: [{ kind: "values", shape: [4] }],
    outputs: [{ kind: "values", shape: [4], from: "sigmoid" }],
  },
  autoencoder: {
    inputs: [{ kind: "image", shape: [4, 4, 1], layout: "channelsLast", height: 4, width: 4, channels: 1 }],
    outputs: [{ kind: "values", shape: [4, 4, 1], from: "sigmoid" }],
  },
  segmentation: {
    inputs: [{ kind: "image", shape: [4, 4, 1], layout: "channelsLast", height: 4, width: 4, channels: 1 }],
    outputs: [{ kind: "pixels", shape: [4, 4, 3], layout: "channelsLast", classes: 3, from: "softmax" }],
  },
  lstm: {
    inputs: [{ kind: "series", shape: [7, 3], steps: 7, features: 3 }],
    outputs: [{ kind: "number", shape: [1] }],
  },
  conv1d: {
    inputs: [{ kind: "series", shape: [8, 2], steps: 8, features: 2 }],
    outputs: [{ kind: "classes", shape: [2], count: 2, from: "softmax" }],
  },
  embedding: {
    inputs: [{ kind: "tokens", shape: [5], length: 5, size: 20 }],
    outputs: [{ kind: "binary", shape: [1], from: "sigmoid" }],
  },
  volume: {
    inputs: [
      { kind: "volume", shape: [4, 4, 4, 1], layout: "channelsLast", depth: 4, height: 4, width: 4, channels: 1 },
    ],
    outputs: [{ kind: "classes", shape: [2], count: 2, from: "softmax" }],
  },
  flattenFirst: {
    inputs: [{ kind: "values", shape: [6, 5, 3] }],
    outputs: [{ kind: "classes", shape: [2], count: 2, from: "softmax" }],
  },
  normalizedFirst: {
    inputs: [{ kind: "image", shape: [6, 5, 3], layout: "channelsLast", height: 6, width: 5, channels: 3 }],
    outputs: [{ kind: "classes", shape: [2], count: 2, from: "softmax" }],
  },
  twoInputs: {
    inputs: [
      { kind: "image", shape: [4, 4, 1], layout: "channelsLast", height: 4, width: 4, channels: 1 },
      { kind: "values", shape: [3] },
    ],
    outputs: [
      { kind: "classes", shape: [3], count: 3, from: "softmax" },
      { kind: "number", shape: [1] },
    ],
  },
};

const bare = ({ name: _, ...spec }: InputSpec | OutputSpec) => {
  const { dtype: __, ...rest } = spec as typeof spec & { dtype?: string };
  return rest;
};
const told = ({ inputs, outputs }: Signature) => ({ inputs: inputs.map(bare), outputs: outputs.map(bare) });

describe("what a model takes and answers, read from it", () => {
  before(ready);

  for (const [name, make] of Object.entries(models)) {
    const { inputs, outputs } = expected[name as keyof typeof models];

    it(`from the layers of ${name}`, () => {
      const model = make();
      assert.deepEqual(told(describeModel(model)), { inputs, outputs });
      model.dispose();
    });

    it(`from an ONNX file of ${name}`, async () => {
      const model = make();
      // By its operators alone: without the signature that we write into its metadata.
      const onnx = await loadOnnx(encodeModel({ ...decodeModel(await exportOnnx(model)), metadata: undefined }));
      assert.deepEqual(told(onnx.signature), { inputs, outputs });
      model.dispose();
    });
  }

  it("by the names of inputs and outputs", async () => {
    const model = models.twoInputs();
    const { inputs, outputs } = describeModel(model);
    assert.deepEqual(
      inputs.map(({ name }) => name),
      ["picture", "facts"],
    );
    assert.deepEqual(
      outputs.map(({ name }) => name),
      ["kind", "price"],
    );
    model.dispose();
  });

  it("inside nested models, and of shared layers only what this model does with them", () => {
    const inner = models.softmaxCnn();
    const outer = tf.sequential({ layers: [inner] });
    assert.deepEqual(told(describeModel(outer)), {
      inputs: expected.softmaxCnn.inputs,
      outputs: expected.softmaxCnn.outputs,
    });
    outer.dispose();
  });

  it("not from values: a function that answers with probabilities is unknown", () => {
    const model = (x: tf.Tensor) => tf.softmax(x as tf.Tensor2D);
    assert.deepEqual(told(describeModel(model)), {
      inputs: [{ kind: "values", shape: [] }],
      outputs: [{ kind: "values", shape: [] }],
    });
  });
});
