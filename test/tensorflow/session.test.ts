import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { root } from "../goldens.ts";
import { stands } from "./standIn.ts";

const run = promisify(execFile);
const session = pathToFileURL(join(root, "dist/kernel/tensorflow/session.js")).href;

interface Outcome {
  backend?: string;
  device?: string;
  sentence?: string;
  reasons?: { backend: string; why: string; remedy?: string }[];
  error?: string;
  warned: string;
  more?: unknown;
}

/** Starts a session in a process of its own, as the kernel does, and reports what came of it. */
async function started(folder: string, environment: Record<string, string> = {}, more = "undefined"): Promise<Outcome> {
  const script = `
    import * as tf from "@tensorflow/tfjs";
    import { backendInfo } from "glassbook";
    import { startSession } from ${JSON.stringify(session)};
    let outcome;
    try {
      await startSession({ folder: ${JSON.stringify(folder)} });
      const info = backendInfo();
      const { backend, device, reasons } = info;
      outcome = { backend, device, reasons, sentence: info.describe(), more: ${more} };
    } catch (error) {
      outcome = { error: error.name + ": " + error.message };
    }
    process.stdout.write(JSON.stringify(outcome) + "\\n", () => process.exit());
  `;
  const { GLASSBOOK_BACKEND: _, ...inherited } = process.env;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...inherited, GLASSBOOK_TENSORFLOW: join(folder, "cache/tensorflow"), ...environment },
  });
  return { ...(JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Outcome), warned: stderr };
}

describe("the TensorFlow session", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-session-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const install = (name: string, source: string) => {
    const place = join(folder, "node_modules", ...name.split("/"));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, "index.js"), source);
  };

  it("runs on wasm where nothing better is installed, and says why and what would be better", async () => {
    const { backend, device, reasons, sentence, warned } = await started(folder);
    assert.deepEqual([backend, device], ["wasm", "CPU, 1 thread"]);
    assert.deepEqual(
      reasons?.map((reason) => reason.backend),
      ["tfjs-node-gpu", "tfjs-node", "webgpu"],
    );
    assert.equal(
      sentence,
      "This session runs on TensorFlow.js with WebAssembly (CPU, 1 thread).\n" +
        "Not installed: @tensorflow/tfjs-node-gpu, @tensorflow/tfjs-node, TensorFlow.js with WebGPU.\n" +
        "To use an NVIDIA GPU, run `npx glassbook setup-tensorflow --gpu`.\n" +
        "Layers models run on ONNX Runtime whenever possible.",
    );
    assert.equal(warned, "");
  });

  it("prefers tfjs-node-gpu from the notebook's folder, in the kernel's one tfjs", async () => {
    install("@tensorflow/tfjs", "throw new Error('a second tfjs was loaded')");
    install("@tensorflow/tfjs-node-gpu", stands(true));
    install("@tensorflow/tfjs-node", "throw new Error('not asked for')");
    const training = `await (async () => {
      const { ImageSet } = await import("glassbook/datasets");
      const { evaluate, train } = await import("glassbook/models");
      const layer = tf.layers.dense({ units: 2, activation: "softmax" });
      const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), layer] });
      const data = new ImageSet(new Uint8Array(16), Uint8Array.of(0, 1, 0, 1), [2, 2, 1]);
      const history = await train(model, data, { epochs: 1, batchSize: 2 });
      const { engine } = await evaluate(model, data);
      return [tf.getBackend(), history.engine, history.reason, engine];
    })()`;
    const outcome = await started(folder, {}, training);
    assert.deepEqual([outcome.backend, outcome.device], ["tfjs-node-gpu", "GPU, libtensorflow 2.99"]);
    const reason = "the session computes on a GPU (tensorflow)";
    assert.deepEqual(outcome.more, ["tensorflow", "tfjs", reason, "tfjs"]);
    assert.equal(outcome.sentence, "This session runs on @tensorflow/tfjs-node-gpu (GPU, libtensorflow 2.99).");
  });

  it("uses the GPU package's CPU side where it finds no GPU, and says so", async () => {
    install("@tensorflow/tfjs-node-gpu", stands(false));
    const { backend, device, sentence } = await started(folder);
    assert.deepEqual([backend, device], ["tfjs-node", "CPU, libtensorflow 2.99"]);
    assert.match(sentence ?? "", /tfjs-node-gpu is not used: it is installed but finds no CUDA GPU\./);
  });

  it("goes on to the next where a package does not load, leaving nothing of it behind", async () => {
    const broken = `${stands(true)}\nthrow new Error("libcudart.so.11.0: cannot open shared object file\\nat line two")`;
    install("@tensorflow/tfjs-node-gpu", broken);
    install("@tensorflow/tfjs-node", stands(false));
    const { backend, sentence, warned } = await started(folder);
    assert.equal(backend, "tfjs-node");
    const why = "it is installed but does not load (libcudart.so.11.0: cannot open shared object file)";
    assert.match(sentence ?? "", new RegExp(why.replace(/[.()]/g, "\\$&")));
    assert.doesNotMatch(warned, /already registered/);
  });

  const setUpInCache = (source: string) => {
    const place = join(folder, "cache", "tensorflow", "one");
    const files = join(place, "node_modules", "@tensorflow", "tfjs-node");
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, "index.js"), source);
    writeFileSync(join(folder, "cache", "tensorflow", "tfjs-node.json"), JSON.stringify({ folder: place }));
  };

  it("uses what setup-tensorflow left in the user's cache, and what the notebook's folder has before it", async () => {
    setUpInCache(stands(false));
    const outcome = await started(folder);
    assert.deepEqual([outcome.backend, outcome.device], ["tfjs-node", "CPU, libtensorflow 2.99"]);
    install("@tensorflow/tfjs-node", stands(false).replace("2.99", "2.77"));
    assert.equal((await started(folder)).device, "CPU, libtensorflow 2.77");
    install("@tensorflow/tfjs-node", "throw new Error('the download was blocked')");
    assert.equal((await started(folder)).device, "CPU, libtensorflow 2.99");
  });

  it("goes on where the set-up is damaged or gone", async () => {
    setUpInCache("throw new Error('libtensorflow_cc.so.2: file too short')");
    const { backend, sentence } = await started(folder);
    assert.equal(backend, "wasm");
    assert.match(sentence ?? "", /tfjs-node is not used: it is installed but does not load \(libtensorflow_cc/);
    rmSync(join(folder, "cache", "tensorflow", "one"), { recursive: true });
    assert.equal((await started(folder)).reasons?.[1]?.why, "it is not installed");
    writeFileSync(join(folder, "cache", "tensorflow", "tfjs-node.json"), "{");
    assert.equal((await started(folder)).backend, "wasm");
  });

  it("chooses anew when asked, and stays where the other does not work", async () => {
    const more = `await (async () => {
      const session = globalThis[Symbol.for("glassbook.session")];
      const kept = tf.tensor1d([1, 2]);
      await session.choose("cpu");
      const moved = [tf.getBackend(), ...(await kept.add(1).data())];
      const refused = await session.choose("tfjs-node").catch((error) => error.message);
      return [moved, tf.getBackend(), backendInfo().backend, refused];
    })()`;
    const { more: outcome } = await started(folder, {}, more);
    const refused =
      "%backend names a backend that does not work (tfjs-node: it is not installed). Run `npx glassbook setup-tensorflow`, or name none: the fastest that works is used.";
    assert.deepEqual(outcome, [["cpu", 2, 3], "cpu", "cpu", refused]);
  });

  it("goes on where a backend cannot compute", async () => {
    const source = stands(false).replace(
      "...kernel,",
      '...kernel, kernelFunc: kernel.kernelName === "BatchMatMul" ? () => { throw new Error("no driver"); } : kernel.kernelFunc,',
    );
    install("@tensorflow/tfjs-node", source);
    const { backend, reasons } = await started(folder);
    assert.equal(backend, "wasm");
    assert.equal(reasons?.[1]?.why, "no driver");
  });

  it("takes the one that GLASSBOOK_BACKEND names, and no other", async () => {
    const cpu = await started(folder, { GLASSBOOK_BACKEND: "cpu" });
    assert.equal(cpu.backend, "cpu");
    assert.match(cpu.sentence ?? "", /too slow for training \(CPU, 1 thread\), as set by GLASSBOOK_BACKEND\./);
    const missing = await started(folder, { GLASSBOOK_BACKEND: "tfjs-node" });
    assert.equal(
      missing.error,
      "BackendError: GLASSBOOK_BACKEND names a backend that does not work (tfjs-node: it is not installed). " +
        "Run `npx glassbook setup-tensorflow`, or name none: the fastest that works is used.",
    );
    const unknown = await started(folder, { GLASSBOOK_BACKEND: "cuda" });
    assert.match(unknown.error ?? "", /names cuda: expected one of tfjs-node-gpu, tfjs-node, webgpu, wasm, cpu/);
  });

  it("is told of by backendInfo also where none was started", async () => {
    const script = 'import { backendInfo } from "glassbook"; console.log(backendInfo().describe())';
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script]);
    assert.match(stdout, /runs on its \w* ?backend; no Glassbook session was started/);
  });
});
