import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { Explanation, IntegratedGradients, ShapleyValues } from "../../kernel/library/explain/index.ts";
import { DataError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { decodeArray, encodeArray, isArraySpec } from "../../kernel/payloads/arraySpec.ts";
import { a, b, linearOfTwo } from "../explain/twoInputs.ts";
import { ready } from "../tensorflow.ts";

type Json = Record<string, unknown>;
const text = (map: Explanation) => JSON.stringify(map.toJSON());
const read = (json: unknown) => Explanation.fromJSON(json);

/** JSON with its arrays as numbers: one array may be written in more than one way. */
const plain = (json: unknown): unknown => {
  if (isArraySpec(json)) return [json.dtype, ...decodeArray(json).values];
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(plain);
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, plain(value)]));
};

/** A map of one input, one of segments, one of a table with targets, one of two inputs, one of these. */
async function maps(): Promise<Explanation[]> {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, activation: "softmax", inputShape: [4] })] });
  const inputs = { values: [1, 2, 3, 4, 4, 3, 2, 1], shape: [2, 4] };
  const columns = ["a", "b", "c"].map((name) => ({ name, kind: "numeric" as const }));
  const sex = { name: "d", kind: "categorical" as const, categories: ["x", "y"] };
  const table = { values: [1, 2, 3, 1], shape: [1, 4], columns: [...columns, sex], classNames: ["p", "q", "r"] };
  const masks = { values: Int32Array.of(0, 0, 1, 1, 0, 1, 1, 2), shape: [2, 4] };
  const shapley = new ShapleyValues(model);
  const two = await new IntegratedGradients(linearOfTwo()).attribute({ a, b });
  return [
    await new IntegratedGradients(model).attribute(inputs, { baselines: inputs }),
    await shapley.attribute(inputs, { featureMask: masks, target: [0, 1] }),
    await shapley.attribute(table, { targets: "all", background: inputs }),
    two,
    two.of("a"),
  ];
}

/** Every place in some JSON. */
const paths = (json: unknown, at: string[] = []): string[][] =>
  typeof json === "object" && json !== null
    ? [at, ...Object.entries(json).flatMap(([name, value]) => paths(value, [...at, name]))]
    : [at];

type Change = (parent: Json | unknown[], name: string, random: unknown) => void;
const changes: Record<string, Change> = {
  remove(parent, name) {
    if (Array.isArray(parent)) parent.splice(Number(name), 1);
    else delete parent[name];
  },
  replace(parent, name, random) {
    (parent as Json)[name] = random;
  },
  nudge(parent, name, random) {
    const value = (parent as Json)[name];
    const by = typeof random === "number" ? random : 1;
    if (typeof value === "number") (parent as Json)[name] = value + by;
    else if (typeof value === "string") (parent as Json)[name] = value.slice(0, -1);
    else if (Array.isArray(value)) value.push(value[0] ?? 0);
  },
  rename(parent, name) {
    const value = (parent as Json)[name];
    if (!Array.isArray(parent)) {
      delete parent[name];
      parent[`${name}s`] = value;
    }
  },
  swap(parent, name) {
    const [other] = Object.keys(parent);
    [(parent as Json)[name], (parent as Json)[other]] = [(parent as Json)[other], (parent as Json)[name]];
  },
};

/** What may be said of an input of four numbers, were it a picture. */
const image = {
  ...{ kind: "image", name: "x", dtype: "float32", shape: [2, 2, 1], layout: "channelsLast" },
  ...{ height: 2, width: 2, channels: 1 },
};

describe("Explanation.fromJSON", () => {
  let originals: Explanation[] = [];
  before(async () => {
    await ready();
    originals = await maps();
  });

  it("reads what toJSON wrote", () => {
    for (const map of originals) {
      const back = read(JSON.parse(text(map)));
      assert.equal(text(back), text(map));
      assert.equal(back.describe(), map.describe());
      assert.deepEqual(back.top(3), map.top(3));
    }
  });

  it("reads a changed file as it stands, or names what is wrong, and never another way", () => {
    fc.assert(
      fc.property(
        fc.nat(4),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Object.keys(changes)), fc.jsonValue()), {
          minLength: 1,
          maxLength: 3,
        }),
        (which, steps) => {
          const json = JSON.parse(text(originals[which])) as Json;
          for (const [place, kind, random] of steps) {
            const all = paths(json).slice(1);
            const path = all[place % all.length];
            const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as Json)[name], json) as Json;
            changes[kind](parent, path.at(-1) ?? "", random);
          }
          let back: Explanation;
          try {
            back = read(json);
          } catch (error) {
            assert.ok(error instanceof DataError, `${String(error)} of ${JSON.stringify(json)}`);
            return;
          }
          assert.deepEqual(plain(back.toJSON()), plain(json));
          // What can be read can be used.
          assert.ok(typeof back.describe() === "string");
          assert.ok(
            back.top(2).every(({ position }) => position.every(Number.isFinite)),
            JSON.stringify(json),
          );
          assert.ok(back.maps.every(({ values, shape }) => values.length === shape.reduce((x, y) => x * y, 1)));
          assert.ok(back.toNpz().length > 0);
        },
      ),
      { numRuns: 1000, seed: 15 },
    );
  });

  const broken: [what: string, which: number, change: (json: Json) => void, message: RegExp][] = [
    ["values of another length", 0, (json) => Object.assign(json, { shape: [2, 5] }), /the length of values/],
    [
      "an array of another type",
      0,
      (json) => Object.assign(json, { values: { dtype: "i4", bdata: "AAAAAA==" } }),
      /values.*float32/,
    ],
    [
      "bytes that are cut off",
      0,
      (json) => Object.assign(json, { answers: { dtype: "f4", bdata: "AAA=" } }),
      /answers.*cannot be read/,
    ],
    [
      "a class that is not there",
      0,
      (json) => Object.assign(json, { target: 3 }),
      /target.*is 3: expected a class below 3/,
    ],
    [
      "another engine",
      0,
      (json) => Object.assign(json, { engine: "abacus" }),
      /engine.*"abacus": expected one of onnx/,
    ],
    ["an endless shape", 0, (json) => Object.assign(json, { inputShape: [2, 1e300] }), /inputShape\[1\]/],
    ["another role", 0, (json) => Object.assign(json, { about: { role: "guess" } }), /about\.role.*"guess"/],
    [
      "a preprocessing without its numbers",
      0,
      (json) =>
        Object.assign(json, {
          inputSpec: {
            ...image,
            preprocess: [
              { kind: "rescale", factor: 2 },
              { kind: "normalize", mean: [1], std: ["a"] },
            ],
          },
        }),
      /inputSpec\.preprocess\[1\]\.std\[0\]/,
    ],
    [
      "a preprocessing with another filter",
      0,
      (json) =>
        Object.assign(json, {
          inputSpec: { ...image, preprocess: [{ kind: "resize", exact: [2, 2], filter: "cubic" }] },
        }),
      /inputSpec\.preprocess\[0\]\.filter/,
    ],
    [
      "a spec of another kind",
      0,
      (json) => Object.assign(json, { inputSpec: { name: "x", dtype: "float32", shape: [4], kind: "smell" } }),
      /inputSpec\.kind/,
    ],
    [
      "a spec that lacks a part",
      0,
      (json) => Object.assign(json, { outputSpec: { name: "x", shape: [3], kind: "classes", count: 3 } }),
      /outputSpec\.from/,
    ],
    [
      "a delta too many",
      0,
      (json) => Object.assign(json, { convergenceDelta: { dtype: "f4", bdata: "AAAAAAAAAAAAAAAA" } }),
      /the length of convergenceDelta.*is 3: expected 2/,
    ],
    [
      "a segment that has no value",
      1,
      (json) => Object.assign(json, { featureMask: encodeArray(Int32Array.of(0, 0, 1, 1, 0, 1, 1, 9)) }),
      /featureMask.*is 9: expected segments from 0 to 2/,
    ],
    [
      "names of another table",
      2,
      (json) => Object.assign(json, { columns: [{ name: "a", kind: "numeric" }] }),
      /the length of columns/,
    ],
    [
      "inputs of another size",
      3,
      (json) => Object.assign(json, { inputParts: [{ name: "a", shape: [2] }] }),
      /inputParts/,
    ],
    [
      "two inputs of one name",
      3,
      (json) =>
        Object.assign(json, {
          inputParts: [
            { name: "a", shape: [2] },
            { name: "a", shape: [1] },
          ],
        }),
      /different names/,
    ],
    [
      "an input that is not among the inputs",
      4,
      (json) => Object.assign(json, { within: { input: "z", inputs: ["a", "b"], sums: [1] } }),
      /within\.input/,
    ],
  ];
  for (const [what, which, change, message] of broken) {
    it(`refuses ${what}`, () => {
      const json = JSON.parse(text(originals[which])) as Json;
      change(json);
      assert.throws(
        () => read(json),
        (error) => error instanceof DataError && message.test(error.message),
      );
    });
  }

  it("does not let an explanation be made whose arrays do not fit their shapes", () => {
    const { fields } = originals[0];
    const refuses = (changed: object, message: RegExp) =>
      assert.throws(
        () => new Explanation({ ...fields, ...changed }),
        (error) => error instanceof ShapeError && message.test(error.message),
      );
    refuses(
      { values: new Float32Array(7) },
      /values of an explanation have 7 numbers, which do not fill the shape \[2, 4\]/,
    );
    refuses({ inputShape: [2, 3] }, /inputs of an explanation have 8 numbers, which do not fill the shape \[2, 3\]/);
  });
});
