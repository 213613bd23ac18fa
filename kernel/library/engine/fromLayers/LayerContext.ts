import type * as tf from "@tensorflow/tfjs";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { int64, ints } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import { range, toChannelsFirst, toTfjs, type Value } from "./Value.ts";
import { type Arrangement, asItIs, type CompiledWeight, type LayerVariable, toGraph } from "./weights.ts";

/** Writes one layer into the graph and gives its output, or its outputs. */
export type Converter = (layer: LayerContext) => Value | readonly Value[];

/** What the whole model shares while it is compiled. */
export interface Shared {
  readonly builder: GraphBuilder;
  /** The values of every weight, read beforehand. */
  readonly values: ReadonlyMap<LayerVariable, Float32Array>;
  readonly weights: Map<LayerVariable, CompiledWeight>;
}

const isSame = (one: Arrangement, other: Arrangement): boolean =>
  one.view.join() === other.view.join() && one.permutation.join() === other.permutation.join();

/** One use of a layer while it is compiled: what a converter works with. */
export class LayerContext {
  readonly layer: tf.layers.Layer;
  readonly inputs: readonly Value[];
  /** The shape of one example of the output. */
  readonly outputShape: readonly number[];
  /** Further values that can be asked for, by the layer's name and theirs. */
  readonly extras = new Map<string, Value>();
  readonly #shared: Shared;
  readonly #config: tf.serialization.ConfigDict;

  constructor(shared: Shared, layer: tf.layers.Layer, inputs: readonly Value[], outputShape: readonly number[]) {
    this.#shared = shared;
    this.layer = layer;
    this.inputs = inputs;
    this.outputShape = outputShape;
    this.#config = layer.getConfig();
  }

  get builder(): GraphBuilder {
    return this.#shared.builder;
  }

  /** The only input. */
  get input(): Value {
    const [input] = this.inputs;
    if (!input || this.inputs.length > 1)
      throw this.unsupported(say`it has ${this.inputs.length} inputs instead of one`);
    return input;
  }

  /** Adds an operator whose output is named after the layer. */
  add(op: string, inputs: readonly string[], attributes: Parameters<GraphBuilder["add"]>[2] = {}): string {
    return this.builder.add(op, inputs, attributes, `${this.layer.name}/${op}`);
  }

  /** Makes a value inside the layer known as `layer/name`. */
  alsoGives(name: string, value: Value): void {
    this.extras.set(`${this.layer.name}/${name}`, value);
  }

  toTfjs(value: Value = this.input): Value {
    return toTfjs(this.builder, value);
  }

  toChannelsFirst(value: Value = this.input): Value {
    return toChannelsFirst(this.builder, value);
  }

  option(key: string): unknown {
    return this.#config[key];
  }

  string(key: string, otherwise = ""): string {
    const value = this.#config[key];
    return typeof value === "string" ? value : otherwise;
  }

  number(key: string, otherwise: number): number {
    const value = this.#config[key];
    return typeof value === "number" ? value : otherwise;
  }

  /** A size per axis; tfjs also takes one number for all of them. */
  numbers(key: string, count: number, otherwise = 1): number[] {
    const value = this.#config[key];
    if (Array.isArray(value) && value.length > 0) {
      const sizes = value.map(Number);
      return sizes.length === count ? sizes : Array.from({ length: count }, () => sizes[0] ?? otherwise);
    }
    return Array.from({ length: count }, () => (typeof value === "number" ? value : otherwise));
  }

  /** Refuses a layer whose data come channels first: no backend of tfjs that we can test against runs it. */
  requireChannelsLast(): void {
    const format = this.string("dataFormat", "channelsLast");
    if (format !== "channelsLast") throw this.unsupported(say`dataFormat "${format}"`);
  }

  hasWeight(ending: string): boolean {
    return this.#find(ending) !== undefined;
  }

  weightShape(ending: string): readonly number[] {
    return this.#variable(ending).shape.map((size) => size ?? 1);
  }

  /** The constant of the layer's weight whose name ends in `/ending`, arranged as the operator wants it. */
  weight(ending: string, arrangement?: Arrangement): string {
    const variable = this.#variable(ending);
    const how = arrangement ?? asItIs(variable.shape.map((size) => size ?? 1));
    const known = this.#shared.weights.get(variable);
    if (known) return isSame(known, how) ? known.constant : this.#rearranged(known, how);
    const values = this.#shared.values.get(variable);
    if (!values) throw this.unsupported(say`its weight "${ending}" is not one of the model's`);
    const constant = this.builder.constant(
      { type: "float32", shape: how.shape, data: toGraph(values, how) },
      variable.originalName,
    );
    this.#shared.weights.set(variable, { ...how, constant, variable });
    return constant;
  }

  /** The same weight where another call of the layer wants it otherwise: still one constant, so that it is learnt once. */
  #rearranged(known: CompiledWeight, { view, permutation, shape }: Arrangement): string {
    const inverse = range(known.permutation.length).map((axis) => known.permutation.indexOf(axis));
    const steps = [
      { op: "Reshape", by: known.permutation.map((axis) => known.view[axis] ?? 1) },
      { op: "Transpose", by: inverse },
      { op: "Reshape", by: view },
      { op: "Transpose", by: permutation },
      { op: "Reshape", by: shape },
    ];
    return steps.reduce(
      (value, { op, by }) =>
        op === "Transpose"
          ? this.add(op, [value], { perm: ints(by) })
          : this.add(op, [value, this.builder.constant(int64(by), "shape")]),
      known.constant,
    );
  }

  unsupported(why: string): UnsupportedLayerError {
    const { name } = this.layer;
    return new UnsupportedLayerError(
      say`the layer "${name}" (${this.layer.getClassName()}) cannot be compiled: ${why}. Run the model with engine: "tfjs".`,
    );
  }

  #find(ending: string): LayerVariable | undefined {
    return this.layer.weights.find((weight) => weight.originalName.split("/").at(-1) === ending);
  }

  #variable(ending: string): LayerVariable {
    const variable = this.#find(ending);
    if (!variable) throw this.unsupported(say`it has no weight "${ending}"`);
    return variable;
  }
}
