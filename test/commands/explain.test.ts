import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs";
import { decode, encode } from "fast-png";
import jpeg from "jpeg-js";
import { Explanation, gridSegments, KernelShap } from "../../kernel/library/explain/index.ts";
import { parseNpy } from "../../kernel/library/inputFiles/npy.ts";
import { unzip } from "../../kernel/library/inputFiles/unzip.node.ts";
import { saveModel } from "../../kernel/library/models/index.ts";
import { images, modelA, target } from "../explain/modelA.ts";
import { root } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { glassbook as run } from "./glassbook.ts";

const bytes = Uint8Array.from(images.values, (value) => Math.round(value * 255));
const digit = (index: number) => bytes.slice(index * 784, (index + 1) * 784);

function npyOf(values: Float64Array, shape: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")}), }\n`;
  const start = Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length, 0)}${header}`, "latin1");
  return Buffer.concat([start, Buffer.from(values.buffer)]);
}

describe("glassbook explain", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    await ready();
    folder = await mkdtemp(join(tmpdir(), "glassbook-explain-"));
    const model = modelA();
    await saveModel(model, join(folder, "digits"));
    model.dispose();
    const png = encode({ width: 28, height: 28, channels: 1, depth: 8, data: digit(7) });
    await writeFile(join(folder, "seven.png"), png);
  });
  after(() => rm(folder, { recursive: true }));

  const glassbook = (...parameters: string[]) => run(folder, "explain", ...parameters);

  it("says whether the methods agree, and writes a picture, a page and JSON", async () => {
    const out = ["r.png", "pages/r.html", "r.json"].flatMap((file) => ["--out", file]);
    const { status, stdout, stderr } = await glassbook("digits", "seven.png", "--samples", "200", ...out);
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /^The (5 methods give similar maps|methods disagree)[\s\S]*• Kernel SHAP explains the probability of class 7/,
    );
    assert.match(stdout, /wrote r\.png\nwrote pages\/r\.html\nwrote r\.json\n$/);
    assert.match(stderr, /The model does not say how its pictures are prepared: bytes were divided by 255/);
    assert.ok(decode(await readFile(join(folder, "r.png"))).width > 200);
    const page = await readFile(join(folder, "pages/r.html"), "utf8");
    assert.match(page, /Kernel SHAP explains the probability of class 7/);
    const { explanations, agreement } = JSON.parse(await readFile(join(folder, "r.json"), "utf8"));
    assert.equal(agreement[0].names.length, 5);
    // The same values as a cell gives, up to the picture's 8 bits.
    const found = explanations.map((json: unknown) => Explanation.fromJSON(json));
    const shap = found.find((own: Explanation) => own.method === "KernelShap") ?? assert.fail("KernelShap");
    const model = modelA();
    const own = await new KernelShap(model).attribute(
      { values: Float32Array.from(digit(7), (value) => value / 255), shape: [1, 28, 28, 1] },
      { featureMask: gridSegments([28, 28], 4), nSamples: 200 },
    );
    model.dispose();
    assert.ok(shap.values.every((value: number, i: number) => Math.abs(value - own.values[i]) < 1e-5));
  });

  it("reads idx, also gzipped, chosen rows of it, for one class, in Chinese; writes .npz", async () => {
    const header = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 8, 0, 0, 0, 28, 0, 0, 0, 28);
    await writeFile(join(folder, "images.gz"), gzipSync(Buffer.concat([header, bytes])));
    const { status, stdout, stderr } = await glassbook(
      ...["digits", "images.gz", "--rows", "2,5", "--method", "saliency", "--target", "3"],
      ...["--out", "map.npz", "--locale", "zh-CN"],
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /类别 3/);
    const files = unzip(await readFile(join(folder, "map.npz")), "map.npz");
    const inputs = parseNpy(files.get("inputs.npy") ?? new Uint8Array(), "inputs");
    assert.deepEqual(inputs.shape, [2, 28, 28, 1]);
    assert.deepEqual(
      Uint8Array.from(inputs.values.subarray(784), (value) => Math.round(value * 255)),
      digit(5),
    );
    const again = await glassbook("digits", "map.npz", "--method", "Saliency", "--rows", "1");
    assert.equal(again.status, 0, again.stderr);
    assert.match(again.stdout, new RegExp(`class ${target[5]}`));
  });

  it("brings a JPEG of another size and color to what the model takes, and says so", async () => {
    // Twice as large, in color, dark on light.
    const data = new Uint8Array(56 * 56 * 4);
    for (let i = 0; i < 56 * 56; i++) {
      const ink = digit(7)[Math.floor(i / 112) * 28 + Math.floor((i % 56) / 2)];
      data.set([255 - ink, 255 - ink, 255 - ink, 255], i * 4);
    }
    await writeFile(join(folder, "seven.jpg"), jpeg.encode({ width: 56, height: 56, data }, 95).data);
    const { status, stdout, stderr } = await glassbook("digits", "seven.jpg", "--invert", "--method", "Saliency");
    assert.equal(status, 0, stderr);
    assert.match(
      stderr,
      /seven\.jpg: Converted from color to gray\.[\s\S]*Resized from 56 × 56 to the model's 28 × 28 pixels/,
    );
    assert.match(stdout, /The model predicts 7/);
  });

  it("calls the inputs of several files by the files' names", async () => {
    await writeFile(join(folder, "again.png"), await readFile(join(folder, "seven.png")));
    const { status, stdout, stderr } = await glassbook("digits", "seven.png", "again.png", "--method", "Saliency");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /seven\.png:[\s\S]*again\.png:/);
    assert.doesNotMatch(stdout, /Input \d/);
  });

  it("says how a value that begins with a minus is written", async () => {
    const { status, stderr } = await glassbook("digits", "seven.png", "--target", "-1");
    assert.equal(status, 2);
    assert.match(stderr, /^glassbook: --target is followed by a word that begins with "-": write --target=VALUE/);
    assert.match((await glassbook("digits", "seven.png", "--target=-1")).stderr, /--target is -1: expected a whole/);
  });

  it("offers for gray pictures only the ways to prepare them that fit one channel", async () => {
    const { status, stdout, stderr } = await run(folder, "inspect", "digits");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /How pictures are prepared is unknown[\s\S]*\n {2}unit /);
    assert.doesNotMatch(stdout, /imagenet|caffe/);
  });

  it("explains rows of a CSV file against the file's own rows, by the names of its columns", async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [3], units: 2, activation: "softmax" })] });
    model.setWeights([tf.tensor2d([1, -1, 0, 0, -2, 2], [3, 2]), tf.zeros([2])]);
    await saveModel(model, join(folder, "rows"));
    model.dispose();
    // A row that lacks a value stands for nothing.
    const lines = Array.from({ length: 30 }, (_, i) => `${i % 5},${i % 7},${i % 3},${i % 2 ? "yes" : "no"}`);
    await writeFile(join(folder, "rows.csv"), ["age,income,visits,bought", ...lines, "?,1,2,no"].join("\n"));
    const { status, stdout, stderr } = await glassbook(
      "rows",
      "rows.csv",
      "--label",
      "bought",
      "--rows",
      "4",
      "--out",
      "t.html",
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /• Shapley Values/);
    assert.match(stdout, /age = 4/);
    assert.match(await readFile(join(folder, "t.html"), "utf8"), /Shapley Values/);
    const wrong = await glassbook("rows", "rows.csv");
    assert.equal(wrong.status, 2);
    assert.match(
      wrong.stderr,
      /has 4 columns \(age, income, visits, bought\), but the model takes 3: name the label's column/,
    );
  });

  it("explains an ONNX file on NumPy's arrays", async () => {
    const shape = [2, 1, 8, 8];
    await writeFile(
      join(folder, "x.npy"),
      npyOf(
        Float64Array.from({ length: 128 }, (_, i) => (i % 9) / 9),
        shape,
      ),
    );
    const onnx = join(root, "test/fixtures/onnx/torch-cnn-softmax.onnx");
    const { status, stdout, stderr } = await glassbook(onnx, "x.npy", "--samples", "150");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /Input 1\./);
  });

  it("explains rows of NumPy's by a graph model", async () => {
    const float = { dtype: { type: "DT_FLOAT" } };
    const node = (name: string, op: string, input: string[] = [], attr: object = {}) => ({ name, op, input, attr });
    const shape = { shape: { dim: [{ size: "-1" }, { size: "4" }] } };
    const model = {
      format: "graph-model",
      modelTopology: {
        node: [
          node("x", "Placeholder", [], { ...float, shape }),
          node("kernel", "Const", [], float),
          node("logits", "MatMul", ["x", "kernel"]),
          node("Identity", "Softmax", ["logits"]),
        ],
        versions: { producer: 1 },
      },
      weightsManifest: [{ paths: ["w.bin"], weights: [{ name: "kernel", shape: [4, 2], dtype: "float32" }] }],
    };
    await mkdir(join(folder, "graph"));
    await writeFile(join(folder, "graph/model.json"), JSON.stringify(model));
    await writeFile(join(folder, "graph/w.bin"), new Uint8Array(Float32Array.of(2, -2, 0, 0, -1, 1, 0, 0).buffer));
    await writeFile(join(folder, "rows.npy"), npyOf(Float64Array.of(1, 5, 1, 0, 0, 0, 2, 0), [2, 4]));
    const { status, stdout, stderr } = await glassbook("graph", "rows.npy", "--method", "ShapleyValues");
    assert.equal(status, 0, stderr);
    assert.match(
      stdout,
      /Input 0\.[\s\S]*The model predicts 0[\s\S]*value 0[\s\S]*Input 1\.[\s\S]*The model predicts 1/,
    );
  });

  for (const [what, parameters, message] of [
    ["a missing input", ["digits", "nowhere.png"], /nowhere\.png cannot be read: there is no such file/],
    ["weights alone", ["w.safetensors", "seven.png"], /has weights but no model/],
    [
      "an unknown method",
      ["digits", "seven.png", "--method", "magic"],
      /there is no method magic: expected one of AttentionRollout/,
    ],
    [".npz of several methods", ["digits", "seven.png", "--out", "a.npz"], /choose the method with --method/],
    ["a class that is not there", ["digits", "seven.png", "--target", "12"], /target 12 is out of range/],
    ["rows that are not there", ["digits", "seven.png", "--rows", "3"], /--rows has 3: expected 0 to 0/],
    ["an input of no known kind", ["digits", "rows.txt"], /is an unsupported file type/],
  ] as const) {
    it(`answers ${what} with one line and status 2`, async () => {
      if (what.startsWith("an input")) await writeFile(join(folder, "rows.txt"), "1 2 3");
      const { status, stderr } = await glassbook(...parameters);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /\n {4}at /);
    });
  }
});

describe("files of inputs", () => {
  it("refuses .npy and .npz files that are damaged or hold no numbers", () => {
    const npy = (header: string, data = new Uint8Array()) =>
      Buffer.concat([
        Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length, 0)}${header}`, "latin1"),
        data,
      ]);
    const of = (descr: string, shape: string, order = "False") =>
      `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;
    assert.throws(() => parseNpy(Buffer.from("hello world"), "a.npy"), {
      name: "DataError",
      message: /a\.npy is not an \.npy file/,
    });
    assert.throws(() => parseNpy(npy(of("<U3", "(2,)")), "a.npy"), { message: /has the type '<U3': expected numbers/ });
    assert.throws(() => parseNpy(npy(of("<f4", "(2, 2)", "True")), "a.npy"), { message: /Fortran order/ });
    assert.throws(() => parseNpy(npy(of("<f4", "(3,)"), new Uint8Array(8)), "a.npy"), {
      message: /expected 12 bytes for \[3\], found 8/,
    });
    assert.throws(() => unzip(new Uint8Array(50), "a.npz"), {
      name: "DataError",
      message: /not a complete ZIP archive/,
    });
    const { values, shape } = parseNpy(npy(of(">i2", "(2,)"), Uint8Array.of(1, 0, 255, 255)), "a.npy");
    assert.deepEqual([...values, ...shape], [256, -1, 2]);
    assert.deepEqual(
      parseNpy(npy(of("<f2", "(3,)"), Uint8Array.of(0, 0x3c, 0, 0xc0, 0, 0x7c)), "h").values,
      Float32Array.of(1, -2, Infinity),
    );
  });
});
