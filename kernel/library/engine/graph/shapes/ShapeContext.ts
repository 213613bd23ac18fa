import type { Constant, DataType, Dimension, GraphNode } from "../graph.ts";

export type Shape = readonly Dimension[];

/** What is known of one value. */
export interface Known {
  readonly type: DataType;
  readonly shape: Shape | undefined;
  /** The numbers in a small int64 value, as far as they are known: shapes are computed within graphs. */
  readonly contents?: Shape | undefined;
}

/** What an operator's outputs are, in order. */
export type ShapeRule = (node: ShapeContext) => readonly (Known | undefined)[];

/** Integers beyond this count are data, not shapes. */
const MOST_CONTENTS = 64;

/** One node while shapes are inferred: what is known of its inputs, and its attributes. */
export class ShapeContext {
  readonly node: GraphNode;
  readonly opset: number;
  readonly #known: ReadonlyMap<string, Known>;
  readonly #constants: ReadonlyMap<string, Constant>;

  constructor(
    node: GraphNode,
    opset: number,
    known: ReadonlyMap<string, Known>,
    constants: ReadonlyMap<string, Constant>,
  ) {
    this.node = node;
    this.opset = opset;
    this.#known = known;
    this.#constants = constants;
  }

  known(index: number): Known | undefined {
    return this.#known.get(this.node.inputs[index] ?? "");
  }

  shape(index: number): Shape | undefined {
    return this.known(index)?.shape;
  }

  type(index: number): DataType {
    return this.known(index)?.type ?? "float32";
  }

  constant(index: number): Constant | undefined {
    return this.#constants.get(this.node.inputs[index] ?? "");
  }

  contents(index: number): Shape | undefined {
    return this.known(index)?.contents;
  }

  /** The contents where every number is known. */
  numbers(index: number): readonly number[] | undefined {
    const contents = this.contents(index);
    return contents && isNumbers(contents) ? contents : undefined;
  }

  int(name: string, otherwise: number): number {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "int" ? attribute.value : otherwise;
  }

  ints(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "ints" ? attribute.value : undefined;
  }

  string(name: string, otherwise: string): string {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "string" ? attribute.value : otherwise;
  }

  /** Axes as an attribute (older operator sets) or as the input `index`; counted from the front. */
  axes(index: number, rank: number): readonly number[] | undefined {
    const axes = this.ints("axes") ?? this.numbers(index);
    return axes?.map((axis) => (axis < 0 ? axis + rank : axis));
  }
}

export const isNumbers = (shape: Shape): shape is readonly number[] => shape.every((size) => typeof size === "number");

/** What is known of a constant. */
export function knownConstant({ type, shape, data }: Constant): Known {
  const isSmall = (type === "int64" || type === "int32") && data.length <= MOST_CONTENTS && shape.length <= 1;
  return isSmall ? { type, shape, contents: Array.from(data as ArrayLike<number | bigint>, Number) } : { type, shape };
}

/** The number of elements, where all sizes are known. */
export const elements = (shape: Shape): number | undefined =>
  isNumbers(shape) ? shape.reduce((all, size) => all * size, 1) : undefined;
