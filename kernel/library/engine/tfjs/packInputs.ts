import type * as tf from "@tensorflow/tfjs";
import type { InputDtype } from "../../signature/Signature.ts";
import { isWhole, type Port } from "../ports.ts";

/**
 * The inputs that lie one after the other in flat rows. To be called within `tf.tidy`.
 *
 * @param rows `[n, total]`: what is differentiated.
 * @param given the same rows, not differentiated: inputs of whole numbers are taken from it, since tfjs fails at the
 * gradient of a table's row numbers instead of stopping there.
 */
export function unpackInputs(rows: tf.Tensor, ports: readonly Port[], given: tf.Tensor = rows): tf.Tensor[] {
  return ports.map(({ shape, offset, size, dtype }) => {
    const whole = isWhole(dtype);
    const part = (whole ? given : rows).slice([0, offset], [-1, size]).reshape([-1, ...shape]);
    return whole ? wholeNumbers(part, dtype) : part;
  });
}

/** Rows as a model of whole numbers takes them. */
export const wholeNumbers = (rows: tf.Tensor, dtype: InputDtype): tf.Tensor =>
  rows.cast(dtype === "bool" ? "bool" : "int32");
