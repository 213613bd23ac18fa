import assert from "node:assert/strict";
import { type GradientRules, gradientGraph } from "../../../kernel/library/engine/gradient/index.ts";
import { sizeOf } from "../../../kernel/library/engine/graph/constants.ts";
import { type Attributes, GraphBuilder, OPSET } from "../../../kernel/library/engine/graph/GraphBuilder.ts";
import type { Constant, Graph, ValueInfo } from "../../../kernel/library/engine/graph/graph.ts";
import { createSession } from "../../../kernel/library/engine/session/session.ts";

export type Inputs = Readonly<Record<string, Constant>>;

/** A graph of one operator with the given inputs, in order; its outputs are `y`, `y1`, … */
export function operator(
  op: string,
  inputs: Inputs,
  attributes: Attributes = {},
  { outputs = 1, opset = OPSET, order = Object.keys(inputs) } = {},
): Graph {
  const names = Array.from({ length: outputs }, (_, index) => (index === 0 ? "y" : `y${index}`));
  const node = { op, domain: "", name: op, inputs: order, outputs: names, attributes };
  return {
    inputs: Object.entries(inputs).map(([name, { type, shape }]) => ({ name, type, shape })),
    outputs: names.map((name) => ({ name, type: "float32", shape: undefined })),
    constants: new Map(),
    nodes: [node],
    opsets: { "": opset },
  };
}

/** Numbers in [low, high], the same for the same seed (mulberry32). */
export function numbers(seed: number, count: number, low = -1, high = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return low + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (high - low);
  });
}

export const random = (seed: number, shape: readonly number[], low = -1, high = 1): Constant => ({
  type: "float32",
  shape,
  data: numbers(seed, sizeOf(shape), low, high),
});

/** Values that all differ by at least `step`, in random order: no ties, and none made by a small change. */
export function distinct(seed: number, shape: readonly number[], step = 0.1): Constant {
  const order = numbers(seed, sizeOf(shape));
  const ranks = [...order.keys()].sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0));
  const data = new Float32Array(order.length);
  for (const [rank, index] of ranks.entries()) data[index] = (rank - order.length / 2 + 0.5) * step;
  return { type: "float32", shape, data };
}

interface Check {
  withRespectTo?: readonly string[];
  of?: string;
  /** Step of the central difference. */
  epsilon?: number;
  /** Allowed difference, as a part of the largest gradient (and of 1 where that is smaller). */
  tolerance?: number;
  rules?: GradientRules;
  /** Whether the rule must also do without knowing any size before the run; default true. */
  symbolic?: boolean;
  /** Inputs whose size is known all the same: weights. */
  weights?: readonly string[];
}

/** Holds every gradient of `of` (default `y`) against central differences, with sizes known before the run and without. */
export async function checkGradients(graph: Graph, inputs: Inputs, check: Check = {}): Promise<void> {
  const { of = "y", epsilon = 1e-2, tolerance = 2e-3, symbolic = true, weights = ["w"] } = check;
  const withRespectTo = check.withRespectTo ?? Object.keys(inputs).filter((name) => inputs[name]?.type === "float32");
  const whole = await differences(graph, inputs, of, withRespectTo, epsilon);
  for (const known of symbolic ? [true, false] : [true]) {
    const { gradients } = await gradientsOf(graph, inputs, { ...check, of, withRespectTo, known, weights });
    for (const name of withRespectTo) {
      const expected = whole.gradients.get(name) ?? [];
      const actual = gradients.get(name);
      assert.deepEqual(actual?.shape, inputs[name]?.shape, `shape of d/d${name}`);
      close(actual?.data as Float32Array, expected, tolerance, `d/d${name} (${known ? "known" : "symbolic"} sizes)`);
    }
  }
}

export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  const largest = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((actual[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    assert.ok(difference <= tolerance * largest, `${what}[${i}]: ${actual[i]} instead of ${expected[i]}`);
  }
}

/** Seeds are not all ones, so that a gradient in the wrong place shows. */
const seedFor = (shape: readonly number[]) => random(77, shape, -1, 1);

/** Runs the gradient graph. With `known` false, no size (only ranks) is known before the run. */
export async function gradientsOf(
  graph: Graph,
  inputs: Inputs,
  options: {
    of: string;
    withRespectTo: readonly string[];
    known?: boolean;
    weights?: readonly string[];
    rules?: GradientRules | undefined;
    seed?: Constant;
  },
): Promise<{ outputs: Record<string, Constant>; gradients: Map<string, Constant> }> {
  const shapes = await valueShapes(graph, inputs);
  const known = options.known ?? true;
  const blur = ({ name, type, shape }: ValueInfo): ValueInfo => ({
    name,
    type,
    shape: options.weights?.includes(name) ? shape : shape?.map(() => undefined),
  });
  const shown: Graph = known
    ? graph
    : {
        ...graph,
        inputs: graph.inputs.map(blur),
        outputs: graph.outputs.map((each) => ({ ...each, shape: undefined })),
      };
  const { graph: both, gradients } = gradientGraph(shown, {
    of: options.of,
    seed: "seed",
    withRespectTo: options.withRespectTo,
    shapes: known ? shapes : new Map([...shapes].map(([name, info]) => [name, blur(info)])),
    rules: options.rules,
  });
  const session = await createSession(both, { threads: 1 });
  try {
    const seed = options.seed ?? seedFor((shapes.get(options.of)?.shape ?? []) as number[]);
    const outputs = await session.run({ ...inputs, seed });
    return {
      outputs,
      gradients: new Map([...gradients].map(([name, output]) => [name, outputs[output] as Constant])),
    };
  } finally {
    await session.release();
  }
}

/** Every inner value's shape, found by running the graph once. */
async function valueShapes(graph: Graph, inputs: Inputs): Promise<Map<string, ValueInfo>> {
  const builder = new GraphBuilder(graph);
  const inner = graph.nodes.flatMap((node) => node.outputs).filter((name) => name !== "");
  const outputs = inner.map((name) => ({ name, type: "float32", shape: undefined }) as const);
  const session = await createSession(builder.build(graph.inputs, outputs), { threads: 1 });
  try {
    const values = { ...(await session.run(inputs)), ...inputs };
    return new Map(Object.entries(values).map(([name, { type, shape }]) => [name, { name, type, shape }]));
  } finally {
    await session.release();
  }
}

async function differences(
  graph: Graph,
  inputs: Inputs,
  of: string,
  withRespectTo: readonly string[],
  epsilon: number,
): Promise<{ gradients: Map<string, number[]> }> {
  const session = await createSession(graph, { threads: 1 });
  const first = (await session.run(inputs, [of]))[of] as Constant;
  const seed = seedFor(first.shape).data as Float32Array;
  const loss = async (changed: Inputs) => {
    const y = (await session.run(changed, [of]))[of]?.data as Float32Array;
    return y.reduce((sum, value, index) => sum + value * (seed[index] ?? 0), 0);
  };
  const gradients = new Map<string, number[]>();
  for (const name of withRespectTo) {
    const input = inputs[name] as Constant;
    const column: number[] = [];
    for (let i = 0; i < input.data.length; i++) {
      const moved = async (by: number) => {
        const data = Float32Array.from(input.data as Float32Array);
        data[i] = (data[i] ?? 0) + by;
        // The step as float32 took it.
        return { at: data[i] ?? 0, loss: await loss({ ...inputs, [name]: { ...input, data } }) };
      };
      const [up, down] = [await moved(epsilon), await moved(-epsilon)];
      column.push((up.loss - down.loss) / (up.at - down.at));
    }
    gradients.set(name, column);
  }
  await session.release();
  return { gradients };
}
