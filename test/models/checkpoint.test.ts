import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataError, OptionError } from "../../kernel/library/ground/errors.ts";
import { type History, type TrainOptions, train } from "../../kernel/library/models/index.ts";
import { decodeSafetensors, encodeSafetensors } from "../../kernel/library/models/safetensors.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { distance, smallCnn, stripes, weightsOf } from "./smallProblem.ts";

const file = "checkpoint.safetensors";

let engine: "tfjs" | "onnx" = "tfjs";

/** 100 stripes in batches of 32: four steps an epoch. */
async function trained(options: TrainOptions): Promise<{ history: History; weights: number[][] }> {
  const model = smallCnn();
  try {
    const history = await train(model, stripes(100), { epochs: 3, batchSize: 32, engine, ...options });
    return { history, weights: weightsOf(model) };
  } finally {
    model.dispose();
  }
}

/** Stops after a number of steps, as an impatient user would. */
function stoppingAfter(steps: number): TrainOptions {
  const stop = new AbortController();
  let done = 0;
  return { signal: stop.signal, callbacks: { onBatchEnd: () => (++done === steps ? stop.abort() : undefined) } };
}

const withoutTimes = ({ epochs }: History) => epochs.map(({ seconds, ...logs }) => logs);

describe("checkpoints", () => {
  let folder: string;
  before(ready);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-checkpoint-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const name of ["tfjs", "onnx"] as const) {
    describe(`of ${name}`, () => {
      before(() => {
        engine = name;
      });
      after(() => {
        engine = "tfjs";
      });

      for (const steps of [2, 4, 5, 11]) {
        it(`goes on after ${steps} of 12 steps to the weights and the history of an uninterrupted training`, async () => {
          const whole = await trained({});
          const half = await trained({ checkpoint: { folder }, ...stoppingAfter(steps) });
          assert.deepEqual([half.history.stopped, half.history.steps], ["aborted", steps]);
          assert.ok(distance(half.weights, whole.weights) > 1e-5);
          const rest = await trained({ checkpoint: { folder } });
          assert.deepEqual(rest.weights, whole.weights);
          assert.deepEqual(withoutTimes(rest.history), withoutTimes(whole.history));
          assert.deepEqual([rest.history.steps, rest.history.resumedFrom], [12, steps]);
        });
      }

      it("restores a finished training without a step, and goes on when more epochs are asked for", async () => {
        const first = await trained({ checkpoint: { folder } });
        const again = await trained({ checkpoint: { folder } });
        assert.deepEqual(again.weights, first.weights);
        assert.equal(again.history.resumedFrom, 12);
        const more = await trained({ epochs: 4, checkpoint: { folder } });
        assert.deepEqual(more.weights, (await trained({ epochs: 4 })).weights);
      });
    });
  }

  it("refuses to go on with other options, another model or a damaged file, and says what differs", async () => {
    await trained({ epochs: 1, checkpoint: { folder } });
    const refuses = (options: TrainOptions, type: typeof OptionError | typeof DataError, message: RegExp) =>
      assert.rejects(trained({ checkpoint: { folder }, ...options }), (error: Error) => {
        assert.ok(error instanceof type && message.test(error.message), `${error}`);
        return true;
      });
    await assertNoLeak(async () => {
      await refuses(
        { seed: 7 },
        OptionError,
        /checkpoint\.safetensors was written with seed 42, but this training has 7/,
      );
      await refuses({ batchSize: 10 }, OptionError, /batchSize 32, but this training has 10/);
      await refuses({ optimizer: "sgd" }, OptionError, /optimizer adam, but this training has sgd/);
      await refuses({ checkpoint: { folder, every: 0 } }, OptionError, /checkpoint\.every is 0/);
      truncateSync(join(folder, file), 900);
      await refuses({}, DataError, /checkpoint\.safetensors is damaged: .*found/);
      writeFileSync(join(folder, file), encodeSafetensors({ arrays: {}, metadata: {} }));
      await refuses({}, DataError, /not a checkpoint/);
    });
  });

  it("refuses another training's: of other data, or of a model that began with other weights", async () => {
    const of = async (seed: number, data: number, anyWeights = false) => {
      const model = smallCnn({ seed });
      try {
        return await train(model, stripes(100, data), {
          epochs: 2,
          batchSize: 50,
          engine,
          checkpoint: { folder, anyWeights },
        });
      } finally {
        model.dispose();
      }
    };
    await of(3, 1);
    await assert.rejects(of(3, 2), { name: "DataError", message: /other data of the same size/ });
    await assert.rejects(of(4, 1), { name: "DataError", message: /began with other weights: .*anyWeights: true/ });
    assert.equal((await of(4, 1, true)).resumedFrom, 4);
    assert.equal((await of(3, 1)).resumedFrom, 4);
  });

  it("goes on with the model that was stopped, whose weights are the checkpoint's", async () => {
    const model = smallCnn();
    const options = { epochs: 3, batchSize: 32, engine, checkpoint: { folder } };
    await train(model, stripes(100), { ...options, ...stoppingAfter(5) });
    assert.equal((await train(model, stripes(100), options)).resumedFrom, 5);
    assert.deepEqual(weightsOf(model), (await trained({})).weights);
    model.dispose();
  });

  it("survives kill -9 in the midst of its writing", async () => {
    const script = `
      import * as tf from "@tensorflow/tfjs";
      import { ImageSet } from "glassbook/datasets";
      import { train } from "glassbook/models";
      await tf.setBackend("cpu");
      const seed = 5;
      const kernelInitializer = tf.initializers.glorotUniform({ seed });
      const layer = tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer, name: "only" });
      const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [6, 6, 1] }), layer] });
      const pixels = Uint8Array.from({ length: 300 * 36 }, (_, i) => (i * i * 31) % 256);
      const data = new ImageSet(pixels, Uint8Array.from({ length: 300 }, (_, i) => i % 3), [6, 6, 1]);
      const checkpoint = process.argv[1] === "none" ? undefined : { folder: process.argv[1], every: 1 };
      const onBatchEnd = (step, { epoch }) => process.stdout.write("step " + epoch + "." + step + "\\n");
      const { resumedFrom = 0 } = await train(model, data, {
        epochs: 3, batchSize: 10, engine: "tfjs", checkpoint, callbacks: { onBatchEnd },
      });
      const weights = model.getWeights().map((weight) => [...weight.dataSync()]);
      process.stdout.write("done " + JSON.stringify({ resumedFrom, weights }) + "\\n");
    `;
    const run = async (where: string, killAt?: string) => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", script, where], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (killAt && output.includes(killAt)) child.kill("SIGKILL");
      });
      await once(child, "close");
      const done = output.split("\n").find((line) => line.startsWith("done "));
      return done === undefined
        ? undefined
        : (JSON.parse(done.slice(5)) as { resumedFrom: number; weights: number[][] });
    };
    const whole = await run("none");
    assert.equal(await run(folder, "step 1.20"), undefined);
    assert.equal(await run(folder, "step 2.15"), undefined);
    const resumed = await run(folder);
    assert.ok(whole && resumed && resumed.resumedFrom >= 44, `resumed from step ${resumed?.resumedFrom}`);
    assert.deepEqual(resumed.weights, whole.weights);
  });

  it("leaves one whole file, which safetensors' own description fits", async () => {
    await trained({ epochs: 1, checkpoint: { folder, every: 1 } });
    assert.deepEqual(readdirSync(folder), [file]);
    const bytes = readFileSync(join(folder, file));
    const { arrays, metadata } = decodeSafetensors(bytes, file);
    // Four weights and two moments each; Adam's moments are not zero after a step.
    assert.equal(Object.keys(arrays).length, 12);
    assert.equal(metadata.steps, "4");
    for (const { shape, values } of Object.values(arrays)) {
      assert.equal(
        shape.reduce((product, n) => product * n, 1),
        values.length,
      );
      assert.ok(values.some((value) => value !== 0));
    }
    const header = Number(bytes.readBigUInt64LE(0));
    assert.equal((8 + header) % 8, 0);
    const entries = Object.entries(JSON.parse(bytes.toString("utf8", 8, 8 + header))).filter(
      ([name]) => name !== "__metadata__",
    );
    const ends = entries.map(([, entry]) => (entry as { data_offsets: [number, number] }).data_offsets[1]);
    assert.equal(8 + header + Math.max(...ends), bytes.length);
  });
});
