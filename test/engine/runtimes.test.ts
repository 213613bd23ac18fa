import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { currentGraph } from "../../kernel/library/engine/fromLayers/currentGraph.ts";
import { float32 } from "../../kernel/library/engine/graph/constants.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import { onnxRunner } from "../../kernel/library/engine/onnxRunner.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { readLayers } from "../../kernel/library/engine/signature/readLayers.ts";
import { BackendError } from "../../kernel/library/ground/errors.ts";
import { multiHeadAttention } from "../../kernel/library/models/index.ts";
import { theOutput } from "../../kernel/library/signature/theOutput.ts";
import { golden, images, modelA, target, tieMask } from "../explain/modelA.ts";
import { assertExact, assertMap } from "../goldens.ts";
import { readyOn } from "../tensorflow.ts";
import { assertCompilesTo } from "./compareLayers.ts";

for (const runtime of ["onnxruntime-node", "onnxruntime-web"] as const) {
  describe(`the engine on ${runtime}`, () => {
    it("gives the goldens' logits, activations and gradients", async () => {
      await readyOn("cpu");
      const model = modelA();
      const signature = readLayers(model);
      const runner = await onnxRunner({
        current: () => currentGraph(model),
        signature,
        outputSpec: theOutput(signature),
        runtime,
      });
      const batch = { values: images.values, count: 8 };
      for (let i = 0; i < 2; i++) {
        const { outputs, input, layers } = await runner.gradients(batch, {
          output: "logit",
          targets: target,
          layers: ["pool1"],
        });
        assertExact(outputs, golden("logits"));
        assertExact(layers.get("pool1")?.activation ?? [], golden("activation/pool1"));
        assertMap(input, golden("gradient.logit"), tieMask);
      }
      model.dispose();
    });

    it("runs every kind of layer as tfjs does", async () => {
      await readyOn("cpu");
      const { layers } = tf;
      const image = { inputShape: [6, 7, 2] };
      const tokens = { inputShape: [5, 4] };
      const kinds: tf.layers.Layer[][] = [
        [layers.conv2d({ ...image, filters: 3, kernelSize: 3, strides: 2, padding: "same", activation: "relu" })],
        [layers.depthwiseConv2d({ ...image, kernelSize: 3, depthMultiplier: 2, activation: "swish" })],
        [layers.separableConv2d({ ...image, filters: 3, kernelSize: 2 }), layers.batchNormalization()],
        [layers.conv2dTranspose({ ...image, filters: 3, kernelSize: 3, strides: 2, padding: "same" })],
        [
          layers.maxPooling2d({ ...image, poolSize: 2 }),
          layers.flatten(),
          layers.dense({ units: 2, activation: "gelu" }),
        ],
        [layers.averagePooling2d({ ...image, poolSize: 3, strides: 2, padding: "same" }), layers.leakyReLU()],
        [layers.zeroPadding2d({ ...image, padding: 1 }), layers.globalMaxPooling2d({})],
        [
          layers.upSampling2d({ ...image, size: [2, 3], interpolation: "bilinear" }),
          layers.cropping2D({ cropping: 1 }),
        ],
        [layers.layerNormalization(tokens), layers.permute({ dims: [2, 1] }), layers.softmax({ axis: -1 })],
        [layers.lstm({ ...tokens, units: 3, returnSequences: true }), layers.gru({ units: 2 })],
        [multiHeadAttention({ numHeads: 2, keyDim: 3 })],
      ];
      for (const [i, kind] of kinds.entries()) {
        const input = tf.input({ shape: kind[0]?.batchInputShape?.slice(1) ?? tokens.inputShape });
        const output = kind.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, input);
        await assertCompilesTo(tf.model({ inputs: input, outputs: output }), i, undefined, runtime);
      }
    });

    it("writes into an array that is given, and refuses a graph that cannot run", async () => {
      const builder = new GraphBuilder();
      const y = builder.add("Mul", ["x", builder.constant(float32(3))], {}, "y");
      const info = (name: string) => ({ name, type: "float32", shape: ["n"] }) as const;
      const session = await createSession(builder.build([info("x")], [info(y)]), { runtime });
      assert.equal(session.runtime, runtime);
      const place = float32(new Float32Array(2), [2]);
      await session.run({ x: float32([1, 2]) }, { y: place });
      assert.deepEqual([...place.data], [3, 6]);
      await session.release();
      const odd = new GraphBuilder();
      odd.add("Nonsense", ["x"], {}, "y");
      await assert.rejects(createSession(odd.build([info("x")], [info("y")]), { runtime }), BackendError);
      const graph = builder.build([info("x")], [info(y)]);
      const wrong = createSession(graph, { runtime, executionProviders: ["nonsense"] });
      await assert.rejects(wrong, (error) => error instanceof BackendError && /providers nonsense/.test(error.message));
    });
  });
}
