import * as tf from "@tensorflow/tfjs";
import { Table } from "../../kernel/library/datasets/index.ts";
import { describeModel } from "../../kernel/library/engine/index.ts";
import { goldens } from "../goldens.ts";

export const golden = goldens("tabular");

/** The golden's 1000 rows of 10 columns and their classes. */
export const thousand = new Table({
  values: Float32Array.from(golden("X").values),
  columns: Array.from({ length: 10 }, (_, i) => ({ name: `f${i}`, kind: "numeric" })),
  target: { name: "y", kind: "categorical", categories: ["no", "yes"], values: Float64Array.from(golden("y").values) },
});

/** The golden's logistic regression: one output, P(yes). */
export const regression = (inputs: tf.Tensor) =>
  tf.tidy(() => {
    const weights = tf.tensor2d(Float32Array.from(golden("logreg/coef").values), [10, 1]);
    return tf.sigmoid(tf.matMul(inputs as tf.Tensor2D, weights).add(golden("logreg/intercept").values[0] ?? 0));
  });

describeModel(regression, { outputs: "binary" });

/** The same as two outputs. */
export const twoClasses = (inputs: tf.Tensor) =>
  tf.tidy(() => {
    const yes = regression(inputs);
    return tf.concat([tf.sub(1, yes), yes], 1);
  });
describeModel(twoClasses, { outputs: "classes" });
