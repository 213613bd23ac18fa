import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as tf from "@tensorflow/tfjs";
import { runnerFor } from "../../kernel/library/engine/runnerFor.ts";
import { SessionCache } from "../../kernel/library/engine/session/SessionCache.ts";
import type { Session } from "../../kernel/library/engine/session/session.ts";
import { sessions } from "../../kernel/library/engine/session/sessions.ts";
import { readyOn } from "../tensorflow.ts";
import { scatter } from "./compareLayers.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const session = (released: string[], name: string): Session => ({
  runtime: "onnxruntime-node",
  inputNames: [],
  outputNames: [],
  run: async () => ({}),
  release: async () => void released.push(name),
});

describe("memory", () => {
  before(() => readyOn("cpu"));

  it("does not grow over compilations and runs", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [200], units: 1000, activation: "relu" }),
        tf.layers.dense({ units: 10, activation: "softmax" }),
      ],
    });
    const runner = await runnerFor(model, { engine: "onnx" });
    const batch = { values: scatter(200, 1), count: 1 };
    const rounds = async (count: number) => {
      for (let i = 0; i < count; i++) {
        tf.tidy(() => model.setWeights(model.getWeights().map((weight) => weight.mul(0.99))));
        await runner.predict(batch, { output: "logit" });
        await runner.gradients(batch, { output: "logit", targets: new Int32Array(1) });
      }
      collect();
      // What a weak reference or a finalizer holds goes in the next turn.
      await new Promise((resolve) => setTimeout(resolve, 20));
      collect();
      return process.memoryUsage().rss / 1e6;
    };
    const before = await rounds(10);
    const after = await rounds(60);
    // A session left behind holds 0.8 MB of weights: 120 of them, 96 MB.
    assert.ok(after - before < 50, `${before.toFixed(0)} MB, then ${after.toFixed(0)} MB`);
    assert.ok(sessions.count <= 12);
    model.dispose();
  });

  it("keeps only the sessions used last, and releases one that runs when it is done", async () => {
    const released: string[] = [];
    const cache = new SessionCache(2);
    const owner = {};
    const use = (key: string, work = async () => {}) => cache.use(owner, key, async () => session(released, key), work);
    await use("a");
    await use("b");
    await use("a");
    await use("c");
    await new Promise(setImmediate);
    assert.deepEqual([released, cache.count], [["b"], 2]);
    await use("a", async () => {
      await cache.dropAll(owner);
      assert.deepEqual(released, ["b", "c"]);
    });
    assert.deepEqual([released, cache.count], [["b", "c", "a"], 0]);
    await assert.rejects(
      cache.use(
        owner,
        "d",
        () => Promise.reject(new Error("no")),
        async () => {},
      ),
      /no/,
    );
    assert.equal(cache.count, 0);
  });
});
