import { ShapeError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** Whether rows came as plain lists of numbers, which have no shape of their own. */
export const isLists = (given: unknown): boolean =>
  Array.isArray(given) && given.some((each) => typeof each === "number" || Array.isArray(each));

export const asLists = (): ShapeError =>
  new ShapeError(say`got lists of numbers: give a tensor, such as tf.tensor2d(rows), or { values, shape: [n, …] }`);
