import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { learnSignature } from "../../kernel/library/engine/describeModel.ts";
import {
  arrayModel,
  describeModel,
  exportOnnx,
  loadOnnx,
  runnerFor,
  type SignatureOptions,
} from "../../kernel/library/engine/index.ts";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import { ready } from "../tensorflow.ts";
import { models } from "./models.ts";

const kept: tf.LayersModel[] = [];
const make = (name: keyof typeof models) => {
  const model = models[name]();
  kept.push(model);
  return model;
};

describe("describeModel", () => {
  before(ready);
  after(() => {
    for (const model of kept) model.dispose();
  });

  it("refuses what it does not read, with the nearest that there is", () => {
    const options = { classNmes: ["no", "yes"] } as SignatureOptions;
    assert.throws(() => describeModel(make("binary"), options), /no option classNmes: did you mean classNames\?/);
  });

  it("gives names to classes, units and labels", () => {
    assert.deepEqual(describeModel(make("softmaxCnn"), { classNames: ["a", "b", "c", "d"] }).outputs.map(plain), [
      { kind: "classes", shape: [4], count: 4, from: "softmax", classNames: ["a", "b", "c", "d"] },
    ]);
    assert.deepEqual(describeModel(make("binary"), { classNames: ["no", "yes"] }).outputs.map(plain), [
      { kind: "binary", shape: [1], from: "sigmoid", classNames: ["no", "yes"] },
    ]);
    assert.deepEqual(describeModel(make("labels"), { classNames: ["a", "b", "c", "d", "e"] }).outputs.map(plain), [
      { kind: "labels", shape: [5], count: 5, from: "sigmoid", classNames: ["a", "b", "c", "d", "e"] },
    ]);
  });

  it("makes classes of a linear vector, and two of a linear unit: from logits", () => {
    assert.deepEqual(describeModel(make("logits"), { classNames: ["a", "b", "c"] }).outputs.map(plain), [
      { kind: "classes", shape: [3], count: 3, from: "logits", classNames: ["a", "b", "c"] },
    ]);
    assert.deepEqual(describeModel(make("number"), { classNames: ["no", "yes"] }).outputs.map(plain), [
      { kind: "binary", shape: [1], from: "logit", classNames: ["no", "yes"] },
    ]);
  });

  it("keeps what ends the model: sigmoids of a row's own length that are said to be labels give probabilities", () => {
    assert.deepEqual(describeModel(make("reconstruction"), { outputs: "labels" }).outputs.map(plain), [
      { kind: "labels", shape: [4], count: 4, from: "sigmoid" },
    ]);
  });

  it("remembers what was said, changes what is said anew, and tells other models nothing", () => {
    const [model, other] = [make("flattenFirst"), make("flattenFirst")];
    describeModel(model, { inputs: { kind: "image", layout: "channelsLast", photometric: "blackIsZero" } });
    describeModel(model, { classNames: ["a", "b"] });
    const { inputs, outputs } = describeModel(model);
    assert.deepEqual(inputs.map(plain), [
      {
        kind: "image",
        dtype: "float32",
        shape: [6, 5, 3],
        layout: "channelsLast",
        height: 6,
        width: 5,
        channels: 3,
        photometric: "blackIsZero",
      },
    ]);
    assert.deepEqual(
      outputs.map((output) => output.kind === "classes" && output.classNames),
      [["a", "b"]],
    );
    assert.deepEqual(
      describeModel(other).inputs.map(({ kind }) => kind),
      ["values"],
    );
  });

  it("prefers the user to the training, whichever spoke first", () => {
    for (const first of ["user", "training"]) {
      const model = make("logits");
      const user = () => describeModel(model, { classNames: ["x", "y", "z"] });
      const training = () => learnSignature(model, { outputs: { kind: "classes", classNames: ["a", "b", "c"] } });
      for (const say of first === "user" ? [user, training] : [training, user]) say();
      const [output] = describeModel(model).outputs;
      assert.deepEqual(output?.kind === "classes" && output.classNames, ["x", "y", "z"], first);
    }
    const trained = make("logits");
    learnSignature(trained, { outputs: { kind: "classes", classNames: ["a", "b", "c"] } });
    assert.deepEqual(
      describeModel(trained, { outputs: "values" }).outputs.map(({ kind }) => kind),
      ["values"],
    );
  });

  it("describes several inputs and outputs by name, in order, or one of them", () => {
    const model = make("twoInputs");
    const byName = describeModel(model, {
      inputs: {
        facts: { kind: "table", columns: ["a", "b", "c"].map((name) => ({ name, kind: "numeric" as const })) },
      },
    });
    assert.deepEqual(
      byName.inputs.map(({ kind }) => kind),
      ["image", "table"],
    );
    assert.deepEqual(
      describeModel(model, { outputs: ["classes", { kind: "number", unit: "€" }] }).outputs.map(({ kind }) => kind),
      ["classes", "number"],
    );
    assert.deepEqual(
      describeModel(model, { classNames: ["a", "b", "c"] }).outputs.map(({ kind }) => kind),
      ["classes", "number"],
    );
  });

  it("says series, tokens and volumes as they are fed, features first too", async () => {
    const lstm = describeModel(make("lstm"), { inputs: { featureNames: ["x", "y", "z"], unit: "m", rate: 50 } });
    assert.deepEqual(lstm.inputs.map(plain), [
      {
        kind: "series",
        dtype: "float32",
        shape: [7, 3],
        steps: 7,
        features: 3,
        featureNames: ["x", "y", "z"],
        unit: "m",
        rate: 50,
      },
    ]);
    const model = arrayModel(({ shape }) => new Float32Array(shape[0] ?? 0), {
      inputs: { kind: "series", layout: "featuresFirst" },
      outputs: { kind: "number", unit: "mm" },
    });
    const { signature } = await runnerFor(model, { inputShape: [3, 20] });
    assert.deepEqual(signature.inputs.map(plain), [
      { kind: "series", layout: "featuresFirst", dtype: "float32", shape: [3, 20], steps: 20, features: 3 },
    ]);
    assert.deepEqual(signature.outputs.map(plain), [{ kind: "number", unit: "mm", shape: [1] }]);
  });

  it("is an option of what loads and makes models", async () => {
    const bytes = await exportOnnx(make("logits"));
    const onnx = await loadOnnx(bytes, { classNames: ["a", "b", "c"], inputs: { kind: "values" } });
    assert.equal(onnx.signature.outputs[0]?.kind, "classes");
    await assert.rejects(loadOnnx(bytes, { classNames: ["a", "b"] }), OptionError);
  });

  it("knows of a function what is said, and the shapes when data are there", async () => {
    const ask = (x: tf.Tensor) => tf.tidy(() => x.mean(1, true).sigmoid());
    assert.deepEqual(
      describeModel(ask, { classNames: ["no", "yes"] }).outputs.map(({ kind }) => kind),
      ["classes"],
    );
    const runner = await runnerFor(ask, { inputShape: [3] });
    assert.deepEqual(plain(runner.outputSpec), {
      kind: "binary",
      shape: [1],
      from: "sigmoid",
      classNames: ["no", "yes"],
    });
    const three = (x: tf.Tensor) => tf.tidy(() => tf.softmax(x as tf.Tensor2D));
    describeModel(three, { outputs: "labels" });
    assert.deepEqual(plain((await runnerFor(three, { inputShape: [3] })).outputSpec), {
      kind: "labels",
      shape: [3],
      count: 3,
      from: "sigmoid",
    });
  });

  const wrong: readonly (readonly [string, keyof typeof models, SignatureOptions, RegExp])[] = [
    [
      "a kind that is misspelled",
      "logits",
      { outputs: "clases" as "classes" },
      /unknown kind "clases" \(did you mean classes\?\)/,
    ],
    [
      "a field that is misspelled",
      "softmaxCnn",
      { inputs: { photometrc: "blackIsZero" } as object },
      /image has no field photometrc \(did you mean photometric\?\)/,
    ],
    [
      "a value that is misspelled",
      "softmaxCnn",
      { inputs: { photometric: "blackIsZer" as "blackIsZero" } },
      /photometric is "blackIsZer" \(did you mean blackIsZero\?\)/,
    ],
    [
      "too few names",
      "softmaxCnn",
      { classNames: ["a", "b"] },
      /classNames has 2 names, but the model gives "\w+" \[4\]/,
    ],
    ["three names for one unit", "binary", { classNames: ["a", "b", "c"] }, /two for one unit/],
    [
      "a unit that several numbers should be",
      "labels",
      { outputs: "binary" },
      /binary needs one number for each example, but the model gives \[5\]/,
    ],
    [
      "an image of one axis",
      "logits",
      { inputs: { kind: "image", layout: "channelsLast" } },
      /image has 3 axes after the batch, but the model takes \[4\]/,
    ],
    [
      "an image without its layout",
      "flattenFirst",
      { inputs: "image" },
      /the order of the axes \[6, 5, 3\] is unknown: give layout/,
    ],
    ["another height than the model's", "softmaxCnn", { inputs: { height: 28 } }, /height is 28, but the model has 6/],
    [
      "another shape than the model's",
      "logits",
      { inputs: { shape: [5] } },
      /the shape \[5\] does not fit the model's \[4\]/,
    ],
    [
      "names of two channels for three",
      "softmaxCnn",
      { inputs: { channelNames: ["r", "g"] } },
      /channelNames has 2 names, expected 3/,
    ],
    [
      "columns of another table",
      "binary",
      { inputs: { kind: "table", columns: [{ name: "a", kind: "numeric" }] } },
      /columns has 1 names, expected 4/,
    ],
    ["one hint for two inputs", "twoInputs", { inputs: "image" }, /the model has 2: "picture", "facts"\. Give a list/],
    [
      "three hints for two inputs",
      "twoInputs",
      { inputs: ["image", "values", "values"] },
      /got 3, but the model has 2/,
    ],
    [
      "an input that is not there",
      "twoInputs",
      { inputs: { pictur: "image" } },
      /the model has no pictur \(did you mean picture\?\)/,
    ],
    [
      "classes that stay uncounted",
      "lstm",
      { outputs: { kind: "classes", classNames: ["a"] } },
      /classes needs a vector of at least 2/,
    ],
  ];
  for (const [what, name, options, message] of wrong) {
    it(`refuses ${what}, and keeps nothing of it`, () => {
      const model = make(name);
      const before = describeModel(model);
      assert.throws(
        () => describeModel(model, options),
        (error: Error) => error instanceof OptionError && message.test(error.message),
      );
      assert.deepEqual(describeModel(model), before);
    });
  }

  it("refuses what is no model", () => {
    assert.throws(() => describeModel({} as tf.LayersModel), /object is not a model/);
  });
});

function plain<Spec extends { name: string }>({ name: _, ...spec }: Spec): Omit<Spec, "name"> {
  return spec;
}
