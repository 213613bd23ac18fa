import * as tf from "@tensorflow/tfjs";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { GraphBuilder } from "../graph/GraphBuilder.ts";
import type { Graph } from "../graph/graph.ts";
import { type GivenShape, givenShapeOf } from "../ports.ts";
import { converters } from "./converters/converters.ts";
import { type Converter, LayerContext, type Shared } from "./LayerContext.ts";
import { tfjsLayout, toTfjs, type Value } from "./Value.ts";
import type { CompiledWeight, LayerVariable } from "./weights.ts";

/** A `tf.LayersModel` as a graph. */
export interface CompiledLayers {
  /** Inputs `["n", ...shape]` in tfjs's order; outputs likewise. Weights are constants named as tfjs names them. */
  readonly graph: Graph;
  /** Each layer's output, also of layers in nested models. A name that is used more than once is not there. */
  readonly layers: ReadonlyMap<string, Value>;
  readonly weights: readonly CompiledWeight[];
}

type Tensors = ReadonlyMap<tf.SymbolicTensor, Value>;

/** The shape of one example of a model's input. */
const inputShapeOf = (symbolic: tf.SymbolicTensor, inputShape?: readonly number[]): readonly number[] =>
  symbolic.shape.slice(1).map((declared, axis) => {
    const size = declared ?? inputShape?.[axis];
    if (size !== undefined) return size;
    const shape = symbolic.shape.map((each) => each ?? "?").join(", ");
    throw new UnsupportedLayerError(
      say`the input "${symbolic.sourceLayer.name}" cannot be compiled: its shape [${shape}] is open beyond the batch. Give it a fixed shape, or run the model with engine: "tfjs".`,
    );
  });

/** tfjs's own rule, for a batch of one: shapes that it leaves open when the model is built (`Reshape` to -1) are known then. */
function outputShapeOf(layer: tf.layers.Layer, inputs: readonly Value[]): readonly number[] {
  const shapes = inputs.map((value) => [1, ...value.shape]);
  const shape = layer.computeOutputShape(shapes[0] && shapes.length === 1 ? shapes[0] : shapes);
  const first = Array.isArray(shape[0]) ? shape[0] : (shape as tf.Shape);
  return first.slice(1).map(Number);
}

const isModel = (layer: tf.layers.Layer): layer is tf.LayersModel => layer instanceof tf.LayersModel;

/** The converter of a layer of tfjs (or ours); a subclass that only inherited the name has its own `call`, so it has none. */
function converterOf(layer: tf.layers.Layer): Converter | undefined {
  const className = layer.getClassName();
  const [registered] = tf.serialization.SerializationMap.getMap().classNameMap[className] ?? [];
  return registered === layer.constructor ? converters[className] : undefined;
}

class Compiler {
  readonly shared: Shared;
  readonly layers = new Map<string, Value>();
  readonly #seen = new Set<string>();

  constructor(values: ReadonlyMap<LayerVariable, Float32Array>) {
    this.shared = { builder: new GraphBuilder(), values, weights: new Map() };
  }

  /** Compiles what leads from `given` to each output of the model. */
  compile(model: tf.LayersModel, given: Tensors): Value[] {
    const known = new Map(given);
    const outputs = model.outputs.map((symbolic) => this.#tensor(symbolic, known));
    // A sequential model takes over the layers of a model that comes first in it.
    for (const layer of model.layers.filter(isModel)) {
      const [output] = layer.outputs.map((symbolic) => known.get(symbolic));
      if (output) this.#record(layer.name, output);
    }
    return outputs;
  }

  /** Without recursion from layer to layer: models may be deeper than the stack. */
  #tensor(wanted: tf.SymbolicTensor, known: Map<tf.SymbolicTensor, Value>): Value {
    const waiting = [wanted];
    for (let symbolic = waiting.at(-1); symbolic; symbolic = waiting.at(-1)) {
      const node = symbolic.sourceLayer.inboundNodes[symbolic.nodeIndex];
      const missing = known.has(symbolic) ? [] : (node?.inputTensors ?? []).filter((input) => !known.has(input));
      if (missing.length > 0) {
        waiting.push(...missing);
        continue;
      }
      if (!known.has(symbolic)) {
        const inputs = (node?.inputTensors ?? []).flatMap((input) => known.get(input) ?? []);
        const outputs = this.#layer(symbolic.sourceLayer, inputs, node?.outputTensors ?? []);
        node?.outputTensors.forEach((output, i) => {
          const value = outputs[i];
          if (value) known.set(output, value);
        });
        if (!known.has(symbolic))
          throw new UnsupportedLayerError(say`nothing computes the output of "${symbolic.name}"`);
      }
      waiting.pop();
    }
    const value = known.get(wanted);
    if (!value) throw new UnsupportedLayerError(say`nothing computes the output of "${wanted.name}"`);
    return value;
  }

  #layer(layer: tf.layers.Layer, inputs: readonly Value[], outputs: readonly tf.SymbolicTensor[]): Value[] {
    if (isModel(layer)) return this.#nested(layer, inputs);
    const context = new LayerContext(this.shared, layer, inputs, outputShapeOf(layer, inputs));
    const convert = converterOf(layer);
    if (!convert) throw context.unsupported(say`there is no ONNX form of this kind of layer`);
    const written = convert(context);
    const values = Array.isArray(written) ? written : [written];
    if (outputs.length !== values.length) throw context.unsupported(say`it has ${outputs.length} outputs`);
    if (values[0]) this.#record(layer.name, values[0]);
    for (const [name, value] of context.extras) this.#record(name, value);
    return values;
  }

  #nested(model: tf.LayersModel, inputs: readonly Value[]): Value[] {
    const given = new Map<tf.SymbolicTensor, Value>();
    model.inputs.forEach((symbolic, i) => {
      const value = inputs[i];
      if (value) given.set(symbolic, value);
    });
    const outputs = this.compile(model, given);
    if (outputs[0] && outputs.length === 1) this.#record(model.name, outputs[0]);
    return outputs;
  }

  #record(name: string, value: Value): void {
    if (this.#seen.has(name)) this.layers.delete(name);
    else this.layers.set(name, value);
    this.#seen.add(name);
  }
}

/**
 * Writes a `tf.LayersModel` as an ONNX graph with its weights as they are now. Cost: one reading of all weights, no model
 * pass.
 *
 * @param inputShape of one example (of several inputs one each): fills in the sizes that the model's inputs leave open.
 *
 * @throws UnsupportedLayerError that names the layer which has no ONNX form.
 * @example
 * const { graph } = await compileLayers(mnistCnn({ seed: 42 }));
 */
export async function compileLayers(model: tf.LayersModel, inputShape?: GivenShape): Promise<CompiledLayers> {
  const entries = model.weights.map(
    async (variable) => [variable, new Float32Array(await variable.read().data())] as const,
  );
  const compiler = new Compiler(new Map(await Promise.all(entries)));
  const { builder, weights } = compiler.shared;
  const given = new Map<tf.SymbolicTensor, Value>();
  const inputs = model.inputs.map((symbolic, index) => {
    const { name } = symbolic.sourceLayer;
    const shape = inputShapeOf(symbolic, givenShapeOf(inputShape, index));
    const value: Value = { name: builder.name(name), shape, layout: tfjsLayout };
    given.set(symbolic, value);
    return { name: value.name, type: "float32" as const, shape: ["n", ...value.shape] };
  });
  const outputs = compiler.compile(model, given).map((value) => {
    const { name, shape } = toTfjs(builder, value);
    return { name, type: "float32" as const, shape: ["n", ...shape] };
  });
  return { graph: builder.build(inputs, outputs), layers: compiler.layers, weights: [...weights.values()] };
}
