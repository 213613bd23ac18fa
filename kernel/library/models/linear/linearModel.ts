import * as tf from "@tensorflow/tfjs";
import type { Column } from "../../signature/columns.ts";
import type { Term } from "./design.ts";

/** A fitted linear model, and itself as a model that every explainer takes. */
export interface LinearModelFit {
  /** `[n, columns]` → `[n, outputs]`, of rows as the table has them, categories as codes. Yours to dispose. */
  readonly model: tf.LayersModel;
  /** What each coefficient belongs to: a column, or `color = red`. */
  readonly terms: readonly string[];
  /** `[outputs, terms]` row-major; of two classes, for the second one only. */
  readonly coefficients: Float64Array;
  /** One for each row of `coefficients`. */
  readonly intercept: Float64Array;
}

/** Weights of a last layer: `[terms, units]` row-major, and `[units]`. */
export interface LinearWeights {
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
  readonly units: number;
}

/**
 * One dense layer, or two where a column has categories: then the first takes codes apart by ReLUs, exactly, so that the
 * model takes rows as the table has them, and runs and has gradients on every engine.
 */
export function linearModel(
  name: string,
  columns: readonly Column[],
  terms: readonly Term[],
  { kernel, bias, units }: LinearWeights,
  activation: "linear" | "sigmoid" | "softmax",
): tf.LayersModel {
  const input = tf.input({ shape: [columns.length], name: "row" });
  const apart = terms.some(({ category }) => category !== undefined)
    ? takenApart(columns, terms, kernel, units)
    : undefined;
  const hidden = apart && tf.layers.dense({ name: "categories", units: apart.bias.length, activation: "relu" });
  const last = tf.layers.dense({ name: "linear", units, activation });
  const before = hidden ? (hidden.apply(input) as tf.SymbolicTensor) : input;
  const model = tf.model({ name, inputs: input, outputs: last.apply(before) as tf.SymbolicTensor });
  tf.tidy(() => {
    hidden?.setWeights([matrix(apart?.split, columns.length), tf.tensor1d(Float32Array.from(apart?.bias ?? []))]);
    last.setWeights([
      matrix(apart?.kernel ?? kernel, apart?.bias.length ?? terms.length),
      tf.tensor1d(Float32Array.from(bias)),
    ]);
  });
  return model;
}

const matrix = (values: ArrayLike<number> = [], rows: number) =>
  tf.tensor2d(Float32Array.from(values), [rows, values.length / rows]);

/**
 * x = relu(x) − relu(−x), and "the code is k" = relu(x − k + 1) − 2 relu(x − k) + relu(x − k − 1) for whole codes.
 *
 * @returns `split` `[columns, hidden]` and `bias` `[hidden]` of the first layer, `kernel` `[hidden, units]` of the second.
 */
function takenApart(columns: readonly Column[], terms: readonly Term[], kernel: Float64Array, units: number) {
  const hidden: { column: number; slope: number; bias: number; weights: Float64Array }[] = [];
  const add = (column: number, slope: number, bias: number, factor: number, term: number) => {
    let unit = hidden.find((each) => each.column === column && each.slope === slope && each.bias === bias);
    if (!unit) {
      unit = { column, slope, bias, weights: new Float64Array(units) };
      hidden.push(unit);
    }
    for (let i = 0; i < units; i++) unit.weights[i] += factor * kernel[term * units + i];
  };
  for (const [term, { column, category }] of terms.entries()) {
    if (category === undefined) {
      add(column, 1, 0, 1, term);
      add(column, -1, 0, -1, term);
    } else {
      add(column, 1, 1 - category, 1, term);
      add(column, 1, -category, -2, term);
      add(column, 1, -1 - category, 1, term);
    }
  }
  const split = new Float64Array(columns.length * hidden.length);
  for (const [i, { column, slope }] of hidden.entries()) split[column * hidden.length + i] = slope;
  return {
    split,
    bias: hidden.map(({ bias }) => bias),
    kernel: hidden.flatMap(({ weights }) => [...weights]),
  };
}
