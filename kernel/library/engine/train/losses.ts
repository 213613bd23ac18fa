import { float32, int, int64 } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";

/** tfjs's losses by tfjs's names. */
export type LossName =
  | "sparseCategoricalCrossentropy"
  | "categoricalCrossentropy"
  | "binaryCrossentropy"
  | "meanSquaredError";

/** What the graph compares the outputs with: class indices `[n]` int32, or numbers of the outputs' own shape. */
export const targetType = (loss: LossName): "int32" | "float32" =>
  loss === "sparseCategoricalCrossentropy" ? "int32" : "float32";

export interface LossValues {
  /** Scalar: the mean over the examples. */
  readonly loss: string;
  /** Scalar: the fraction answered rightly; NaN for a regression. */
  readonly accuracy: string;
}

/**
 * Adds loss and accuracy of the graph's first output. Cross-entropies are computed from the logits behind a final
 * softmax or sigmoid, which is exact where the probability itself is rounded to 0 or 1; outputs without one are taken
 * as logits (categorical) or as probabilities (binary), as tfjs does.
 */
export function addLoss(builder: GraphBuilder, graph: Graph, loss: LossName, targets: string): LossValues {
  const [output] = graph.outputs;
  const write = writers[loss];
  return write(builder, logitsOf(graph, output), targets);
}

interface Outputs {
  readonly value: string;
  readonly classes: number;
  /** What made the value's final activation, if it is looked behind. */
  readonly behind: "Softmax" | "Sigmoid" | undefined;
}

function logitsOf(graph: Graph, output: ValueInfo | undefined): Outputs {
  const value = output?.name ?? "";
  const last = graph.nodes.find((node) => node.outputs[0] === value);
  const classes = Number(output?.shape?.at(-1) ?? 1);
  if (last?.op !== "Softmax" && last?.op !== "Sigmoid") return { value, classes, behind: undefined };
  return { value: last.inputs[0] ?? value, classes, behind: last.op };
}

type Writer = (builder: GraphBuilder, outputs: Outputs, targets: string) => LossValues;

const scalar = (builder: GraphBuilder, value: number) => builder.constant(float32(value), "scalar");

/** The mean of all elements. */
const mean = (builder: GraphBuilder, value: string) => builder.add("ReduceMean", [value], { keepdims: int(0) }, "mean");

const share = (builder: GraphBuilder, right: string) =>
  mean(builder, builder.add("Cast", [right], { to: int(FLOAT) }, "right"));

/** ONNX's numbers for the element types. */
const FLOAT = 1;
const INT64 = 7;

const argMax = (builder: GraphBuilder, value: string) =>
  builder.add("ArgMax", [value], { axis: int(-1), keepdims: int(0) }, "answer");

/** −Σ t log p, summed over the classes, mean over the examples. */
function crossEntropy(builder: GraphBuilder, logits: string, oneHot: string): string {
  const logarithms = builder.add("LogSoftmax", [logits], { axis: int(-1) }, "logProbabilities");
  const chosen = builder.add("Mul", [logarithms, oneHot], {}, "chosen");
  const each = builder.add("ReduceSum", [chosen, builder.constant(int64([-1]), "axis")], { keepdims: int(0) });
  return builder.add("Neg", [mean(builder, each)], {}, "loss");
}

const sparseCategoricalCrossentropy: Writer = (builder, { value, classes }, targets) => {
  const labels = builder.add("Cast", [targets], { to: int(INT64) }, "labels");
  const range = builder.constant(float32([0, 1]), "offOn");
  const oneHot = builder.add("OneHot", [labels, builder.constant(int64([classes]), "classes"), range], {}, "oneHot");
  const right = builder.add("Equal", [argMax(builder, value), labels], {}, "right");
  return { loss: crossEntropy(builder, value, oneHot), accuracy: share(builder, right) };
};

const categoricalCrossentropy: Writer = (builder, { value }, targets) => {
  const right = builder.add("Equal", [argMax(builder, value), argMax(builder, targets)], {}, "right");
  return { loss: crossEntropy(builder, value, targets), accuracy: share(builder, right) };
};

/** max(z, 0) − z t + log(1 + e^−|z|), mean over everything. */
const binaryCrossentropy: Writer = (builder, { value, behind }, targets) => {
  const add = (op: string, ...inputs: string[]) => builder.add(op, inputs);
  const right = (limit: number) =>
    share(
      builder,
      add("Equal", add("Greater", value, scalar(builder, limit)), add("Greater", targets, scalar(builder, 0.5))),
    );
  if (behind === "Sigmoid") {
    const positive = add("Sub", add("Relu", value), add("Mul", value, targets));
    const rest = add("Softplus", add("Neg", add("Abs", value)));
    return { loss: mean(builder, add("Add", positive, rest)), accuracy: right(0) };
  }
  const inside = add("Clip", value, scalar(builder, 1e-7), scalar(builder, 1 - 1e-7));
  const one = scalar(builder, 1);
  const yes = add("Mul", targets, add("Log", inside));
  const no = add("Mul", add("Sub", one, targets), add("Log", add("Sub", one, inside)));
  return { loss: add("Neg", mean(builder, add("Add", yes, no))), accuracy: right(0.5) };
};

const meanSquaredError: Writer = (builder, { value, behind }, targets) => {
  const output = behind ? builder.add(behind, [value]) : value;
  const difference = builder.add("Sub", [output, targets]);
  const squared = builder.add("Mul", [difference, difference]);
  return { loss: mean(builder, squared), accuracy: builder.add("Identity", [scalar(builder, Number.NaN)]) };
};

const writers: Readonly<Record<LossName, Writer>> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError,
};
