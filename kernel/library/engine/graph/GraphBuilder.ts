import type { Attribute, Constant, Graph, GraphNode, ValueInfo } from "./graph.ts";

export type Attributes = Readonly<Record<string, Attribute>>;

/** The operator set that the graphs we build are written in. */
export const OPSET = 17;

/** One operator of ONNX's own domain, or of `domain`. */
export function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
  { name = "", domain = "" } = {},
): GraphNode {
  return { op, domain, name, inputs, outputs, attributes };
}

/**
 * Collects nodes and constants under names that are unique, and gives a `Graph` in the end.
 *
 * @example
 * const builder = new GraphBuilder();
 * const y = builder.add("MatMul", ["x", builder.constant(float32([1, 2], [2, 1]))]);
 * const graph = builder.build([{ name: "x", type: "float32", shape: ["n", 2] }], [{ name: y, type: "float32", shape: ["n", 1] }]);
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[];
  readonly #constants: Map<string, Constant>;
  readonly #names: Set<string>;
  readonly #opsets: Record<string, number>;

  /** Starts empty, or from a graph that is to be added to (which stays as it is). */
  constructor(from?: Graph) {
    this.#nodes = [...(from?.nodes ?? [])];
    this.#constants = new Map(from?.constants);
    this.#opsets = { "": OPSET, ...from?.opsets };
    this.#names = new Set([
      ...(from?.inputs ?? []).map((input) => input.name),
      ...this.#constants.keys(),
      ...this.#nodes.flatMap((each) => each.outputs),
    ]);
  }

  /** Takes a name that nothing else has: `wanted` itself, or with a number behind it. */
  name(wanted: string): string {
    let name = wanted;
    for (let i = 1; name === "" || this.#names.has(name); i++) name = `${wanted}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Adds an operator with one output and gives that output's name. */
  add(op: string, inputs: readonly string[], attributes: Attributes = {}, wanted = op): string {
    const output = this.name(wanted);
    this.#nodes.push(node(op, inputs, [output], attributes, { name: output }));
    return output;
  }

  /** Adds an operator with several outputs; an empty wanted name leaves that output out. */
  addMany(op: string, inputs: readonly string[], wanted: readonly string[], attributes: Attributes = {}): string[] {
    const outputs = wanted.map((each) => (each === "" ? "" : this.name(each)));
    this.#nodes.push(node(op, inputs, outputs, attributes, { name: outputs.find((each) => each !== "") ?? "" }));
    return outputs;
  }

  /** Adds a node as it is; its output names must be free (see `name`). */
  push(added: GraphNode): void {
    for (const output of added.outputs) this.#names.add(output);
    this.#nodes.push(added);
  }

  constant(value: Constant, wanted = "constant"): string {
    const name = this.name(wanted);
    this.#constants.set(name, value);
    return name;
  }

  build(inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
    return { inputs, outputs, constants: this.#constants, nodes: this.#nodes, opsets: this.#opsets };
  }
}
