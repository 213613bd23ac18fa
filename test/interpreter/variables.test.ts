import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { Variables } from "../../kernel/interpreter/variables.ts";
import { heatmap } from "../../kernel/library/display/index.ts";
import { mnistCnn } from "../../kernel/library/models/index.ts";
import { explain } from "../display/fixture.ts";
import { assertNoLeak, ready, readyOn } from "../tensorflow.ts";

interface Variable {
  name: string;
  value: string;
  type: string;
  variablesReference: number;
}

/** A variable view over some values: all of them, and what is inside one. */
function viewOf(values: Record<string, unknown>) {
  const variables = new Variables({
    variables: async () => new Map(Object.entries(values)),
    show: () => assert.fail("a preview must not show the value as an output would"),
  });
  const ask = async (command: string, given: Record<string, unknown> = {}) => {
    const { success, message, body } = await variables.answer({ type: "request", seq: 1, command, arguments: given });
    assert.ok(success, message);
    const listed = body?.variables as Variable[];
    for (const { name, value, type } of listed) {
      for (const text of [name, value, type]) {
        assert.doesNotMatch(text, /[\n\r]/);
        assert.ok(text.length <= 120, text);
      }
    }
    return listed;
  };
  const inside = ({ variablesReference }: Variable) => ask("variables", { variablesReference });
  const one = async (name: string) => {
    const found = (await ask("inspectVariables")).find((variable) => variable.name === name);
    assert.ok(found, name);
    return found;
  };
  return { all: () => ask("inspectVariables"), one, inside };
}

const inShort = (variables: readonly Variable[]) =>
  variables.map(({ name, type, value }) => `${name}: ${type} | ${value}`);

describe("the variable view", () => {
  before(ready);

  it("tells each kind of value in one short line", async () => {
    class Base {}
    class _Own {}
    class Net extends Base {
      units = 3;
    }
    const cases: [value: unknown, type: string, text: string][] = [
      [5, "number", "5"],
      [1 / 3, "number", "0.3333333333333333"],
      ["a\nb", "string", "'a\\nb'"],
      [null, "null", "null"],
      [undefined, "undefined", "undefined"],
      [7n, "bigint", "7n"],
      [[1, "two", [3], null], "Array(4)", "[1, 'two', Array(1), null]"],
      [Array.from({ length: 1000 }, (_, i) => i / 3), "Array(1000)", "[0, 0.3333, 0.6667, 1, 1.333, 1.667, …]"],
      [[], "Array(0)", "[]"],
      [new Float32Array([0.1, 2, 3]), "Float32Array", "[3]  0.1, 2, 3"],
      [new Uint8Array(5e7), "Uint8Array", "[50000000]  0, 0, 0, 0, 0, 0, …"],
      [new BigInt64Array(2), "BigInt64Array", "[2]  0n, 0n"],
      [
        new Map<unknown, unknown>([
          ["a", 1],
          [{}, [2]],
        ]),
        "Map",
        "2 entries  'a' → 1, Object → Array(1)",
      ],
      [new Map([[1, 2]]), "Map", "1 entry  1 → 2"],
      [new Set("abcdefgh"), "Set", "8 values  'a', 'b', 'c', 'd', 'e', 'f', …"],
      [{ a: 1, b: { c: 2 } }, "Object", "{ a: 1, b: Object }"],
      [{}, "Object", "{}"],
      [Object.create(null), "Object", "{}"],
      [new Net(), "Net", "{ units: 3 }"],
      [new Base(), "Base", "Base {}"],
      [new _Own(), "_Own", "_Own {}"],
      [Net, "class", "class Net extends Base"],
      [Base, "class", "class Base"],
      [function twice() {}, "function", "twice()"],
      [() => 1, "function", "(anonymous)()"],
      [new RangeError("too far\nto go"), "RangeError", "RangeError: too far to go"],
      [new Date(0), "Date", "1970-01-01T00:00:00.000Z"],
      [/a+/g, "RegExp", "/a+/g"],
      [Promise.resolve(3), "Promise", "Promise { 3 }"],
      [heatmap(explain(0)), "Object", "something to display"],
      [explain(7), "Explanation", "IntegratedGradients, target 7, [1, 28, 28, 1]"],
    ];
    const told = await viewOf(Object.fromEntries(cases.map(([value], i) => [`v${i}`, value]))).all();
    assert.deepEqual(
      told.map(({ type, value }) => [type, value]),
      cases.map(([, type, text]) => [type, text]),
    );
  });

  it("counts a module's exports and looks into them", async () => {
    const view = viewOf({ tf });
    const module = await view.one("tf");
    assert.equal(module.type, "module");
    assert.equal(module.value, `${Object.keys(tf).length} exports`);
    const [first] = await view.inside(module);
    assert.equal(first?.name, Object.keys(tf)[0]);
  });

  it("cuts what is long, and keeps on what throws", async () => {
    const hostile = new Proxy({}, { ownKeys: () => assert.fail("no") });
    const late = {
      fine: 1,
      get broken() {
        throw new Error("not now");
      },
      last: 2,
    };
    const view = viewOf({ long: "x".repeat(1e6), hostile, late, after: 1 });
    const [long, ...others] = await view.all();
    assert.match(long?.value ?? "", /^'x{118}…$/);
    assert.deepEqual(inShort(others), [
      "hostile: Object | cannot be looked at",
      "late: Object | { fine: 1, broken: …, last: 2 }",
      "after: number | 1",
    ]);
    assert.deepEqual(inShort(await view.inside(await view.one("late"))), [
      "fine: number | 1",
      "broken:  | a getter, which is not called",
      "last: number | 2",
    ]);
  });

  it("previews tensors by dtype, shape and first values, leaving none behind", async () => {
    const tensors = tf.tidy(() => ({
      zeros: tf.zeros([2, 3]),
      scalar: tf.scalar(2.5),
      row: tf.tensor1d([1.23456, -2, 3, 4, 5, 6, 7]),
      truth: tf.tensor1d([true, false]),
      words: tf.tensor1d(["one", "two"]),
      whole: tf.tensor1d([16777216, 3], "int32"),
      none: tf.zeros([0, 3]),
      large: tf.range(0, 200_000).reshape([200, 10, 100]),
      variable: tf.keep(tf.variable(tf.ones([2]))),
      gone: tf.ones([4]),
    }));
    tensors.gone.dispose();
    const view = viewOf(tensors);
    const told = await assertNoLeak(view.all);
    assert.deepEqual(inShort(told), [
      "zeros: Tensor | float32 [2, 3]  0, 0, 0, 0, 0, 0",
      "scalar: Tensor | float32 []  2.5",
      "row: Tensor | float32 [7]  1.235, -2, 3, 4, 5, 6, …",
      "truth: Tensor | bool [2]  1, 0",
      "words: Tensor | string [2]  'one', 'two'",
      "whole: Tensor | int32 [2]  16777216, 3",
      "none: Tensor | float32 [0, 3]  empty",
      "large: Tensor | float32 [200, 10, 100]  0, 1, 2, 3, 4, 5, …",
      "variable: Variable | float32 [2]  1, 1",
      "gone: Tensor | float32 [4]  disposed",
    ]);
    assert.equal(told.find(({ name }) => name === "gone")?.variablesReference, 0);
    assert.equal(told.find(({ name }) => name === "scalar")?.variablesReference, 0);
    tf.dispose(tensors);
  });

  it("never reads a large tensor whole", async () => {
    const large = tf.zeros([1000, 1000]);
    const backend = tf.backend();
    const { readSync } = backend;
    const read: object[] = [];
    backend.readSync = (id, ...range) => {
      read.push(id);
      return readSync.call(backend, id, ...range);
    };
    try {
      const view = viewOf({ large });
      const shown = await view.one("large");
      assert.match(shown.value, /0, 0, …$/);
      assert.equal((await assertNoLeak(() => view.inside(shown))).length, 101);
    } finally {
      backend.readSync = readSync;
    }
    assert.ok(read.length >= 101, "its values were read in parts");
    assert.ok(!read.includes(large.dataId));
    large.dispose();
  });

  for (const backend of ["wasm", "cpu"] as const) {
    it(`reads a part of a large tensor of any type on ${backend}`, async () => {
      await readyOn(backend);
      const tensors = tf.tidy(() => ({
        int32: tf.range(0, 5000, 1, "int32"),
        bool: tf.range(0, 5000, 1, "int32").equal(1),
        string: tf.tensor1d(Array.from({ length: 5000 }, (_, i) => `word ${i}`)),
      }));
      assert.deepEqual(
        (await assertNoLeak(viewOf(tensors).all)).map(({ value }) => value),
        [
          "int32 [5000]  0, 1, 2, 3, 4, 5, …",
          "bool [5000]  0, 1, 0, 0, 0, 0, …",
          "string [5000]  'word 0', 'word 1', 'word 2', 'word 3', 'word 4', 'word 5', …",
        ],
      );
      tf.dispose(tensors);
      await ready();
    });
  }

  it("tells no numbers of complex ones, which come in pairs", async () => {
    await readyOn("cpu");
    const complex = tf.complex([1, 2], [3, 4]);
    const shown = await assertNoLeak(() => viewOf({ complex }).one("complex"));
    assert.deepEqual([shown.value, shown.variablesReference], ["complex64 [2]", 0]);
    complex.dispose();
    await ready();
  });

  it("looks into a tensor by rows, a hundred at a time", async () => {
    const large = tf.tidy(() => tf.range(0, 250 * 2 * 3).reshape([250, 2, 3]));
    const view = viewOf({ large });
    const rows = await assertNoLeak(async () => view.inside(await view.one("large")));
    assert.equal(rows.length, 101);
    assert.deepEqual(inShort(rows.slice(98)), [
      "98: Tensor | float32 [2, 3]  588, 589, 590, 591, 592, 593",
      "99: Tensor | float32 [2, 3]  594, 595, 596, 597, 598, 599",
      "… 150 more:  | ",
    ]);
    const [, , rest] = rows.slice(98) as [Variable, Variable, Variable];
    const more = await view.inside(rest);
    assert.deepEqual([more.length, more[0]?.name, more[100]?.name], [101, "100", "… 50 more"]);
    const last = await view.inside(more[100] as Variable);
    assert.deepEqual([last.length, last.at(-1)?.name], [50, "249"]);
    const inner = await view.inside(last.at(-1) as Variable);
    assert.deepEqual(inShort(inner), [
      "0: Tensor | float32 [3]  1494, 1495, 1496",
      "1: Tensor | float32 [3]  1497, 1498, 1499",
    ]);
    const values = await assertNoLeak(() => view.inside(inner[1] as Variable));
    assert.deepEqual(inShort(values), ["0: number | 1497", "1: number | 1498", "2: number | 1499"]);
    large.dispose();
  });

  it("looks into lists, maps and sets, a hundred at a time", async () => {
    const numbers = Float32Array.from({ length: 1000 }, (_, i) => i);
    const map = new Map(Array.from({ length: 150 }, (_, i) => [`key ${i}`, i]));
    const view = viewOf({ numbers, map, set: new Set(["a"]) });
    const [list, entries, set] = (await view.all()) as [Variable, Variable, Variable];
    const elements = await view.inside(list);
    assert.deepEqual(inShort(elements.slice(99)), ["99: number | 99", "… 900 more:  | "]);
    const rest = (await view.inside(entries)).at(-1) as Variable;
    assert.equal(rest.name, "… 50 more");
    assert.deepEqual(inShort((await view.inside(rest)).slice(0, 1)), ["'key 100': number | 100"]);
    assert.deepEqual(inShort(await view.inside(set)), ["0: string | 'a'"]);
  });

  it("counts a model's parameters and looks into its layers", async () => {
    const model = mnistCnn({ seed: 1 });
    const view = viewOf({ model, unbuilt: tf.sequential(), layer: tf.layers.dense({ units: 2 }) });
    const [shown, unbuilt, layer] = (await view.all()) as [Variable, Variable, Variable];
    assert.equal(shown.value, `${model.countParams().toLocaleString("en")} parameters, ${model.layers.length} layers`);
    assert.equal(unbuilt.value, "not built yet, 0 layers");
    assert.deepEqual([layer.type, layer.value], ["Dense", "not built yet"]);
    const layers = await view.inside(shown);
    assert.deepEqual(
      layers.map(({ name }) => name),
      model.layers.map(({ name }) => name),
    );
    assert.match(layers[0]?.value ?? "", /^\[n, \d+, \d+, \d+\], \d+ parameters$/);
    assert.equal(layers[0]?.type, model.layers[0]?.getClassName());
    model.dispose();
  });
});
