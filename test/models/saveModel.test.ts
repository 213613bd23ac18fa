import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { DataError } from "../../kernel/library/ground/errors.ts";
import { loadModel, mnistCnn, saveModel } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { weightsOf } from "./smallProblem.ts";

const answer = (model: tf.LayersModel) =>
  tf.tidy(() => (model.predict(tf.randomUniform([2, 28, 28, 1], 0, 1, "float32", 1)) as tf.Tensor).dataSync());

describe("models on disk", () => {
  let folder: string;
  before(ready);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-model-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("come back with the same weights and answers, and leave no tensor", async () => {
    await assertNoLeak(async () => {
      const model = mnistCnn({ seed: 5 });
      await saveModel(model, join(folder, "deep/digits"));
      const files = readdirSync(join(folder, "deep/digits")).sort();
      assert.deepEqual(files, ["model.json", "weights.bin"]);
      for (const path of ["deep/digits", "deep/digits/model.json"]) {
        const loaded = await loadModel(join(folder, path));
        assert.deepEqual(weightsOf(loaded), weightsOf(model));
        assert.deepEqual(answer(loaded), answer(model));
        loaded.dispose();
      }
      model.dispose();
    });
  });

  it("go through tfjs's own save and load with file://, in tfjs-node's format", async () => {
    const model = mnistCnn({ seed: 6 });
    const { modelArtifactsInfo } = await model.save(`file://${folder}`);
    assert.equal(modelArtifactsInfo.weightDataBytes, 54_410 * 4);
    const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
    assert.deepEqual(answer(loaded), answer(model));
    const json = JSON.parse(readFileSync(join(folder, "model.json"), "utf8"));
    assert.equal(json.format, "layers-model");
    assert.deepEqual(json.weightsManifest[0].paths, ["weights.bin"]);
    const specs = json.weightsManifest[0].weights as { name: string; shape: number[]; dtype: string }[];
    assert.deepEqual(
      specs.map(({ shape }) => shape),
      [[3, 3, 1, 32], [32], [5408, 10], [10]],
    );
  });

  it("may have their weights in several files, as the converter writes them", async () => {
    const model = mnistCnn({ seed: 7 });
    await saveModel(model, folder);
    const weights = readFileSync(join(folder, "weights.bin"));
    rmSync(join(folder, "weights.bin"));
    writeFileSync(join(folder, "group1-shard1of2.bin"), weights.subarray(0, 100_001));
    writeFileSync(join(folder, "group1-shard2of2.bin"), weights.subarray(100_001));
    const file = join(folder, "model.json");
    const json = JSON.parse(readFileSync(file, "utf8"));
    json.weightsManifest[0].paths = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
    writeFileSync(file, JSON.stringify(json));
    assert.deepEqual(answer(await loadModel(folder)), answer(model));
  });

  it("say which file is missing, damaged or cut off", async () => {
    const refuses = (message: RegExp) =>
      assert.rejects(loadModel(folder), (error) => {
        assert.ok(error instanceof DataError, `${error}`);
        assert.match(error.message, message);
        return true;
      });
    await assertNoLeak(async () => {
      await refuses(/model\.json cannot be read: there is no such file/);
      const model = mnistCnn();
      await saveModel(model, folder);
      model.dispose();
      truncateSync(join(folder, "weights.bin"), 1000);
      await refuses(/weights\.bin is truncated: expected 217640 bytes of weights, found 1000/);
      rmSync(join(folder, "weights.bin"));
      await refuses(/weights\.bin cannot be read: there is no such file/);
      const file = join(folder, "model.json");
      const json = readFileSync(file, "utf8");
      writeFileSync(file, json.replace('"format":"layers-model"', '"format":"graph-model"'));
      writeFileSync(join(folder, "weights.bin"), new Uint8Array(217640));
      await refuses(/graph model: load it with tf\.loadGraphModel/);
      writeFileSync(file, json.slice(0, 100));
      await refuses(/model\.json is damaged: expected JSON/);
      writeFileSync(file, "{}");
      await refuses(/model\.json is not a TensorFlow\.js model: expected modelTopology and weightsManifest/);
    });
  });
});
