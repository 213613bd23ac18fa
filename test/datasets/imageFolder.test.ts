import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { encode } from "fast-png";
import { type ImageFolder, imageFolder } from "../../kernel/library/datasets/index.ts";
import { mime, toBundle } from "../../kernel/library/display/index.ts";
import { describeModel, preprocessing, readImage } from "../../kernel/library/engine/index.ts";
import { evaluate, train } from "../../kernel/library/models/index.ts";
import type { ImageSpec } from "../../kernel/library/signature/Signature.ts";
import { ready } from "../tensorflow.ts";

/** A picture of one color with some noise. */
function png(height: number, width: number, color: readonly number[], seed: number): Uint8Array {
  let state = seed;
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return color[i % 3] + ((state >> 16) & 31);
  });
  return encode({ width, height, channels: 3, depth: 8, data });
}

const colors = { Red: [180, 20, 20], blue: [20, 20, 180] } as const;

describe("a folder of pictures", () => {
  let folder: string;
  let model: tf.Sequential;
  before(async () => {
    await ready();
    folder = await mkdtemp(join(tmpdir(), "glassbook-folder-"));
    for (const [name, color] of Object.entries(colors)) {
      await mkdir(join(folder, name, "more"), { recursive: true });
      for (let i = 0; i < 6; i++) {
        const file = join(folder, name, i < 4 ? `${9 - i}.png` : `more/${i}.PNG`);
        await writeFile(file, png(9 + i, 12, color, i + color[0]));
      }
    }
    await mkdir(join(folder, ".git"));
    await writeFile(join(folder, "Red", ".hidden.png"), "");
    await writeFile(join(folder, "Red", "notes.txt"), "");
    await writeFile(join(folder, "blue", "a.gif"), "");
    await writeFile(join(folder, "README.md"), "");
    model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [8, 6, 3], filters: 2, kernelSize: 1 }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({
          units: 2,
          activation: "softmax",
          kernelInitializer: tf.initializers.glorotUniform({ seed: 1 }),
        }),
      ],
    });
    describeModel(model, { inputs: preprocessing.unit });
  });
  after(async () => {
    model.dispose();
    await rm(folder, { recursive: true });
  });
  const opened = (options = {}) => imageFolder(folder, model, options);
  /** Normalized, channels and blue first. */
  const spec: ImageSpec = {
    kind: "image",
    name: "x",
    dtype: "float32",
    shape: [null, 3, 5, 5],
    layout: "channelsFirst",
    height: 5,
    width: 5,
    channels: 3,
    colorOrder: "bgr",
    preprocess: [
      { kind: "resize", shortestEdge: 7 },
      { kind: "centerCrop", size: [5, 5] },
      { kind: "normalize", mean: [10, 20, 30], std: [2] },
    ],
  };

  it("has a class for each folder, sorted as Python sorts, and says what it passed over", async () => {
    const set = await opened();
    assert.deepEqual([set.classNames, set.size, set.shape], [["Red", "blue"], 12, [8, 6, 3]]);
    const names = ["6.png", "7.png", "8.png", "9.png", "more/4.PNG", "more/5.PNG"];
    assert.deepEqual(
      set.files,
      ["Red", "blue"].flatMap((name) => names.map((file) => join(folder, name, file))),
    );
    assert.deepEqual([...set.classes], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    assert.equal(set.labelAt(7), 1);
    assert.deepEqual(set.notes, ["Pictures that are no JPEG, PNG or WebP files were passed over: 1."]);
  });

  it("gives each picture as readImage reads it", async () => {
    const set = await imageFolder(folder, spec);
    assert.deepEqual(set.shape, [3, 5, 5]);
    const { inputs, labels } = set.batch([10, 1]);
    assert.deepEqual([...labels], [1, 0]);
    const same = await readImage([set.files[10], set.files[1]], spec);
    assert.deepEqual(inputs, same.values);
    const pictures = set.pictures([10, 1]);
    assert.deepEqual(
      [pictures.values, pictures.shape, pictures.names],
      [inputs, [2, 3, 5, 5], ["more/4.PNG".slice(5), "7.png"]],
    );
    assert.ok((await toBundle(pictures))[mime.images]);
    assert.throws(() => set.batch([12]), /no image 12: the set has 12/);
  });

  it("reads all at once with progress, keeps it, and stops when told", async () => {
    const set = await opened();
    const control = new AbortController();
    const seen: number[] = [];
    const onProgress = (fraction: number) => {
      seen.push(fraction);
      if (seen.length === 3) control.abort(new Error("enough"));
    };
    await assert.rejects(set.load({ signal: control.signal, onProgress }), /enough/);
    assert.deepEqual(seen, [1 / 12, 2 / 12, 3 / 12]);
    assert.equal(await set.load(), set);
    const before = set.batch([3]).inputs;
    const file = set.files[3];
    await unlink(file);
    try {
      assert.deepEqual(set.take([3, 4]).batch([0]).inputs, before);
      const lazy = await opened({ keep: false });
      await assert.rejects(lazy.load(), /keep is false/);
    } finally {
      await writeFile(file, png(9, 12, colors.Red, colors.Red[0]));
    }
    const lazy = await opened({ keep: false });
    const first = lazy.batch([3]).inputs;
    await writeFile(file, png(9, 12, colors.blue, 3));
    assert.notDeepEqual(lazy.batch([3]).inputs, first);
    await writeFile(file, png(9, 12, colors.Red, colors.Red[0]));
  });

  it("is parted, each class in its proportion where that is asked for", async () => {
    const set = await opened();
    const { train: known, test } = set.split(0.5, { stratify: true, seed: 3 });
    const reds = (part: ImageFolder) => part.classes.filter((index) => index === 0).length;
    assert.deepEqual([known.size, test.size, reds(known), reds(test)], [6, 6, 3, 3]);
    assert.equal(new Set([...known.files, ...test.files]).size, 12);
    assert.throws(() => set.split(12), /split\(12\) of 12 pictures/);
  });

  it("trains a model and measures it, classes known by their names", async () => {
    const set = await opened();
    await train(model, set, { epochs: 60, learningRate: 0.1, seed: 1 });
    assert.equal((await evaluate(model, set)).accuracy, 1);
    describeModel(model, { classNames: ["blue", "Red"] });
    assert.equal((await evaluate(model, set)).accuracy, 0);
    describeModel(model, { classNames: ["cat", "dog"] });
    await assert.rejects(evaluate(model, set), /test data have the class Red, but the model distinguishes cat, dog/);
  });

  it("that lacks something says what", async () => {
    const other = await mkdtemp(join(tmpdir(), "glassbook-folder-"));
    try {
      await assert.rejects(imageFolder(join(other, "no"), model), /no cannot be read: there is no such folder\./);
      await assert.rejects(imageFolder(other, model), /has no folders: expected one for each class/);
      await mkdir(join(other, "cat"));
      await assert.rejects(imageFolder(other, model), /cat has no JPEG, PNG or WebP files/);
      await writeFile(join(other, "cat", "1.jpg"), Uint8Array.of(0xff, 0xd8, 0xff));
      const broken = await imageFolder(other, model);
      await assert.rejects(broken.load(), /1\.jpg: The JPEG file cannot be read/);
      await assert.rejects(imageFolder(folder, { ...spec, preprocess: undefined }), { name: "OptionError" });
      await assert.rejects(imageFolder(folder, { ...spec, height: null }), /pictures of any size, and a batch has one/);
    } finally {
      await rm(other, { recursive: true });
    }
  });
});
