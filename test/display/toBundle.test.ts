import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import jpeg from "jpeg-js";
import { displayKey, mime, plot, toBundle } from "../../kernel/library/display/index.ts";
import { Saliency } from "../../kernel/library/explain/index.ts";
import { decodePicture } from "../../kernel/library/inputFiles/decodePicture.node.ts";
import type { Picture } from "../../kernel/library/inputFiles/Picture.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { explain } from "./fixture.ts";

const text = async (value: unknown) => (await toBundle(value))[mime.text] as string;
const types = async (value: unknown) => Object.keys(await toBundle(value));

describe("toBundle", () => {
  it("says what the maps of several inputs say, which have no one figure", async () => {
    const [left, right] = [2, 3].map((units) => tf.input({ shape: [units] })) as [tf.SymbolicTensor, tf.SymbolicTensor];
    const joined = tf.layers.concatenate().apply([left, right]) as tf.SymbolicTensor;
    const model = tf.model({
      inputs: [left, right],
      outputs: tf.layers.dense({ units: 2, activation: "softmax" }).apply(joined) as tf.SymbolicTensor,
    });
    const map = await new Saliency(model).attribute([tf.ones([1, 2]), tf.ones([1, 3])]);
    assert.equal(await text(map), map.describe());
  });

  it("asks the value first, whether it answers at once, later, or is a class", async () => {
    const bundle = { "text/plain": "hello" };
    class Shown {
      static [displayKey]() {
        return bundle;
      }
      [displayKey]() {
        return bundle;
      }
    }
    assert.deepEqual(toBundle({ [displayKey]: () => bundle }), bundle);
    assert.deepEqual(await toBundle({ [displayKey]: async () => bundle }), bundle);
    assert.deepEqual(toBundle(new Shown()), bundle);
    assert.deepEqual(toBundle(Shown), bundle);
    const seen: unknown[] = [];
    const self = {
      [displayKey]() {
        seen.push(this);
        return bundle;
      },
    };
    toBundle(self);
    assert.deepEqual(seen, [self]);
  });

  it("survives a value that fails to show itself, and says why", async () => {
    const failing = {
      name: "x",
      [displayKey]() {
        throw new Error("no canvas here");
      },
    };
    assert.match(await text(failing), /name: 'x'[\s\S]*how it shows itself failed: no canvas here/);
    assert.match(await text({ [displayKey]: () => Promise.reject(new Error("late")) }), /failed: late/);
    assert.match(await text({ [displayKey]: () => 7 }), /Object gave 7 instead of a MIME bundle/);
    assert.match(await text({ [displayKey]: () => ({ plain: "x" }) }), /instead of a MIME bundle/);
    assert.match(await text({ [displayKey]: () => ({ "application/json": { big: 1n } }) }), /failed: .*BigInt/);
  });

  it("survives proxies and getters that throw", async () => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("do not touch");
        },
      },
    );
    assert.match(await text(hostile), /failed: do not touch/);
    const getter = {
      get [Symbol.toStringTag](): string {
        throw new Error("no");
      },
    };
    assert.equal(typeof (await text(getter)), "string");
  });

  it("previews tensors: dtype, shape, values with the middle left out; disposes nothing", async () => {
    const before = tf.memory().numTensors;
    const small = tf.tensor2d([
      [1.5, -2],
      [3, 4e-8],
    ]);
    assert.equal(await text(small), "Tensor float32 [2, 2]\n[[1.5, -2],\n [3, 4e-8]]");
    const long = tf.range(0, 1000, 1, "int32");
    assert.equal(await text(long), "Tensor int32 [1000]\n[0, 1, 2, …, 997, 998, 999]");
    const scalar = tf.scalar(true);
    assert.equal(await text(scalar), "Tensor bool [] 1");
    const none = tf.zeros([0, 3]);
    assert.equal(await text(none), "Tensor float32 [0, 3] (empty)");
    assert.equal(tf.memory().numTensors, before + 4);
    tf.dispose([small, long, scalar, none]);
    assert.match(await text(small), /disposed/);
  });

  it("shows tensors that are pictures as pictures, and others not", async () => {
    const digits = tf.fill([2, 28, 28, 1], 0.5);
    assert.deepEqual(await types(digits), [mime.images, mime.html, mime.png, mime.text]);
    assert.match(await text(digits), /^Tensor float32 \[2, 28, 28, 1\]/);
    const logits = tf.fill([2, 28, 28, 1], -3);
    const kernel = tf.fill([3, 3, 1, 32], 0.5);
    assert.deepEqual(await types(logits), [mime.text]);
    assert.deepEqual(await types(kernel), [mime.text]);
    tf.dispose([digits, logits, kernel]);
  });

  it("shows photographs as themselves: gray ones bright where they are high, color as it is, of bytes too", async () => {
    const pixel = async (value: unknown, row: number, column: number) => {
      const bundle = await toBundle(value);
      const { width, height, channels, data } = decodePicture(Buffer.from(bundle[mime.png] as string, "base64"));
      const at = (Math.floor((row * height) / 32) * width + Math.floor((column * width) / 48)) * channels;
      return [...data.subarray(at, at + channels)];
    };
    const square = (height: number, width: number, high: number) =>
      Uint8Array.from({ length: height * width }, (_, i) => (i % width > 30 && i / width < 20 ? high : 0));
    const scan = tf.tensor(Float32Array.from(square(32, 48, 1)), [1, 32, 48, 1]);
    assert.deepEqual(
      [await pixel(scan, 10, 40), await pixel(scan, 25, 10)],
      [
        [255, 255, 255],
        [0, 0, 0],
      ],
    );
    const bytes = Array.from(square(32, 48, 200), (red) => [red, 90, 30]).flat();
    for (const color of [
      tf.tensor3d(bytes, [32, 48, 3], "int32"),
      tf.tensor4d(bytes, [1, 32, 48, 3]),
      { width: 48, height: 32, channels: 3, data: Uint8Array.from(bytes), notes: ["as it was"] },
    ]) {
      assert.deepEqual(
        [await pixel(color, 10, 40), await pixel(color, 25, 10)],
        [
          [200, 90, 30],
          [0, 90, 30],
        ],
      );
      if (color instanceof tf.Tensor) color.dispose();
      else assert.equal(await text(color), "uint8 [32, 48, 3]\nas it was");
    }
    const jpegBytes = Buffer.from(
      jpeg.encode({ width: 48, height: 32, data: new Uint8Array(48 * 32 * 4).fill(200) }).data,
    );
    assert.deepEqual(await pixel(jpegBytes, 10, 10), [200, 200, 200]);
    assert.match(
      await text(jpegBytes.subarray(0, 99)),
      /Buffer.*ff d8.*\n\(how it shows itself failed: The JPEG file cannot be/,
    );
    const large: Picture = { width: 3000, height: 20, channels: 1, data: new Uint8Array(60_000), notes: [] };
    const bundle = await toBundle(large);
    assert.match(JSON.stringify(bundle[mime.images]), /"width":768,"height":5/);
    const [weights, few] = [tf.fill([9, 9, 3], 20.5), tf.fill([7, 9, 3], 20)];
    assert.deepEqual([await types(weights), await types(few)], [[mime.text], [mime.text]]);
    tf.dispose([scan, weights, few]);
  });

  it("lists a model's layers", async () => {
    const model = mnistCnn();
    const bundle = await toBundle(model);
    assert.match(bundle[mime.text] as string, /^mnistCnn: 54,410 parameters\n/);
    assert.match(bundle[mime.text] as string, /conv +Conv2D +\[n, 26, 26, 32\] +320/);
    assert.deepEqual(Object.keys(bundle), [mime.table, mime.html, mime.text]);
    model.dispose();
  });

  it("makes heat maps of explanations, tables of rows, figures of figures, pictures of PNG bytes", async () => {
    assert.deepEqual(await types(explain(0)), [mime.explanation, mime.plotly, mime.png, mime.text]);
    assert.deepEqual(await types([{ a: 1 }, { a: 2, b: "x" }]), [mime.table, mime.html, mime.text]);
    assert.deepEqual(await types({ data: [{ y: [1, 2] }], layout: {} }), [mime.plotly, mime.text]);
    const png = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 1);
    assert.deepEqual((await toBundle(png))[mime.png], "iVBORw0KGgoB");
  });

  it("leaves the rest to inspect", async () => {
    assert.equal(await text("a\nb"), "'a\\nb'");
    assert.equal(await text([1, 2, 3]), "[ 1, 2, 3 ]");
    assert.equal(await text([]), "[]");
    assert.equal(await text([{ nested: { a: 1 } }]), "[ { nested: { a: 1 } } ]");
    assert.equal(await text(null), "null");
    assert.equal(await text(new Map([[1, 2]])), "Map(1) { 1 => 2 }");
    assert.match(await text(class Foo {}), /^\[class Foo\]$/);
    assert.match(await text(new Float32Array(1000)), /900 more items/);
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    assert.match(await text(circular), /Circular/);
  });

  it("shows an explanation that is no picture as bars, and says so of one that it cannot draw", async () => {
    const { maps } = (await toBundle(explain(0, { shape: [1, 784], inputShape: [1, 784], inputSpec: undefined })))[
      mime.explanation
    ] as ExplanationPayload;
    assert.equal(maps[0]?.layout?.kind, "list");
    const tensor = explain(0, { shape: [1, 7, 7, 4, 4], inputShape: [1, 7, 7, 4, 4], inputSpec: undefined });
    assert.match(await text(tensor), /method: 'IntegratedGradients'[\s\S]*is not a picture/);
  });

  it("takes plots as they are", async () => {
    assert.deepEqual(await types(plot([{ y: [1] }])), [mime.plotly, mime.text]);
  });
});
