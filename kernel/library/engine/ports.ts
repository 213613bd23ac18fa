import * as tf from "@tensorflow/tfjs";
import type { InputDtype, InputKind } from "../signature/Signature.ts";
import type { Model } from "./model.ts";
import { layersSignature } from "./signature/ofModel.ts";

/** An input as a model declares it. */
export interface DeclaredInput {
  readonly name: string;
  /** Of one example, without the batch axis; `null` where a size is open; undefined where the rank is open too. */
  readonly shape: readonly (number | null)[] | undefined;
  readonly dtype: InputDtype;
  readonly kind?: InputKind;
  /** Of tokens: how many numbers there are. */
  readonly size?: number | undefined;
}

/**
 * One input of a model of several, and where it lies in the flat row that runners take: all inputs one after the other,
 * in the model's order.
 */
export interface Port {
  readonly name: string;
  /** Of one example, without the batch axis. */
  readonly shape: readonly number[];
  /** Where its numbers begin in the flat row, and how many they are. */
  readonly offset: number;
  readonly size: number;
  readonly dtype: InputDtype;
}

/** The shape of one example of the data at hand, without the batch axis; of several inputs one each, in the model's order. */
export type GivenShape = readonly number[] | readonly (readonly number[])[];

/** The given shape of input `index`. */
export function givenShapeOf(given: GivenShape | undefined, index: number): readonly number[] | undefined {
  return given === undefined || isOne(given) ? given : given[index];
}

const isOne = (given: GivenShape): given is readonly number[] => !Array.isArray(given[0]);

/** Inputs laid one after the other. */
export function portsOf(inputs: readonly Pick<Port, "name" | "shape" | "dtype">[]): Port[] {
  let offset = 0;
  return inputs.map(({ name, shape, dtype }) => {
    const size = shape.reduce((all, length) => all * length, 1);
    offset += size;
    return { name, shape, offset: offset - size, size, dtype };
  });
}

/** Numbers of a flat row. */
export const rowSizeOf = (ports: readonly Port[]): number => ports.reduce((all, { size }) => all + size, 0);

/** Whole numbers have no gradient. */
export const isWhole = (dtype: InputDtype): boolean => !dtype.startsWith("float");

/** The inputs that a model declares, in its order; undefined where nothing is known of them. */
export function declaredInputs(model: Model): readonly DeclaredInput[] | undefined {
  if (model instanceof tf.LayersModel) {
    // Numbers of tokens come as float32 and are cast by the layer that reads them.
    return layersSignature(model).inputs.map((input) => ({
      ...input,
      dtype: input.kind === "tokens" ? ("int32" as const) : input.dtype,
    }));
  }
  if (model instanceof tf.GraphModel) {
    return model.inputs.map(({ shape, dtype }, index) => ({
      name: model.inputNodes[index],
      shape: shape?.slice(1).map((size) => (size > 0 ? size : null)),
      dtype: dtype === "int32" || dtype === "bool" || dtype === "string" ? dtype : "float32",
    }));
  }
  return typeof model === "function" ? undefined : model?.signature?.inputs;
}
