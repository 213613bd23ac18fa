import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float32, int, int64 } from "../../kernel/library/engine/graph/constants.ts";
import { decodeModel } from "../../kernel/library/engine/graph/decodeModel.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { GraphBuilder } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../../kernel/library/engine/graph/graph.ts";
import { inferShapes } from "../../kernel/library/engine/graph/shapes/inferShapes.ts";
import { exportOnnx, loadOnnx, runnerFor } from "../../kernel/library/engine/index.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { DataError, GradientNotFoundError } from "../../kernel/library/ground/errors.ts";
import { root } from "../goldens.ts";
import { assertClose } from "./compareLayers.ts";

interface Expected {
  inputShape: [number, ...number[]];
  inputs: number[];
  outputShape: number[];
  outputs: number[];
  targets?: number[];
  gradient?: number[];
}

const folder = join(root, "test/fixtures/onnx");
const expected = (
  JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as { models: Record<string, Expected> }
).models;
const batchOf = ({ inputs, inputShape: [count] }: Expected) => ({ values: Float32Array.from(inputs), count });

/** A graph of one input `x` [n, 4] whose output `y` is what `write` makes of it. */
function graphOf(write: (builder: GraphBuilder) => string, input: ValueInfo["shape"] = ["n", 4]): Graph {
  const builder = new GraphBuilder();
  builder.name("x");
  const y = write(builder);
  return builder.build(
    [{ name: "x", type: "float32", shape: input }],
    [{ name: y, type: "float32", shape: undefined }],
  );
}

const refuses = (promise: Promise<unknown>, message: RegExp) =>
  assert.rejects(promise, (error) => error instanceof DataError && message.test(error.message) === true);

describe("loadOnnx", () => {
  for (const [name, answer] of Object.entries(expected)) {
    it(`answers as the library that made ${name}`, async () => {
      const model = await loadOnnx(join(folder, `${name}.onnx`));
      assert.deepEqual(model.inputShape, answer.inputShape.slice(1));
      const runner = await runnerFor(model);
      assert.equal(runner.engine, "onnx");
      const { outputs } = await runner.predict(batchOf(answer), { output: "probability" });
      assertClose(outputs, answer.outputs, name);
      if (!answer.gradient) return;
      const targets = Int32Array.from(answer.targets ?? []);
      const { input } = await runner.gradients(batchOf(answer), { output: "probability", targets });
      assertClose(input, answer.gradient, `gradient of ${name}`);
    });
  }

  it("infers the types and shapes of all values of PyTorch's graphs", async () => {
    for (const name of ["torch-mlp", "torch-cnn", "torch-transformer"]) {
      const { graph } = await loadOnnx(join(folder, `${name}.onnx`));
      const shapes = inferShapes(graph);
      const values = graph.nodes.flatMap((node) => node.outputs).flatMap((output) => shapes.get(output) ?? []);
      assert.equal(values.length, graph.nodes.flatMap((node) => node.outputs).length);
      const session = await createSession({ ...graph, outputs: values });
      const { inputs, inputShape } = expected[name] as Expected;
      const outputs = await session.run({ x: float32(inputs, inputShape) });
      await session.release();
      for (const { name: value, type, shape } of values) {
        // Heads and batch in one axis are a multiple of n, which has no name.
        const real = outputs[value]?.shape ?? [];
        const told = shape?.map((size, axis) => (size === "n" ? inputShape[0] : (size ?? real[axis])));
        assert.deepEqual([type, told], [outputs[value]?.type, real], `${value} of ${name}`);
      }
    }
  });

  it("looks behind a softmax, and at inner values in batches although the file says one row", async () => {
    const answer = expected["torch-cnn-softmax"] as Expected;
    const model = await loadOnnx(join(folder, "torch-cnn-softmax.onnx"));
    assert.deepEqual([model.hasLogit, model.outputSize], [true, 10]);
    const runner = await model.runner();
    const layers = model.valueNames.slice(0, 3);
    const { outputs, layers: passes } = await runner.predict(batchOf(answer), { output: "logit", layers });
    const softmax = Array.from({ length: 4 }, (_, row) => {
      const exps = outputs.subarray(row * 10, row * 10 + 10).map(Math.exp);
      return Array.from(exps, (each) => each / exps.reduce((sum, other) => sum + other, 0));
    });
    assertClose(softmax.flat(), answer.outputs);
    assert.deepEqual(passes.get(layers[0] ?? "")?.shape, [8, 8, 8]);
    assert.deepEqual(model.graph.inputs[0]?.shape, ["n", 1, 8, 8]);
  });

  it("keeps to one row where the operators demand it", async () => {
    const graph = graphOf((b) => b.add("Concat", ["x", b.constant(float32([7], [1, 1]))], { axis: int(1) }), [1, 4]);
    const runner = await (await loadOnnx(encodeModel(graph))).runner();
    const values = Float32Array.from({ length: 8 }, (_, i) => i);
    const { outputs } = await runner.predict({ values, count: 2 }, { output: "logit" });
    assert.deepEqual([...outputs], [0, 1, 2, 3, 7, 4, 5, 6, 7, 7]);
  });

  it("says that scikit-learn's trees have no gradient, and what to use", async () => {
    const runner = await (await loadOnnx(join(folder, "sklearn-forest.onnx"))).runner();
    const batch = batchOf(expected["sklearn-forest"] as Expected);
    const asked = { output: "probability", targets: new Int32Array(batch.count) } as const;
    await assert.rejects(
      runner.gradients(batch, asked),
      (error) =>
        error instanceof GradientNotFoundError && /TreeEnsemble/.test(error.message) && /Lime/.test(error.message),
    );
  });

  it("comes out of exportOnnx as it went in", async () => {
    const model = await loadOnnx(join(folder, "torch-mlp.onnx"));
    const { metadata, ...graph } = decodeModel(await exportOnnx(model));
    assert.deepEqual(graph, model.wholeGraph);
    assert.deepEqual(Object.keys(metadata ?? {}), ["glassbook.signature"]);
  });

  it("takes float64 and whole numbers in, and gives float64 out, as float32", async () => {
    const double = graphOf((b) => b.add("Mul", ["x", "x"]));
    const inDouble = (values: Graph["inputs"]) => values.map((value) => ({ ...value, type: "float64" }) as const);
    const squares = { ...double, inputs: inDouble(double.inputs), outputs: inDouble(double.outputs) };
    const runner = await (await loadOnnx(encodeModel(squares))).runner();
    const batch = { values: Float32Array.of(1, 2, 3, -4), count: 1 };
    const asked = { output: "logit", targets: Int32Array.of(3) } as const;
    const { outputs, input } = await runner.gradients(batch, asked);
    assert.deepEqual(
      [[...outputs], [...input]],
      [
        [1, 4, 9, 16],
        [0, 0, 0, -8],
      ],
    );
    const looked = graphOf((b) => b.add("Gather", [b.constant(float32([7, 8, 9])), "x"]));
    const tokens = looked.inputs.map((value) => ({ ...value, type: "int64" }) as const);
    const table = await (await loadOnnx(encodeModel({ ...looked, inputs: tokens }))).runner();
    const found = await table.predict({ values: Float32Array.of(2, 0, 1, 1), count: 1 }, { output: "logit" });
    assert.deepEqual([...found.outputs], [9, 7, 8, 8]);
  });

  it("takes an open size from inputShape, and says when it needs one", async () => {
    const bytes = encodeModel(graphOf((b) => b.add("Relu", ["x"]), ["n", undefined]));
    await refuses(loadOnnx(bytes), /has open sizes: give them, loadOnnx\(file, \{ inputShape/);
    assert.deepEqual((await loadOnnx(bytes, { inputShape: [3] })).inputShape, [3]);
    const fixed = encodeModel(graphOf((b) => b.add("Relu", ["x"])));
    await refuses(loadOnnx(fixed, { inputShape: [3] }), /inputShape \[3\] does not fit/);
  });

  it("refuses models that it cannot explain, and says why", async () => {
    const relu = graphOf((b) => b.add("Relu", ["x"]));
    const [x] = relu.inputs;
    assert.ok(x);
    await refuses(loadOnnx(encodeModel({ ...relu, opsets: { "": 11 } })), /operator set 11; 13 to 22 are supported/);
    const unequal = [
      { ...x, shape: [2, 4] },
      { ...x, name: "z", shape: [3, 4] },
    ];
    await refuses(
      loadOnnx(encodeModel({ ...relu, inputs: unequal })),
      /"z" \(float32 \[3, 4\]\) differ in their first axis/,
    );
    await refuses(loadOnnx(encodeModel({ ...relu, inputs: [{ ...x, type: "string" }] })), /is not numeric/);
    const outputs = relu.outputs.map((output) => ({ ...output, type: "int64" }) as const);
    await refuses(loadOnnx(encodeModel({ ...relu, outputs })), /none is floating point/);
    await refuses(loadOnnx(encodeModel(graphOf((b) => b.add("Nonsense", ["x"])))), /does not run: .*Nonsense/);
    await refuses(loadOnnx(encodeModel(graphOf((b) => b.add("ReduceSum", ["x"])))), /expected a row for each/);
    await refuses(loadOnnx("no-such-file.onnx"), /no-such-file.onnx cannot be read/);
  });

  it("refuses every file cut off or with a byte changed, or reads it, but never crashes", async () => {
    const bytes = readFileSync(join(folder, "sklearn-mlp.onnx"));
    const files = [0, 1, 7, 100, 700, bytes.length - 1].map((length) => bytes.subarray(0, length));
    for (let i = 0; i < 150; i++) {
      const damaged = Uint8Array.from(bytes);
      damaged[(i * 7919) % bytes.length] = (i * 104729) % 256;
      files.push(Buffer.from(damaged));
    }
    let refused = 0;
    for (const file of files) {
      await loadOnnx(file).catch((error) => {
        assert.ok(error instanceof DataError, String(error));
        refused++;
      });
    }
    assert.ok(refused >= 30, `${refused} refused`);
  });

  it("refuses hostile sizes at once, written out or computed", async () => {
    const large = [2 ** 20, 2 ** 20];
    const filled = graphOf((b) => b.add("Add", ["x", b.add("ConstantOfShape", [b.constant(int64(large))])]));
    await refuses(loadOnnx(encodeModel(filled)), /1048576,1048576/);
    const computed = graphOf((b) => {
      const side = b.constant(int64([2 ** 20]));
      const shape = b.add("Concat", [b.add("Mul", [side, side]), side], { axis: int(0) });
      return b.add("Expand", ["x", shape]);
    });
    await refuses(loadOnnx(encodeModel(computed)), /numbers for each row/);
    const scaled = graphOf((b) => b.add("Resize", ["x", "", b.constant(float32([1, 2 ** 40]))]));
    await refuses(loadOnnx(encodeModel(scaled)), /numbers for each row/);
    await refuses(loadOnnx(encodeModel(graphOf((b) => b.add("Relu", ["x"]), ["n", 2 ** 40]))), /numbers for each row/);
  });

  it("reads no data from outside the model's folder", async () => {
    const directory = mkdtempSync(join(tmpdir(), "onnx-"));
    try {
      const bytes = readFileSync(join(folder, "torch-mlp-external.onnx"), "latin1");
      const name = "torch-mlp-external.data";
      const write = (location: string) => {
        const file = join(directory, "model.onnx");
        assert.equal(location.length, name.length);
        writeFileSync(file, bytes.replaceAll(name, location), "latin1");
        return file;
      };
      await refuses(loadOnnx(write("../../../../etc/passwd.")), /outside the model's folder/);
      await refuses(loadOnnx(write("/etc/passwd/../../../..")), /outside the model's folder/);
      await refuses(loadOnnx(write("no-such-file-in-here...")), /cannot be read/);
      symlinkSync(join(folder, name), join(directory, name));
      await refuses(loadOnnx(write(name)), /a link that leads outside/);
      rmSync(join(directory, name));
      writeFileSync(join(directory, name), new Uint8Array(10));
      await refuses(loadOnnx(write(name)), /should be at bytes 0 to \d+ of torch-mlp-external.data, which has only 10/);
      await refuses(loadOnnx(readFileSync(join(folder, "torch-mlp-external.onnx"))), /load the model by its file name/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
