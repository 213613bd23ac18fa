import type { OutputSpec } from "../../signature/Signature.ts";
import { unknownOutput } from "../../signature/unknown.ts";
import type { Dimension, Graph, GraphNode, ValueInfo } from "../graph/graph.ts";
import { classifierOutput } from "./graphClassifier.ts";
import { type End, outputByEnd } from "./outputByEnd.ts";

type Shape = readonly (number | null)[];

/**
 * What an output of a graph is, by the operators that end it.
 *
 * @param shape of one example, where it is known.
 */
export function graphOutput(
  graph: Graph,
  name: string,
  shape: Shape | undefined,
  shapes: ReadonlyMap<string, ValueInfo>,
): OutputSpec {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const byClassifier = classifierOutput(makers, name, shape);
  if (byClassifier) return byClassifier;
  if (!shape) return unknownOutput(name, []);
  const inputShapes = graph.inputs.map((input) => rowOf(input.shape ?? []));
  const end = new Ends(graph, makers, shapes).of(name, shape);
  const spec = outputByEnd({ name, shape, inputShapes, ...end });
  return spec.kind === "values" ? (scoresOf(graph, makers, name, shape) ?? spec) : spec;
}

/** Values that an ArgMax chooses among are scores of classes, along its axis. */
function scoresOf(
  graph: Graph,
  makers: ReadonlyMap<string, GraphNode>,
  name: string,
  shape: Shape,
): OutputSpec | undefined {
  const maker = makers.get(name);
  const own = maker?.op === "Identity" ? [name, maker.inputs[0]] : [name];
  const chooser = graph.nodes.find(({ op, inputs }) => op === "ArgMax" && own.includes(inputs[0]));
  if (!chooser) return undefined;
  const { axis } = chooser.attributes;
  const given = axis?.kind === "int" ? axis.value : 0;
  const counted = (given < 0 ? given + shape.length + 1 : given) - 1;
  const classes = shape[counted];
  if (typeof classes !== "number" || classes < 2) return undefined;
  if (shape.length === 1) return { kind: "classes", name, shape, count: classes, from: "logits" };
  if (shape.length !== 3 || counted === 1) return undefined;
  const layout = counted === 0 ? "channelsFirst" : "channelsLast";
  return { kind: "pixels", name, shape, layout, classes, from: "logits" };
}

/** A shape without the batch, as a spec has it. */
export const rowOf = (shape: readonly Dimension[]): Shape =>
  shape.slice(1).map((size) => (typeof size === "number" ? size : null));

type Found = Pick<End, "activation" | "axis">;

const withoutOnes = (shape: Shape) => shape.filter((size) => size !== 1).join();

class Ends {
  readonly #graph: Graph;
  readonly #makers: ReadonlyMap<string, GraphNode>;
  readonly #shapes: ReadonlyMap<string, ValueInfo>;

  constructor(graph: Graph, makers: ReadonlyMap<string, GraphNode>, shapes: ReadonlyMap<string, ValueInfo>) {
    this.#graph = graph;
    this.#makers = makers;
    this.#shapes = shapes;
  }

  of(value: string, shape: Shape): Found {
    const node = this.#makers.get(value);
    const [before = ""] = node?.inputs ?? [];
    switch (node?.domain === "" ? node.op : undefined) {
      case "Identity":
      case "Cast":
      case "Dropout":
        return this.of(before, shape);
      case "Squeeze":
      case "Flatten":
      case "Reshape":
        return this.#reshaped(before, shape);
      case "Transpose": {
        const { perm } = node?.attributes ?? {};
        return perm?.kind === "ints" ? this.#transposed(before, shape, perm.value) : { activation: undefined };
      }
      case "Softmax":
      case "LogSoftmax": {
        const { axis } = node?.attributes ?? {};
        const given = axis?.kind === "int" ? axis.value : -1;
        const behindBatch = (given < 0 ? shape.length + 1 + given : given) - 1;
        return { activation: node?.op === "Softmax" ? "softmax" : "logSoftmax", axis: behindBatch };
      }
      case "Sigmoid":
        return { activation: "sigmoid" };
      case "Gemm":
      case "MatMul":
        return { activation: "linear" };
      case "Add": {
        const summed = node?.inputs.find((input) => !this.#graph.constants.has(input)) ?? "";
        const hasBias = node?.inputs.some((input) => this.#graph.constants.has(input));
        return { activation: hasBias && this.#makers.get(summed)?.op === "MatMul" ? "linear" : undefined };
      }
      case "Relu":
      case "Softplus":
        return { activation: this.of(before, shape).activation === "linear" ? "positive" : undefined };
      default:
        return { activation: undefined };
    }
  }

  /** The same in another order of axes, the batch still first. */
  #transposed(before: string, shape: Shape, perm: readonly number[]): Found {
    if (perm[0] !== 0) return { activation: undefined };
    const inner: (number | null)[] = [...shape];
    for (const [i, size] of shape.entries()) inner[(perm[i + 1] ?? 0) - 1] = size;
    const { activation, axis } = this.of(before, inner);
    return { activation, axis: axis === undefined ? undefined : perm.indexOf(axis + 1) - 1 };
  }

  /** Axes of one place may come and go; where more is moved, nothing is known of what was before. */
  #reshaped(before: string, shape: Shape): Found {
    const known = this.#shapes.get(before)?.shape;
    if (!known || withoutOnes(rowOf(known)) !== withoutOnes(shape)) return { activation: undefined };
    const { activation, axis } = this.of(before, rowOf(known));
    const overAll = axis === undefined || withoutOnes([rowOf(known)[axis] ?? null]) === withoutOnes(shape);
    return overAll
      ? { activation, axis: axis === undefined ? undefined : shape.length - 1 }
      : { activation: undefined };
  }
}
