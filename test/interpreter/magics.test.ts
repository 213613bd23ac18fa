import assert from "node:assert/strict";
import { blankMagics, magicLines } from "../../kernel/interpreter/magicLines.ts";
import { duration } from "../../kernel/interpreter/magics.ts";
import { startKernel } from "../kernel.ts";

describe("magics", () => {
  let kernel: ReturnType<typeof startKernel>;
  before(() => {
    kernel = startKernel();
  });
  after(() => kernel.stop());

  it("%time gives the value and declares names, and tells the time also of what throws", async () => {
    const timed = await kernel.run("%time const a: number = await Promise.resolve(41)\n%time a + 1");
    assert.equal(timed.value, "42");
    assert.match(timed.stdout, /^took [\d.]+ [µm]?s\ntook [\d.]+ [µn]?s\n$/);
    const thrown = await kernel.run("%time (() => { throw new Error('x') })()");
    assert.match(thrown.stdout, /took/);
    assert.match(thrown.error ?? "", /Error: x/);
  });

  it("%timeit runs code many times", async () => {
    const { stdout } = await kernel.run("let times = 0\n%timeit times++");
    assert.match(stdout, /± .* per run \(mean ± sd of 7 rounds, [\d,]+ runs each\)/);
    assert.ok(Number((await kernel.run("times")).value) > 7);
  });

  it("%who lists the names with types, %reset forgets them", async () => {
    await kernel.run("const list = [1, 2]; class Net {}; function f() {}");
    assert.match((await kernel.run("%who")).stdout, /list: Array\(2\)\nNet: class\nf: function/);
    await kernel.run("%reset");
    assert.equal((await kernel.run("%who")).stdout, "no cell has declared a name\n");
    assert.equal((await kernel.run("typeof list")).value, "'undefined'");
  });

  it("%tensors counts, %backend names what runs", async () => {
    assert.match((await kernel.run("%tensors")).stdout, /has not been imported/);
    assert.match((await kernel.run("%backend")).stdout, /TensorFlow\.js/);
    assert.match(
      (await kernel.run("import * as tf from '@tensorflow/tfjs'; const t = tf.zeros([256, 1024])\n%tensors")).stdout,
      /1 tensor, 1\.0 MiB/,
    );
    assert.equal((await kernel.run("%tensors")).stdout, "1 tensor, 1.0 MiB; the previous cell added 1\n");
    const refused = (await kernel.run("%backend abacus")).error ?? "";
    assert.match(refused, /%backend names abacus: expected one of tfjs-node-gpu, .*, cpu/);
    assert.match((await kernel.run("%backend cpu")).stdout, /\(CPU, 1 thread\), as set by %backend/);
    assert.equal((await kernel.run("tf.getBackend()")).value, "'cpu'");
  });

  it("explains itself", async () => {
    assert.match((await kernel.run("%help")).stdout, /%timeit CODE/);
    assert.match((await kernel.run("%who?")).stdout, /the names that cells declared/);
    assert.match((await kernel.run("%fly")).error ?? "", /there is no magic %fly: expected one of %time/);
  });

  it("leaves what is no magic", async () => {
    assert.equal((await kernel.run("const time = 3; 7\n% time")).value, "1");
    assert.equal((await kernel.run("const b = 4; 9\n%b")).value, "1");
    assert.equal(magicLines("a\n%b")[0], undefined);
    assert.equal(blankMagics("x\n%time y\n  %who"), "x\n      y\n      ");
  });

  it("writes times in the unit that fits", () => {
    assert.deepEqual([2e-5, 0.5, 12.34, 1500, 61_000].map(duration), [
      "20.0 ns",
      "500 µs",
      "12.3 ms",
      "1.50 s",
      "1 min 1 s",
    ]);
  });
});
