import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { tabular } from "../../kernel/library/datasets/index.ts";
import {
  DeepLiftShap,
  FeatureAblation,
  GradCam,
  IntegratedGradients,
  KernelShap,
  Lime,
  LimeTabular,
  LimeText,
  Lrp,
  NeuronGradient,
  NoiseTunnel,
  Occlusion,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";

const rows = { values: Float32Array.of(1, 2, 3), shape: [1, 3] };
/** As a caller without types writes it. */
const untyped = (options: object) => options as never;

describe("the options of a method", () => {
  let model: tf.Sequential;
  before(async () => {
    await ready();
    model = tf.sequential({
      layers: [
        tf.layers.dense({
          units: 4,
          inputShape: [3],
          activation: "relu",
          name: "hidden",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
          biasInitializer: "ones",
        }),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 2 }),
        }),
      ],
    });
  });
  after(() => model.dispose());

  const refuses = (made: () => Promise<unknown> | unknown, message: string | RegExp, name = "OptionError") =>
    assert.rejects(async () => made(), { name, message });

  it("are refused where there is no such, with the nearest that there is", async () => {
    await refuses(
      () => new KernelShap(model).attribute(rows, untyped({ num_samples: 5 })),
      "KernelShap has no option num_samples: did you mean nSamples?",
    );
    await refuses(
      () => new IntegratedGradients(model, untyped({ nsteps: 5 })),
      "IntegratedGradients has no option nsteps: did you mean nSteps?",
    );
    await refuses(
      () => new Lime(model).attribute(rows, untyped({ segments: rows })),
      "Lime has no option segments: did you mean featureMask?",
    );
    await refuses(
      () => new Lime(model).explainInstance(rows, untyped({ featureMask: rows })),
      "Lime.explainInstance has no option featureMask: did you mean segments?",
    );
    await refuses(
      () => new Saliency(model).attribute(rows, untyped({ wavelength: 5 })),
      /^Saliency has no option wavelength; it has abs, engine, fixed, internalBatchSize, /,
    );
    await refuses(
      () => new NoiseTunnel(new IntegratedGradients(model)).attribute(rows, untyped({ nstep: 5 })),
      "NoiseTunnel has no option nstep: did you mean nSteps?",
    );
  });

  it("are refused where they are of another kind or outside of what there is", async () => {
    const saliency = new Saliency(model);
    await refuses(
      () => saliency.attribute(rows, untyped({ engine: "onxx" })),
      'engine is "onxx": did you mean "onnx"? There are "auto", "onnx", "tfjs"',
    );
    await refuses(
      () => saliency.attribute(rows, untyped({ output: "logits" })),
      'output is "logits": did you mean "logit"? There are "logit", "probability"',
    );
    await refuses(() => saliency.attribute(rows, untyped({ abs: "no" })), 'abs is "no": give true or false');
    await refuses(
      () => new IntegratedGradients(model).attribute(rows, untyped({ nSteps: "50" })),
      'nSteps is "50": give a whole number, at least 1',
    );
    await refuses(
      () => new IntegratedGradients(model).attribute(rows, { nSteps: 2.5 }),
      "nSteps is 2.5: give a whole number, at least 1",
    );
    await refuses(
      () => new IntegratedGradients(model).attribute(rows, untyped({ baselines: true })),
      "baselines is true: give a number, an array with its shape, { values, shape }, or a tensor",
    );
    await refuses(() => saliency.attribute(rows, untyped([7])), /^the options of Saliency are \[7\]: give an object/);
  });

  it("are asked for where nobody can guess them", async () => {
    await refuses(
      () => new Occlusion(model).attribute(rows, {}),
      "Occlusion needs the option slidingWindowShapes: give slidingWindowShapes: [4, 4, 1]",
    );
    await refuses(() => new DeepLiftShap(model).attribute(rows), /^DeepLiftShap needs the option baselines: /);
    await refuses(
      () => new NeuronGradient(model, "hidden").attribute(rows),
      /^NeuronGradient needs the option neuron: /,
    );
    await refuses(() => new LimeTabular(model, untyped({})), /^LimeTabular needs the option trainingData: /);
  });

  it("come after a model, and of a layer method after a layer", async () => {
    await refuses(
      () => new GradCam(model, undefined as never),
      /^GradCam needs a layer: give its name, new GradCam\(model, "hidden"\); the model has hidden, dense/,
    );
    await refuses(() => new GradCam(model, { relu: false } as never), /^GradCam needs a layer/);
    await refuses(() => new Saliency(undefined as never), /^Saliency explains a model, but undefined is not one/);
    await refuses(
      () => new LimeText({ classNames: ["bad", "good"] } as never),
      /^LimeText takes a model first, a function of texts: new LimeText\(model, /,
    );
    await refuses(
      () => new NoiseTunnel(Saliency as never),
      "NoiseTunnel wraps a method: new NoiseTunnel(new Saliency(model))",
    );
  });

  it("do not stand in for inputs", async () => {
    await refuses(() => new Saliency(model).attribute(undefined as never), /^no inputs: give/, "ShapeError");
    await refuses(
      () => new Saliency(model).attribute([1, 2, 3] as never),
      /^got lists of numbers: give a tensor/,
      "ShapeError",
    );
  });

  it("given to the constructor are the defaults of every call, and a call's own go before", async () => {
    const rule = { rule: "gamma", gamma: 0.5 } as const;
    const called = await new Lrp(model).attribute(rows, { rule, target: 1 });
    const made = await new Lrp(model, { rule, target: 1 }).attribute(rows);
    assert.deepEqual(made.values, called.values);
    assert.notDeepEqual((await new Lrp(model, { target: 1 }).attribute(rows)).values, called.values);
    const plain = await new Lrp(model, { rule, target: 1 }).attribute(rows, { rule: { rule: "epsilon" } });
    assert.deepEqual(plain.values, (await new Lrp(model).attribute(rows, { target: 1 })).values);
    const layered = await new NeuronGradient(model, "hidden", { neuron: 2 }).attribute(rows);
    assert.equal(layered.options.neuron, 2);
  });

  it("of which one puts another out of force do so over a default too", async () => {
    const ablation = new FeatureAblation(model, { baselines: 0, target: 1 });
    const map = await ablation.attribute(rows, {
      background: { values: Float32Array.of(1, 1, 1, 2, 2, 2), shape: [2, 3] },
      targets: "all",
    });
    assert.deepEqual([map.options.background, map.target], [2, [0, 1]]);
  });
});

it("a table takes a plain list of numbers, and says what a list of lists is not", () => {
  const table = tabular.fromArrays({ values: [1, 2, 3, 4], columns: ["x", "y"] });
  assert.deepEqual([...table.slice(1, 2).values], [3, 4]);
  assert.throws(() => tabular.fromArrays({ values: [[1, 2]] as never, columns: ["x", "y"] }), {
    name: "DataError",
    message: /^values holds a list at 0/,
  });
});
