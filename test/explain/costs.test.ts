import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type * as tf from "@tensorflow/tfjs";
import { InferenceSession } from "onnxruntime-node";
import { currentGraph } from "../../kernel/library/engine/fromLayers/currentGraph.ts";
import type { Model } from "../../kernel/library/engine/model.ts";
import type { Runner } from "../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import * as explain from "../../kernel/library/explain/index.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { exportedMethods } from "./conformance/exported.ts";
import { firstImages, images, modelA } from "./modelA.ts";
import { gapNetwork, transformerNetwork } from "./networks.ts";

/** S steps or samples, m baselines. */
type Sizes = { S: number; m: number };
type Run = (model: Model, sizes: Sizes) => Promise<unknown>;

const one = firstImages(1);
const sample = (m: number) => ({ values: images.values.slice(0, m * 784), shape: [m, 28, 28, 1] });
const seven = { target: 7 };
const neuron = { neuron: [12, 12, 5] };
const segments = explain.gridSegments([28, 28], 14);

const runs: Record<string, Run> = {
  Saliency: (model) => new explain.Saliency(model).attribute(one, seven),
  InputXGradient: (model) => new explain.InputXGradient(model).attribute(one, seven),
  SquaredGradient: (model) => new explain.SquaredGradient(model).attribute(one, seven),
  IntegratedGradients: (model, { S }) => new explain.IntegratedGradients(model).attribute(one, { ...seven, nSteps: S }),
  GuidedIntegratedGradients: (model, { S }) =>
    new explain.GuidedIntegratedGradients(model).attribute(one, { ...seven, nSteps: S }),
  BlurIntegratedGradients: (model, { S }) =>
    new explain.BlurIntegratedGradients(model).attribute(one, { ...seven, nSteps: S, maxSigma: 3 }),
  Xrai: (model, { S }) => new explain.Xrai(model).attribute(one, { ...seven, nSteps: S, segments }),
  NoiseTunnel: (model, { S }) =>
    new explain.NoiseTunnel(new explain.Saliency(model)).attribute(one, { ...seven, nSamples: S }),
  GuidedBackprop: (model) => new explain.GuidedBackprop(model).attribute(one, seven),
  Deconvolution: (model) => new explain.Deconvolution(model).attribute(one, seven),
  DeepLift: (model) => new explain.DeepLift(model).attribute(one, seven),
  DeepLiftShap: (model, { m }) => new explain.DeepLiftShap(model).attribute(one, { ...seven, baselines: sample(m) }),
  GradientShap: (model, { S, m }) =>
    new explain.GradientShap(model).attribute(one, { ...seven, nSamples: S, baselines: sample(m) }),
  ExpectedGradients: (model, { S, m }) =>
    new explain.ExpectedGradients(model).attribute(one, { ...seven, nSamples: S, baselines: sample(m) }),
  Lrp: (model) => new explain.Lrp(model).attribute(one, seven),
  Cam: (model) => new explain.Cam(model, "conv2").attribute(one, seven),
  GradCam: (model) => new explain.GradCam(model, "conv1").attribute(one, seven),
  GradCamPlusPlus: (model) => new explain.GradCamPlusPlus(model, "conv1").attribute(one, seven),
  XGradCam: (model) => new explain.XGradCam(model, "conv1").attribute(one, seven),
  LayerCam: (model) => new explain.LayerCam(model, "conv1").attribute(one, seven),
  HiResCam: (model) => new explain.HiResCam(model, "conv1").attribute(one, seven),
  ScoreCam: (model) => new explain.ScoreCam(model, "conv1").attribute(one, seven),
  GuidedGradCam: (model) => new explain.GuidedGradCam(model, "conv1").attribute(one, seven),
  LayerActivation: (model) => new explain.LayerActivation(model, "conv1").attribute(one, seven),
  LayerGradientXActivation: (model) => new explain.LayerGradientXActivation(model, "conv1").attribute(one, seven),
  LayerConductance: (model, { S }) =>
    new explain.LayerConductance(model, "conv1").attribute(one, { ...seven, nSteps: S }),
  InternalInfluence: (model, { S }) =>
    new explain.InternalInfluence(model, "conv1").attribute(one, { ...seven, nSteps: S }),
  NeuronGradient: (model) => new explain.NeuronGradient(model, "conv1").attribute(one, neuron),
  NeuronGuidedBackprop: (model) => new explain.NeuronGuidedBackprop(model, "conv1").attribute(one, neuron),
  NeuronDeconvolution: (model) => new explain.NeuronDeconvolution(model, "conv1").attribute(one, neuron),
  NeuronIntegratedGradients: (model, { S }) =>
    new explain.NeuronIntegratedGradients(model, "conv1").attribute(one, { ...neuron, nSteps: S }),
  NeuronConductance: (model, { S }) =>
    new explain.NeuronConductance(model, "conv1").attribute(one, { ...neuron, nSteps: S }),
  RawAttention: (model) => new explain.RawAttention(model).attribute(one, seven),
  AttentionRollout: (model) => new explain.AttentionRollout(model).attribute(one, seven),
  GradientAttentionRollout: (model) => new explain.GradientAttentionRollout(model).attribute(one, seven),
  Lime: (model, { S }) => new explain.Lime(model).attribute(one, { ...seven, nSamples: S, featureMask: segments }),
};

/** A model whose passes are counted, a row at a time. */
async function counted(model: tf.LayersModel) {
  const inner = await runnerFor(model, { engine: "onnx" });
  const passes = { forward: 0, backward: 0 };
  const runner: Runner = {
    ...inner,
    predict: (batch, options) => {
      passes.forward += batch.count;
      return inner.predict(batch, options);
    },
    gradients: (batch, options) => {
      passes.forward += batch.count * (options.rules?.kind === "deepLift" ? 2 : 1);
      passes.backward += batch.count;
      return inner.gradients(batch, options);
    },
  };
  return { model: { runner: async () => runner } as unknown as Model, passes };
}

describe("the cost matrix of docs/methods.md", () => {
  const cells = new Map<string, string[]>();
  before(async () => {
    await ready();
    for (const line of readFileSync(join(root, "docs/methods.md"), "utf8").split("\n")) {
      const [, name = "", ...rest] = line.split("|").map((cell) => cell.trim());
      const method = /^`(\w+)`$/.exec(name)?.[1];
      if (method && rest.length > 4) cells.set(method, rest);
    }
  });

  /** `a + b S + c m` from three counts; of a method that asks once for each of the layer's 32 channels `a + C`. */
  const formula = (base: number, perS: number, perM: number) => {
    const perC = base > 32 && perS === 0 ? 1 : 0;
    const fixed = base - 5 * perS - 3 * perM - 32 * perC;
    const term = (factor: number, letter: string) =>
      factor === 0 ? [] : [factor === 1 ? letter : `${factor} ${letter}`];
    const terms = [...(fixed === 0 ? [] : [`${fixed}`]), ...term(perS, "S"), ...term(perM, "m"), ...term(perC, "C")];
    return terms.length === 0 ? "0" : terms.join(" + ");
  };

  it("says of every method what its counters say", async () => {
    const [plain, gap, transformer] = [modelA(), gapNetwork(), transformerNetwork()];
    const wrong: string[] = [];
    for (const [name, run] of Object.entries(runs)) {
      const count = async (sizes: Sizes) => {
        const { model, passes } = await counted(
          name === "Cam" ? gap : name.includes("Attention") ? transformer : plain,
        );
        await run(model, sizes);
        return passes;
      };
      const sizes = name === "Lime" ? { S: 40, m: 3 } : { S: 5, m: 3 };
      const base = await count(sizes);
      const [moreS, moreM] = [await count({ ...sizes, S: sizes.S + 1 }), await count({ ...sizes, m: sizes.m + 1 })];
      const of = (direction: "forward" | "backward") => {
        const perS = moreS[direction] - base[direction];
        const atFive = base[direction] - (sizes.S - 5) * perS;
        return formula(atFive, perS, moreM[direction] - base[direction]);
      };
      const [forward, backward] = [of("forward"), of("backward")];
      const [, saysForward, saysBackward] = cells.get(name) ?? [];
      if (saysForward !== forward || saysBackward !== backward)
        wrong.push(`| \`${name}\` | … | ${forward} | ${backward} |`);
    }
    for (const model of [plain, gap, transformer]) model.dispose();
    assert.deepEqual(wrong, []);
  });

  it("is not paid for twice: another explainer of the same model finds its graphs and sessions there", async () => {
    const model = modelA();
    const { create } = InferenceSession;
    let made = 0;
    const counting = (...given: unknown[]) => {
      made++;
      return (create as (...given: unknown[]) => Promise<InferenceSession>).apply(InferenceSession, given);
    };
    Object.assign(InferenceSession, { create: counting });
    try {
      await new explain.Saliency(model, { engine: "onnx" }).attribute(one, seven);
      const graph = await currentGraph(model, [28, 28, 1]);
      assert.equal(made, 1);
      for (const Method of [explain.Saliency, explain.InputXGradient, explain.SquaredGradient]) {
        await new Method(model, { engine: "onnx" }).attribute(one, { target: 3 });
      }
      // One more at most: for few rows, once they turn out to be quick on one thread.
      assert.ok(made <= 2, `${made} sessions`);
      assert.equal(await currentGraph(model, [28, 28, 1]), graph);
    } finally {
      Object.assign(InferenceSession, { create });
    }
    model.dispose();
  });

  it("has every method that follows gradients", () => {
    const families = ["gradient", "cam", "layer", "attention", "noise"];
    const classes = [...exportedMethods].flatMap(([name, { about }]) =>
      about && families.includes(about.family) ? [name] : [],
    );
    assert.ok(classes.length > 25);
    assert.deepEqual(
      classes.filter((name) => !(name in runs && cells.has(name))),
      [],
    );
  });
});
