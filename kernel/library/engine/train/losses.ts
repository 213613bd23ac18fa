import { float32, int, int64, sizeOf } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph, ValueInfo } from "../graph/graph.ts";

/** tfjs's losses by tfjs's names, and Keras's Huber loss (with δ = 1). */
export const lossNames = [
  "sparseCategoricalCrossentropy",
  "categoricalCrossentropy",
  "binaryCrossentropy",
  "meanSquaredError",
  "meanAbsoluteError",
  "huber",
] as const;

export type LossName = (typeof lossNames)[number];

/** What is made small. */
export interface Objective {
  readonly loss: LossName;
  /**
   * Of a cross-entropy, where no softmax or sigmoid is the graph's last operator: whether the outputs are logits. Default: of
   * a binary one they are probabilities, of the others logits, as tfjs has it.
   */
  readonly fromLogits?: boolean | undefined;
  /** Whether each example comes with a weight. Default false. */
  readonly weighted?: boolean | undefined;
}

/** Above this distance Huber's loss grows as the distance itself does. */
export const huberDelta = 1;

/** Whether a loss compares numbers, not classes or labels: its metric is the mean absolute error then. */
export const isOfNumbers = (loss: LossName): boolean =>
  loss === "meanSquaredError" || loss === "meanAbsoluteError" || loss === "huber";

/** What the graph compares the outputs with: class indices `[n]` int32, or numbers of the outputs' own shape. */
export const targetType = (loss: LossName): "int32" | "float32" =>
  loss === "sparseCategoricalCrossentropy" ? "int32" : "float32";

export interface LossValues {
  /** Scalar: the mean over the examples, each times its weight. */
  readonly loss: string;
  /** Scalar: the fraction answered rightly; of numbers the mean absolute error. Without weights. */
  readonly metric: string;
}

/**
 * Adds loss and metric of the graph's first output. Cross-entropies are computed from the logits behind a final
 * softmax or sigmoid, which is exact where the probability itself is rounded to 0 or 1; outputs without one are taken
 * as logits (categorical, or with `fromLogits`) or as probabilities (binary), as tfjs does.
 *
 * @param inputs names of the values that hold the targets and, where the objective is weighted, `[n]` weights.
 */
export function addLoss(
  builder: GraphBuilder,
  graph: Graph,
  { loss, fromLogits }: Objective,
  inputs: { readonly targets: string; readonly weights?: string | undefined },
): LossValues {
  const [output] = graph.outputs;
  const width = sizeOf((output?.shape ?? []).slice(1).map(Number));
  const mean: Mean = (each) => weightedMean(builder, each, inputs.weights, width);
  return writers[loss](builder, { ...logitsOf(graph, output), fromLogits, mean }, inputs.targets);
}

/** The mean over the examples of a loss of each example `[n]` or of each output `[n, ...]`. */
type Mean = (each: { readonly value: string; readonly of: "example" | "output" }) => string;

interface Outputs {
  readonly value: string;
  readonly classes: number;
  /** What made the value's final activation, if it is looked behind. */
  readonly behind: "Softmax" | "Sigmoid" | undefined;
}

interface Compared extends Outputs {
  readonly fromLogits: boolean | undefined;
  readonly mean: Mean;
}

function logitsOf(graph: Graph, output: ValueInfo | undefined): Outputs {
  const value = output?.name ?? "";
  const last = graph.nodes.find((node) => node.outputs[0] === value);
  const classes = Number(output?.shape?.at(-1) ?? 1);
  if (last?.op !== "Softmax" && last?.op !== "Sigmoid") return { value, classes, behind: undefined };
  return { value: last.inputs[0] ?? value, classes, behind: last.op };
}

type Writer = (builder: GraphBuilder, outputs: Compared, targets: string) => LossValues;

/** The logarithm of a probability below this is taken of this: the smallest normal float32 has −87.3. */
const smallest = 1.2e-38;

const scalar = (builder: GraphBuilder, value: number) => builder.constant(float32(value), "scalar");

/** The mean of all elements. */
const meanOfAll = (builder: GraphBuilder, value: string) =>
  builder.add("ReduceMean", [value], { keepdims: int(0) }, "mean");

function weightedMean(
  builder: GraphBuilder,
  { value, of }: Parameters<Mean>[0],
  weights: string | undefined,
  width: number,
): string {
  if (weights === undefined) return meanOfAll(builder, value);
  return meanOfAll(builder, builder.add("Mul", [of === "example" ? value : ofEachExample(), weights], {}, "weighted"));

  function ofEachExample(): string {
    const rows = builder.add("Reshape", [value, builder.constant(int64([-1, width]), "rows")]);
    const sums = builder.add("ReduceSum", [rows, builder.constant(int64([1]), "axis")], { keepdims: int(0) });
    return builder.add("Mul", [sums, scalar(builder, 1 / width)], {}, "ofEachExample");
  }
}

const share = (builder: GraphBuilder, right: string) =>
  meanOfAll(builder, builder.add("Cast", [right], { to: int(FLOAT) }, "right"));

/** ONNX's numbers for the element types. */
const FLOAT = 1;
const INT64 = 7;

const argMax = (builder: GraphBuilder, value: string) =>
  builder.add("ArgMax", [value], { axis: int(-1), keepdims: int(0) }, "answer");

/** −Σ t log p, summed over the classes, mean over the examples. */
function crossEntropy(builder: GraphBuilder, outputs: Compared, oneHot: string): string {
  const { value, behind, fromLogits, mean } = outputs;
  const areProbabilities = !behind && fromLogits === false;
  const logarithms = areProbabilities
    ? builder.add("Log", [builder.add("Clip", [value, scalar(builder, smallest)])], {}, "logProbabilities")
    : builder.add("LogSoftmax", [value], { axis: int(-1) }, "logProbabilities");
  const chosen = builder.add("Mul", [logarithms, oneHot], {}, "chosen");
  const each = builder.add("ReduceSum", [chosen, builder.constant(int64([-1]), "axis")], { keepdims: int(0) });
  return builder.add("Neg", [mean({ value: each, of: "example" })], {}, "loss");
}

const sparseCategoricalCrossentropy: Writer = (builder, outputs, targets) => {
  const labels = builder.add("Cast", [targets], { to: int(INT64) }, "labels");
  const range = builder.constant(float32([0, 1]), "offOn");
  const classes = builder.constant(int64([outputs.classes]), "classes");
  const oneHot = builder.add("OneHot", [labels, classes, range], {}, "oneHot");
  const right = builder.add("Equal", [argMax(builder, outputs.value), labels], {}, "right");
  return { loss: crossEntropy(builder, outputs, oneHot), metric: share(builder, right) };
};

const categoricalCrossentropy: Writer = (builder, outputs, targets) => {
  const right = builder.add("Equal", [argMax(builder, outputs.value), argMax(builder, targets)], {}, "right");
  return { loss: crossEntropy(builder, outputs, targets), metric: share(builder, right) };
};

/** max(z, 0) − z t + log(1 + e^−|z|), mean over everything. */
const binaryCrossentropy: Writer = (builder, outputs, targets) => {
  const { value, behind, fromLogits, mean } = outputs;
  const add = (op: string, ...inputs: string[]) => builder.add(op, inputs);
  const right = (answer: string, limit: number) =>
    share(
      builder,
      add("Equal", add("Greater", answer, scalar(builder, limit)), add("Greater", targets, scalar(builder, 0.5))),
    );
  if (behind === "Sigmoid" || (fromLogits && !behind)) {
    const positive = add("Sub", add("Relu", value), add("Mul", value, targets));
    const rest = add("Softplus", add("Neg", add("Abs", value)));
    return { loss: mean({ value: add("Add", positive, rest), of: "output" }), metric: right(value, 0) };
  }
  const answer = activated(builder, outputs);
  const inside = add("Clip", answer, scalar(builder, 1e-7), scalar(builder, 1 - 1e-7));
  const one = scalar(builder, 1);
  const yes = add("Mul", targets, add("Log", inside));
  const no = add("Mul", add("Sub", one, targets), add("Log", add("Sub", one, inside)));
  return { loss: add("Neg", mean({ value: add("Add", yes, no), of: "output" })), metric: right(answer, 0.5) };
};

/** The outputs themselves again. */
const activated = (builder: GraphBuilder, { value, behind }: Outputs) =>
  behind ? builder.add(behind, [value]) : value;

/** A loss of the distance between output and target. */
const ofDistance =
  (write: (builder: GraphBuilder, difference: string) => string): Writer =>
  (builder, outputs, targets) => {
    const difference = builder.add("Sub", [activated(builder, outputs), targets]);
    const loss = outputs.mean({ value: write(builder, difference), of: "output" });
    return { loss, metric: meanOfAll(builder, builder.add("Abs", [difference])) };
  };

const squared = (builder: GraphBuilder, value: string) => builder.add("Mul", [value, value]);

/** q² / 2 + δ (|d| − q) with q = min(|d|, δ). */
function huber(builder: GraphBuilder, difference: string): string {
  const distance = builder.add("Abs", [difference]);
  const beyond = builder.add("Relu", [builder.add("Sub", [distance, scalar(builder, huberDelta)])]);
  const inside = squared(builder, builder.add("Sub", [distance, beyond]));
  const half = builder.add("Mul", [inside, scalar(builder, 0.5)]);
  return builder.add("Add", [half, builder.add("Mul", [beyond, scalar(builder, huberDelta)])]);
}

const writers: Readonly<Record<LossName, Writer>> = {
  sparseCategoricalCrossentropy,
  categoricalCrossentropy,
  binaryCrossentropy,
  meanSquaredError: ofDistance(squared),
  meanAbsoluteError: ofDistance((builder, difference) => builder.add("Abs", [difference])),
  huber: ofDistance(huber),
};
