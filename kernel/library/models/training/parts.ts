import * as tf from "@tensorflow/tfjs";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { InputArray, Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";

/** One tensor of the data, read. */
export interface Part {
  /** Where it was given by name. */
  readonly name: string | undefined;
  readonly count: number;
  /** Of one example. */
  readonly shape: readonly number[];
  /** Numbers in one example. */
  readonly width: number;
  readonly values: Float32Array;
}

/**
 * Tensors by name or in the model's order, read in that order.
 *
 * @param names of the model's inputs or outputs.
 * @param what `"input"` or `"output"`, for the errors.
 */
export async function partsOf(given: Inputs, names: readonly string[], what: string): Promise<Part[]> {
  if (isInputArray(given)) return [await read(given, undefined)];
  if (isList(given)) {
    if (given.length > 0 && given.every((each) => typeof each === "number"))
      throw new ShapeError(
        say`Got a list of ${given.length} numbers as ${what}: give one tensor, such as tf.tensor(list).`,
      );
    if (given.length !== names.length) {
      throw new ShapeError(
        say`Got ${given.length} tensors of ${what}: the model has ${names.length} (${names.join(", ")}), in this order.`,
      );
    }
    return Promise.all(given.map((each) => read(each, undefined)));
  }
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  const missing = names.find((name) => !(name in given));
  if (unknown !== undefined || missing !== undefined) {
    throw new OptionError(
      unknown !== undefined
        ? say`The model has no ${what} ${unknown}: it has ${names.join(", ")}.`
        : say`The ${what} ${missing} is missing: the model has ${names.join(", ")}.`,
    );
  }
  return Promise.all(names.map((name) => read(given[name] as InputArray, name)));
}

const isList = (given: Exclude<Inputs, InputArray>): given is readonly InputArray[] => Array.isArray(given);

async function read(array: InputArray, name: string | undefined): Promise<Part> {
  const given = array instanceof tf.Tensor ? await array.data() : array.values;
  if (typeof given[0] === "string" || typeof given[0] === "bigint") {
    throw new DataError(say`Got a tensor of ${typeof given[0]}s: expected numbers.`);
  }
  const values = given instanceof Float32Array ? given : Float32Array.from(given as ArrayLike<number>);
  const [count = 1, ...shape] = array.shape;
  const width = sizeOf(shape);
  if (values.length !== count * width) {
    throw new ShapeError(say`${values.length} numbers do not fill the shape [${array.shape.join(", ")}].`);
  }
  return { name, count, shape, width, values };
}
