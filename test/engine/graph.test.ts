import assert from "node:assert/strict";
import {
  float,
  float32,
  floats,
  int,
  int64,
  ints,
  string,
  strings,
  tensor,
} from "../../kernel/library/engine/graph/constants.ts";
import { decodeModel } from "../../kernel/library/engine/graph/decodeModel.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { foldConstants } from "../../kernel/library/engine/graph/foldConstants.ts";
import { GraphBuilder, node } from "../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Graph } from "../../kernel/library/engine/graph/graph.ts";
import { createSession } from "../../kernel/library/engine/session/session.ts";
import { DataError } from "../../kernel/library/ground/errors.ts";

function twiceXPlusOne(): Graph {
  const builder = new GraphBuilder();
  const doubled = builder.add("Mul", ["x", builder.constant(float32(2), "two")]);
  const y = builder.add("Add", [doubled, builder.constant(float32([1, 10], [1, 2]), "one")], {}, "y");
  return builder.build(
    [{ name: "x", type: "float32", shape: ["n", 2] }],
    [{ name: y, type: "float32", shape: ["n", 2] }],
  );
}

const thing = { name: "t", type: "float32", shape: undefined } as const;

describe("graph", () => {
  it("comes back from protobuf as it went in", () => {
    const inner: Graph = { ...twiceXPlusOne(), opsets: {} };
    const every = {
      i: int(-3),
      big: int(2 ** 53),
      f: float(0.5),
      s: string("SAME_UPPER·"),
      is: ints([1, -1]),
      none: ints([]),
      fs: floats([0.25, -8]),
      ss: strings(["a", ""]),
      t: tensor(int64([1, -2, 3], [3, 1])),
      g: { kind: "graph", value: inner },
    } as const;
    const graph: Graph = {
      inputs: [
        { name: "x", type: "float32", shape: ["n", 2, undefined] },
        { name: "r", type: "bool", shape: undefined },
      ],
      outputs: [{ name: "y", type: "int64", shape: [] }],
      constants: new Map<string, Graph["constants"] extends ReadonlyMap<string, infer C> ? C : never>([
        ["w", float32([1, 2, 3, 4], [2, 2])],
        ["words", { type: "string", shape: [2], data: ["zero", "één"] }],
        ["yes", { type: "bool", shape: [], data: Uint8Array.of(1) }],
        ["double", { type: "float64", shape: [1], data: Float64Array.of(Math.PI) }],
      ]),
      nodes: [node("Odd", ["x", "", "w"], ["y", ""], every, { name: "odd", domain: "com.example" })],
      opsets: { "": 17, "com.example": 1 },
    };
    assert.deepEqual(decodeModel(encodeModel(graph)), graph);
  });

  it("runs on onnxruntime, also into an array that is given", async () => {
    const session = await createSession(twiceXPlusOne());
    const x = float32([1, 2, 3, 4], [2, 2]);
    assert.deepEqual([...((await session.run({ x })).y?.data ?? [])], [3, 14, 7, 18]);
    const y = float32(new Float32Array(4), [2, 2]);
    await session.run({ x }, { y });
    assert.deepEqual([...y.data], [3, 14, 7, 18]);
    await session.release();
  });

  it("is put in topological order when it is read", () => {
    const graph = twiceXPlusOne();
    const shuffled = { ...graph, nodes: graph.nodes.toReversed() };
    assert.deepEqual(decodeModel(encodeModel(shuffled)).nodes, graph.nodes);
  });

  it("is refused where it has a cycle, a value from nowhere or a value made twice", () => {
    const broken = (nodes: Graph["nodes"]) => () => decodeModel(encodeModel({ ...twiceXPlusOne(), nodes }));
    assert.throws(broken([node("Add", ["x", "b"], ["a"]), node("Neg", ["a"], ["b"])]), /cycle/);
    assert.throws(broken([node("Add", ["x", "ghost"], ["y"])]), /Add reads the value "ghost"/);
    assert.throws(broken([node("Neg", ["x"], ["y"]), node("Abs", ["x"], ["y"])]), /"y" is computed twice/);
  });

  it("is refused wherever it is cut off, without a crash", () => {
    const bytes = encodeModel(twiceXPlusOne());
    for (let length = 0; length < bytes.length; length++) {
      try {
        decodeModel(bytes.subarray(0, length));
      } catch (error) {
        assert.ok(error instanceof DataError, `${length}: ${error}`);
        continue;
      }
      // Only the operator sets come behind the graph.
      assert.ok(length > bytes.length - 12, `${length} of ${bytes.length} bytes were accepted`);
    }
  });

  it("is refused where a constant has fewer values than its shape claims", () => {
    const claims = { type: "float32", shape: [2 ** 40, 2 ** 12], data: Float32Array.of(1) } as const;
    const graph = {
      ...twiceXPlusOne(),
      constants: new Map([
        ["two", claims],
        ["one", float32(1)],
      ]),
    };
    assert.throws(() => decodeModel(encodeModel(graph)), /"two" of shape \[1099511627776,4096\] should have/);
  });

  it("drops an output that is listed as a map made by ZipMap", () => {
    const builder = new GraphBuilder();
    builder.push(node("ZipMap", ["x"], ["t"], { classlabels_int64s: ints([0, 1]) }, { domain: "ai.onnx.ml" }));
    const bytes = encodeModel(builder.build([{ ...thing, name: "x" }], [thing]));
    const { nodes, outputs } = decodeModel(bytes);
    assert.deepEqual([nodes.length, outputs[0]?.name], [0, "x"]);
  });
});

describe("foldConstants", () => {
  it("takes large weights out of the type that a file holds them in", async () => {
    const size = 1_200_000;
    const builder = new GraphBuilder();
    const half = builder.constant(
      { type: "float16", shape: [size, 1], data: new Uint16Array(size).fill(0x3c00) },
      "half",
    );
    const weights = builder.add("Cast", [half], { to: int(1) }, "weights");
    const y = builder.add("MatMul", ["x", weights], {}, "y");
    const input = { name: "x", type: "float32" as const, shape: ["n", size] };
    const folded = await foldConstants(builder.build([input], [{ name: y, type: "float32", shape: ["n", 1] }]), run);
    assert.deepEqual([folded.constants.get(weights)?.type, folded.constants.get(weights)?.data[7]], ["float32", 1]);
    assert.equal(folded.nodes.length, 1);
  });

  const run = async (graph: Graph) => {
    const session = await createSession(graph);
    const outputs = await session.run({});
    await session.release();
    return outputs;
  };

  it("computes what depends on constants only, and leaves the rest", async () => {
    const builder = new GraphBuilder();
    builder.name("x");
    const two = builder.add("Constant", [], { value: tensor(float32([2])) });
    const six = builder.add("Mul", [two, builder.constant(float32([3]))]);
    const shape = builder.add("Shape", [six]);
    const random = builder.add("RandomUniform", [], { shape: ints([1]) });
    const wide = builder.add("Expand", ["x", shape]);
    const sum = builder.add("Sum", [wide, six, random]);
    const alone = builder.add("Neg", [six]);
    const info = (name: string) => ({ name, type: "float32", shape: [1] }) as const;
    const folded = await foldConstants(builder.build([info("x")], [info(sum), info(alone)]), run);
    assert.deepEqual(
      folded.nodes.map((each) => each.op),
      ["RandomUniform", "Expand", "Sum", "Neg"],
    );
    assert.deepEqual(folded.constants.get(six)?.data, Float32Array.of(6));
    assert.deepEqual(folded.constants.get(shape)?.data, BigInt64Array.of(1n));
  });

  it("does not write out what would become large", async () => {
    const builder = new GraphBuilder();
    builder.name("x");
    const large = builder.add("ConstantOfShape", [builder.constant(int64([2048, 1024]))]);
    const y = builder.add("Add", ["x", large]);
    const info = (name: string) => ({ name, type: "float32", shape: ["n", 1024] }) as const;
    const { nodes } = await foldConstants(builder.build([info("x")], [info(y)]), run);
    assert.equal(nodes.length, 2);
  });
});
