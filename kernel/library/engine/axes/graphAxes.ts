import type { InputSpec } from "../../signature/Signature.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import { inferShapes } from "../graph/shapes/inferShapes.ts";
import { AxisFacts, convolved } from "./AxisFacts.ts";
import { inputFacts } from "./inputFacts.ts";

/** A node with what its rule asks of it. */
interface Context {
  readonly facts: AxisFacts;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly outputs: readonly string[];
  /** An attribute of whole numbers, or the constant at an input. */
  ints(attribute: string, input?: number): readonly number[] | undefined;
  int(attribute: string, otherwise: number): number;
  isConstant(input: number): boolean;
}

type Rule = (context: Context) => void;

/** Every axis is what it is in the first input: activations, normalizations, what is padded, cut or resized. */
const along: Rule = ({ facts, inputs, outputs }) => {
  for (const output of outputs) facts.along(inputs[0], output);
};

const joined: Rule = ({ facts, inputs, output }) => {
  for (const input of inputs) facts.along(input, output);
};

const broadcast: Rule = ({ facts, inputs, output }) => {
  for (const input of inputs) facts.alike(input, output);
};

/** What moves or pools windows over an image, a volume or a series: channels stand behind the batch. */
const windows: Rule = ({ facts, inputs, output }) => {
  for (const value of [inputs[0], output])
    facts.are(value, convolved(facts.shape(value)?.length ?? 0, "channelsFirst"));
};

const normalization: Rule = (context) => {
  windows(context);
  along(context);
};

const transpose: Rule = ({ facts, inputs, output, ints }) => {
  const rank = facts.shape(inputs[0])?.length ?? 0;
  facts.permuted(inputs[0], output, ints("perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis));
};

const reshape: Rule = ({ facts, inputs, output }) => facts.reshaped(inputs[0], output);

/** Axes that are left out of `larger` give `smaller`. */
function without(facts: AxisFacts, larger: string, smaller: string, left: readonly number[] | undefined): void {
  const [from, to] = [facts.shape(larger), facts.shape(smaller)];
  if (!from || !to || !left) return;
  const out = new Set(left.map((axis) => (axis < 0 ? axis + from.length : axis)));
  const kept = [...from.keys()].filter((axis) => !out.has(axis));
  if (kept.length === to.length) for (const [to, axis] of kept.entries()) facts.same(larger, axis, smaller, to);
}

const squeeze: Rule = (context) => {
  const { facts, inputs, output, ints } = context;
  const axes = ints("axes", 1);
  if (axes) without(facts, inputs[0], output, axes);
  else reshape(context);
};

const unsqueeze: Rule = ({ facts, inputs, output, ints }) => without(facts, output, inputs[0], ints("axes", 1));

const reduce: Rule = ({ facts, inputs, output, ints }) => {
  const rank = facts.shape(inputs[0])?.length;
  if (rank !== undefined && rank === facts.shape(output)?.length) facts.along(inputs[0], output);
  else without(facts, inputs[0], output, ints("axes", 1));
};

const argument: Rule = ({ facts, inputs, output, int }) => {
  if (int("keepdims", 1) === 1) facts.along(inputs[0], output);
  else without(facts, inputs[0], output, [int("axis", 0)]);
};

/** A resize of two axes is one of a picture. */
const resize: Rule = (context) => {
  along(context);
  const { facts, inputs, output } = context;
  const [from, to] = [facts.shape(inputs[0]), facts.shape(output)];
  if (from?.length !== 4 || to?.length !== 4) return;
  const changed = [...from.keys()].filter((axis) => from[axis] !== to[axis]).join();
  if (changed === "2,3") facts.are(output, convolved(4, "channelsFirst"));
  if (changed === "1,2") facts.are(output, convolved(4, "channelsLast"));
};

/** Rows of a table that whole numbers choose, or of a value. */
const gather: Rule = ({ facts, inputs, output, int, isConstant }) => {
  const [data, indices] = inputs;
  const rank = facts.shape(output)?.length ?? 0;
  if (isConstant(0)) {
    const chosen = facts.shape(indices);
    if (int("axis", 0) !== 0 || chosen?.length !== rank - 1) return;
    for (const axis of chosen.keys()) facts.same(indices, axis, output, axis);
    if (chosen.length > 1) facts.is(indices, chosen.length - 1, "token");
    facts.is(output, rank - 1, "channel");
    return;
  }
  const from = facts.shape(data)?.length ?? 0;
  const at = int("axis", 0) < 0 ? int("axis", 0) + from : int("axis", 0);
  if (rank === from) facts.along(data, output);
  else without(facts, data, output, [at]);
};

/** The axes before the last two are those of both; of a layer with weights the last stays what it is, but of rows of units. */
const matMul: Rule = ({ facts, inputs, output, isConstant }) => {
  const [a, b] = inputs;
  const [left, right, to] = [a, b, output].map((value) => facts.shape(value));
  if (!left || !to || left.length < 2 || left.length !== to.length) return;
  const last = to.length - 1;
  for (let axis = 0; axis < last; axis++) facts.same(a, axis, output, axis);
  if (isConstant(1)) {
    if (last > 1) facts.same(a, last, output, last);
    return;
  }
  if (!right || right.length !== to.length) return;
  facts.same(b, last, output, last);
  facts.same(a, last, b, last - 1);
  for (let axis = 0; axis < last - 1; axis++) if (right[axis] === to[axis]) facts.same(b, axis, output, axis);
};

const gemm: Rule = ({ facts, inputs, output, int }) => {
  if (int("transA", 0) === 0) facts.same(inputs[0], 0, output, 0);
};

const recurrent: Rule = ({ facts, inputs, output, int }) => {
  const isBatchFirst = int("layout", 0) === 1;
  facts.are(inputs[0], isBatchFirst ? ["batch", "step", "channel"] : ["step", "batch", "channel"]);
  facts.are(output, isBatchFirst ? ["batch", "step", "unknown", "channel"] : ["step", "unknown", "batch", "channel"]);
};

const byName = (names: string, rule: Rule) => names.split(" ").map((name) => [name, rule] as const);

/** By operator; behind one that is not here nothing is known but what later ones say. */
const rules: ReadonlyMap<string, Rule> = new Map([
  ...byName("Conv ConvTranspose ConvInteger QLinearConv MaxPool AveragePool LpPool", windows),
  ...byName("GlobalAveragePool GlobalMaxPool GlobalLpPool DepthToSpace SpaceToDepth", windows),
  ...byName("BatchNormalization InstanceNormalization GroupNormalization LRN", normalization),
  ...byName("Add Sub Mul Div Pow Mod Max Min Mean Sum Where And Or Xor Equal Greater Less", broadcast),
  ...byName("Expand GreaterOrEqual LessOrEqual", broadcast),
  ...byName("Concat", joined),
  ...byName("Transpose", transpose),
  ...byName("Reshape Flatten", reshape),
  ...byName("Squeeze", squeeze),
  ...byName("Unsqueeze", unsqueeze),
  ...byName(
    "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum",
    reduce,
  ),
  ...byName("ReduceSumSquare", reduce),
  ...byName("ArgMax ArgMin", argument),
  ...byName("Resize Upsample", resize),
  ...byName("Gather", gather),
  ...byName("MatMul", matMul),
  ...byName("Gemm", gemm),
  ...byName("LSTM GRU RNN", recurrent),
  ...byName("Pad Slice Split Tile CumSum GatherElements ScatterElements ScatterND ReverseSequence Trilu TopK", along),
  ...byName(
    "Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil Celu Clip Cos Cosh Elu Erf Exp Floor Gelu HardSigmoid",
    along,
  ),
  ...byName("Hardmax HardSwish Identity LeakyRelu Log LogSoftmax Mish Neg Not PRelu Reciprocal Relu Round Selu", along),
  ...byName("Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu Dropout", along),
  ...byName("LayerNormalization LpNormalization MeanVarianceNormalization SimplifiedLayerNormalization", along),
  ...byName("RMSNormalization Swish QuantizeLinear DequantizeLinear DynamicQuantizeLinear", along),
]);

/**
 * Which axis of each value of a graph is what: said by the operators that fix it, carried forwards and backwards through
 * the others. What `inputs` say counts where no operator says anything.
 */
export function graphAxes(graph: Graph, inputs: readonly InputSpec[] = []): AxisFacts {
  const shapes = inferShapes(graph);
  const facts = new AxisFacts((value) => (graph.constants.has(value) ? undefined : shapes.get(value)?.shape));
  for (const node of graph.nodes) {
    if (node.domain === "") rules.get(node.op)?.(contextOf(facts, graph, node));
  }
  for (const spec of inputs) facts.suggest(spec.name, inputFacts(spec));
  return facts;
}

function contextOf(facts: AxisFacts, graph: Graph, { inputs, outputs, attributes }: GraphNode): Context {
  return {
    facts,
    inputs,
    outputs,
    output: outputs[0] ?? "",
    isConstant: (input) => graph.constants.has(inputs[input] ?? ""),
    int: (name, otherwise) => {
      const attribute = attributes[name];
      return attribute?.kind === "int" ? attribute.value : otherwise;
    },
    ints: (name, input) => {
      const attribute = attributes[name];
      if (attribute?.kind === "ints") return attribute.value;
      const constant = input === undefined ? undefined : graph.constants.get(inputs[input] ?? "");
      return constant?.type === "int64" ? Array.from(constant.data as BigInt64Array, Number) : undefined;
    },
  };
}
