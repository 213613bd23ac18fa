import type { Attribute, Constant, DataType, Dimension, GraphNode } from "../graph/graph.ts";

/** The gradient of each input of a node, in order; undefined where an input has none or nobody asked for it. */
export type InputGradients = readonly (string | undefined)[];

/**
 * How the gradient passes backwards through one operator: adds nodes to the graph by `context` and gives the names of
 * the gradients of the node's inputs.
 *
 * @example
 * // Guided backprop: only positive gradients pass, and only where the input was positive.
 * const guidedRelu: GradientRule = (context) => [context.add("Relu", [context.standard()[0] ?? ""])];
 */
export type GradientRule = (context: GradientContext) => InputGradients;

/**
 * Chooses a rule in place of the built-in one for a run; undefined keeps the built-in one.
 *
 * @example
 * const rules: GradientRules = (node) => (node.op === "Relu" ? guidedRelu : undefined);
 */
export type GradientRules = (node: GraphNode) => GradientRule | undefined;

/** What a rule sees of the node it passes, and the means to write nodes. */
export interface GradientContext {
  readonly node: GraphNode;
  /** The gradient of each output; undefined for an output that does not reach the target. At least one is there. */
  readonly outputGradients: readonly (string | undefined)[];
  /** Version of ONNX's operator set that the nodes are written in (at least 17). */
  readonly opset: number;
  /** Whether gradients in this graph may be infinite: 0 times them would be NaN. */
  readonly isSteep: boolean;
  /** Whether the gradient of input `index` is wanted. */
  needs(index: number): boolean;
  /** What is known of a value's size before the run. */
  shape(value: string): readonly Dimension[] | undefined;
  type(value: string): DataType;
  constant(value: string): Constant | undefined;
  /** The node that makes a value; undefined for inputs and constants. */
  producer(value: string): GraphNode | undefined;
  /** The value's name in the pass of the reference (the baseline): only with the option `references`. */
  reference(value: string): string;
  /**
   * The built-in rule: for this node, or for another one (with other inputs, or a weight that has been changed), and
   * for these output gradients or others.
   */
  standard(node?: GraphNode, outputGradients?: readonly (string | undefined)[]): InputGradients;
  /** Adds an operator with one output. */
  add(op: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>): string;
  /** Adds an operator with `count` outputs. */
  addMany(
    op: string,
    inputs: readonly string[],
    count: number,
    attributes?: Readonly<Record<string, Attribute>>,
  ): string[];
  /** A scalar constant of the element type of the value `like`. */
  scalar(value: number, like: string): string;
  /** An int64 vector, as ONNX takes shapes, axes and pads. */
  ints(values: readonly number[]): string;
  /** An error that says that this node has no gradient, and why. */
  noGradient(reason: string): Error;
}
