// Run by setup.real.test.ts in a process of its own, on several versions of Node, with what setup-tensorflow has set up:
// tries what a user does with TensorFlow and prints, for each feature, "ok" or what went wrong.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { embeddedDigits } from "../../../kernel/library/datasets/embeddedDigits.node.ts";
import { Saliency } from "../../../kernel/library/explain/index.ts";
import { evaluate, loadModel, mnistCnn, saveModel, train } from "../../../kernel/library/models/index.ts";
import { decodeImage, tfNode } from "../../../kernel/library/tensorflow/index.ts";
import { startSession } from "../../../kernel/tensorflow/session.ts";
import { registerWasm } from "../../../kernel/tensorflow/wasm/register.ts";
import { serve } from "../../datasets/fileServer.ts";
import { golden, images, modelA, tieMask } from "../../explain/modelA.ts";
import { assertMap, root } from "../../goldens.ts";
import { assertNoLeak } from "../../tensorflow.ts";

const [folder = "", version = ""] = process.argv.slice(2);

const features: Record<string, () => Promise<void>> = {
  async "is what the session chose, and computes"() {
    const { backend, device } = await startSession({ folder });
    assert.deepEqual([backend, device, tf.getBackend()], ["tfjs-node", `CPU, libtensorflow ${version}`, "tensorflow"]);
  },

  async "trains the CNN, and leaks nothing"() {
    const { train: digits, test } = embeddedDigits(0);
    await assertNoLeak(async () => {
      const model = mnistCnn({ seed: 1 });
      const history = await train(model, digits.slice(0, 4000), { epochs: 2, batchSize: 64, seed: 1, engine: "tfjs" });
      assert.equal(history.engine, "tfjs");
      const { accuracy } = await evaluate(model, test, { engine: "tfjs" });
      assert.ok(accuracy > 0.85, `accuracy ${accuracy}`);
      model.dispose();
    });
  },

  async "gives the gradients that wasm, cpu and Captum give"() {
    registerWasm();
    for (const backend of ["tensorflow", "wasm", "cpu"]) {
      await tf.setBackend(backend);
      const model = modelA();
      const { values } = await new Saliency(model).attribute(images, { engine: "tfjs", abs: false });
      assertMap(values, golden("gradient.logit"), tieMask);
      model.dispose();
    }
    await tf.setBackend("tensorflow");
  },

  async "has tf.node's images"() {
    await assertNoLeak(async () => {
      const image = tf.tidy(() => tf.randomUniform([8, 9, 3], 0, 256, "int32", 5) as tf.Tensor3D);
      const png = await tfNode.encodePng(image);
      const [theirs, ours] = [tfNode.decodeImage(png), decodeImage(png)];
      assert.deepEqual(await theirs.data(), await image.data());
      assert.deepEqual(await ours.data(), await theirs.data());
      // Gray: how a color's halved planes are enlarged again is a decoder's own choice.
      const ramp = tf.tidy(() => tf.range(0, 216, 3, "int32").reshape([8, 9, 1]) as tf.Tensor3D);
      const packed = await tfNode.encodeJpeg(ramp, "grayscale");
      // Its default is libjpeg's fast transform, which is 8 off where ours and the accurate one are 1 off.
      const jpeg = tfNode.decodeJpeg(packed, 1, 1, true, false, 1, "INTEGER_ACCURATE");
      const ownJpeg = decodeImage(packed);
      const far = tf.tidy(() => jpeg.sub(ownJpeg).abs().max().dataSync()[0] ?? 255);
      assert.ok(jpeg.shape.join() === "8,9,1" && far <= 1, `JPEG differs by ${far}`);
      const [gray, own] = [tfNode.decodeImage(png, 1), decodeImage(png, 1)];
      const differences = tf.tidy(() => gray.sub(own).abs().max().dataSync()[0] ?? 255);
      assert.ok(differences === 0, `gray differs by ${differences}`);
      tf.dispose([image, ramp, theirs, ours, jpeg, ownJpeg, gray, own]);
    });
  },

  async "loads a SavedModel that Keras exported"() {
    const before = tf.memory().numTensors;
    const model = await tfNode.loadSavedModel(join(root, "test/fixtures/savedModel"), ["serve"], "serving_default");
    const inputs = tf.tensor2d([
      [1, 2, 3],
      [-1, 0, 1],
    ]);
    const answer = model.predict(inputs) as tf.Tensor;
    // What Keras itself answered, in test/fixtures/savedModel/make.py.
    const expected = JSON.parse(process.env.SAVED_MODEL_ANSWER ?? "[]") as number[];
    const given = await answer.data();
    assert.equal(given.length, expected.length);
    for (const [i, value] of expected.entries()) assert.ok(Math.abs((given[i] ?? 0) - value) < 1e-5, `${given}`);
    tf.dispose([inputs, answer]);
    model.dispose();
    assert.equal(tf.memory().numTensors, before);
    assert.equal(tfNode.getNumOfSavedModels(), 0);
  },

  async "writes TensorBoard's logs"() {
    const writer = tfNode.summaryFileWriter(join(folder, "logs"));
    writer.scalar("loss", 0.5, 3);
    writer.flush();
    assert.match(readdirSync(join(folder, "logs")).join(), /events\.out\.tfevents/);
  },

  async "saves and loads model.json, from disk and by URL"() {
    const model = mnistCnn({ seed: 2 });
    const place = join(folder, "model");
    await saveModel(model, place);
    await model.save(pathToFileURL(join(folder, "by-tfjs")).href);
    const { readFileSync } = await import("node:fs");
    const server = await serve((path) => readFileSync(join(place, path)));
    const input = tf.ones([1, 28, 28, 1]);
    const answer = async (loaded: tf.LayersModel) => {
      const output = loaded.predict(input) as tf.Tensor;
      const values = await output.data();
      output.dispose();
      loaded.dispose();
      return [...values];
    };
    const all = [
      await answer(await loadModel(place)),
      await answer(await tf.loadLayersModel(`${pathToFileURL(join(folder, "by-tfjs")).href}/model.json`)),
      await answer(await tf.loadLayersModel(`${server.url}model.json`)),
    ];
    await server.close();
    const expected = await answer(model);
    for (const values of all) assert.deepEqual(values, expected);
    input.dispose();
  },

  async "turns out of memory into an error"() {
    // tfjs-node's fill leaves its two arguments behind when it fails; a tidy has them.
    const fill = () => tf.tidy(() => tf.fill([1 << 15, 1 << 15, 1 << 13], 1));
    await assertNoLeak(async () => assert.throws(fill, /OOM when allocating tensor with shape\[32768,32768,8192\]/));
    assert.equal(
      tf.tidy(() => tf.ones([3]).sum().dataSync()[0]),
      3,
    );
  },
};

const outcome: Record<string, string> = {};
for (const [name, run] of Object.entries(features)) {
  outcome[name] = await run().then(
    () => "ok",
    (error: Error) => error.stack ?? String(error),
  );
}
process.stdout.write(`\n${JSON.stringify({ features: outcome })}\n`, () => process.exit());
