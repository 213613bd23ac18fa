import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import {
  AttentionRollout,
  Cam,
  Deconvolution,
  DeepLift,
  DeepLiftShap,
  GradCam,
  GradientAttentionRollout,
  GuidedBackprop,
  IntegratedGradients,
  LayerConductance,
  LayerGradientXActivation,
  Lrp,
  type LrpRule,
  NeuronConductance,
  NeuronGradient,
  RawAttention,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { assertExact, assertMap, type Golden } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { engines } from "./modelA.ts";
import { convNetwork, gapNetwork, networkGolden, transformerNetwork } from "./networks.ts";

const four = { values: networkGolden("input").values as Float32Array, shape: [4, 28, 28, 1] };
const background = { values: networkGolden("background").values as Float32Array, shape: [4, 28, 28, 1] };
const noTies = new Uint8Array(4 * 784);

for (const engine of engines) {
  describe(`goldens of a second network, of mnistGapCnn and patchTransformer on ${engine}`, () => {
    const networks: Record<"conv" | "gap" | "transformer", tf.LayersModel> = {} as never;
    before(async () => {
      await ready();
      Object.assign(networks, { conv: convNetwork(), gap: gapNetwork(), transformer: transformerNetwork() });
    });
    after(() => {
      for (const network of Object.values(networks)) network.dispose();
    });

    for (const name of ["conv", "gap", "transformer"] as const) {
      it(`${name}: logits, gradients and integrated gradients`, async () => {
        const model = networks[name];
        const runner = await runnerFor(model, { engine });
        assert.equal(runner.engine, engine);
        const { outputs } = await runner.predict({ values: four.values, count: 4 }, { output: "logit" });
        assertExact(outputs, networkGolden(`${name}/logits`));
        const ties = name === "transformer" ? noTies : networkGolden(`${name}/tie_mask`).values;
        const gradient = await new Saliency(model).attribute(four, { engine, abs: false });
        assertMap(gradient.values, networkGolden(`${name}/gradient`), ties);
        const soft = await new Saliency(model).attribute(four, { engine, abs: false, output: "probability" });
        assertMap(soft.values, networkGolden(`${name}/gradient.softmax`), ties);
        const ig = await new IntegratedGradients(model).attribute(four, { engine });
        assertMap(ig.values, networkGolden(`${name}/ig_50`), ties);
      });
    }

    for (const name of ["conv", "gap"] as const) {
      it(`${name}: rules backwards and layers`, async () => {
        const model = networks[name];
        const ties = networkGolden(`${name}/tie_mask`).values;
        const holds = async (map: Promise<{ values: Float32Array }>, golden: string, mask: ArrayLike<number> = ties) =>
          assertMap((await map).values, networkGolden(`${name}/${golden}`), mask);
        await holds(new GuidedBackprop(model).attribute(four, { engine }), "guided_backprop");
        await holds(new Deconvolution(model).attribute(four, { engine }), "deconvolution");
        await holds(new DeepLift(model).attribute(four, { engine }), "deeplift");
        await holds(new DeepLiftShap(model).attribute(four, { engine, baselines: background }), "deepliftshap");
        const plain = { engine, relu: false, upsample: "none" } as const;
        const small = new Uint8Array(4 * 11 * 11 * 16);
        await holds(new GradCam(model, "conv2").attribute(four, plain), "gradcam_conv2", small);
        const layer = new LayerGradientXActivation(model, "conv2").attribute(four, { engine });
        await holds(layer, "gradient_x_activation_conv2", small);
        if (name === "gap") await holds(new Cam(model, "conv2").attribute(four, plain), "cam", small);
      });
    }

    it("conv: relevance by one rule, and by a rule for each layer", async () => {
      const ties = networkGolden("conv/tie_mask").values;
      const epsilon = { rule: "epsilon", epsilon: 0.25 } as const;
      const gamma = { rule: "gamma", gamma: 0.25 } as const;
      const zPlus = { rule: "zPlus" } as const;
      const holds = async (golden: string, rule: LrpRule, layers = {}) => {
        const map = await new Lrp(networks.conv).attribute(four, { engine, rule, layers });
        assertMap(map.values, networkGolden(`conv/${golden}`), ties);
      };
      await holds("lrp_epsilon_0.25", epsilon);
      await holds("lrp_gamma_0.25", gamma);
      await holds("lrp_alpha1beta0", zPlus);
      await holds("lrp_composite", epsilon, { conv1: zPlus, conv2: gamma });
      await assert.rejects(holds("lrp_composite", epsilon, { conv1: gamma, conv2: zPlus }));
    });

    it("conv: conductance of the dense layer and of one of its neurons", async () => {
      const ties = networkGolden("conv/tie_mask").values;
      const model = networks.conv;
      const layer = await new LayerConductance(model, "dense1").attribute(four, { engine });
      assertMap(layer.values, networkGolden("conv/conductance_dense1"), noTies);
      assert.ok(layer.convergenceDelta?.every((delta) => Math.abs(delta) < 0.05));
      const gradient = await new NeuronGradient(model, "dense1").attribute(four, { engine, neuron: 11 });
      assertMap(gradient.values, networkGolden("conv/neuron_gradient_dense1_11"), ties);
      const path = { engine, neuron: [11], method: "riemann_middle" } as const;
      const neuron = await new NeuronConductance(model, "dense1").attribute(four, path);
      assertMap(neuron.values, networkGolden("conv/neuron_conductance_dense1_11"), ties);
    });

    it("transformer: attention weights, rollout, gradient and rollout", async () => {
      const model = networks.transformer;
      const options = { engine, upsample: "none" } as const;
      const runner = await runnerFor(model, { engine });
      const name = "block1_attention/attention_scores";
      const { layers } = await runner.predict({ values: four.values, count: 4 }, { output: "logit", layers: [name] });
      assertExact(layers.get(name)?.activation ?? [], networkGolden("transformer/scores_1"));
      const holds = (values: Float32Array, golden: Golden) => assertMap(values, golden, noTies);
      holds(
        (await new RawAttention(model).attribute(four, options)).values,
        networkGolden("transformer/raw_attention"),
      );
      const rollout = await new AttentionRollout(model).attribute(four, options);
      holds(rollout.values, networkGolden("transformer/rollout"));
      assert.deepEqual(rollout.shape, [4, 7, 7, 1]);
      const gradient = await new GradientAttentionRollout(model).attribute(four, options);
      holds(gradient.values, networkGolden("transformer/gradient_rollout"));
      const drawn = await new AttentionRollout(model).attribute(four, { engine });
      assert.deepEqual(drawn.shape, [4, 28, 28, 1]);
      const first = await new AttentionRollout(model).attribute(four, { ...options, layers: [name] });
      assert.throws(() => holds(first.values, networkGolden("transformer/rollout")));
      await assert.rejects(new AttentionRollout(networks.conv).attribute(four, options), {
        name: "UnsupportedLayerError",
        message: /^the model shows no attention weights/,
      });
    });
  });
}

describe("models of the gallery", () => {
  before(ready);

  it("have the parameters that they say, and are saved by the names of their layers", () => {
    const sizes = { conv: 5130, transformer: 19_594 };
    const [gap, transformer] = [gapNetwork(), transformerNetwork()];
    assert.deepEqual({ conv: gap.countParams(), transformer: transformer.countParams() }, sizes);
    gap.dispose();
    transformer.dispose();
  });
});
