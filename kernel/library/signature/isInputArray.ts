import type { InputArray, Inputs, SeveralInputs } from "./Inputs.ts";

/** Whether it is one array, and no record or list of several. */
export function isInputArray(given: unknown): given is InputArray {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return false;
  const { shape, values, dataId } = given as { shape?: unknown; values?: unknown; dataId?: unknown };
  // A record may have inputs called `values` and `shape`: those are objects, and no numbers.
  return Array.isArray(shape) && (dataId !== undefined || values !== undefined);
}

export const isSeveral = (inputs: Inputs): inputs is SeveralInputs => !isInputArray(inputs);
