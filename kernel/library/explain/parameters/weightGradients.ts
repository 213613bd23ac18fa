import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../engine/model.ts";
import { presentTfjs } from "../../engine/present/presentTfjs.ts";
import { layersSignature } from "../../engine/signature/ofModel.ts";
import { fromLayersModel } from "../../engine/tfjs/layersModel.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { theOutput } from "../../signature/theOutput.ts";

/** One weight of a layer with its gradient. */
export interface WeightGradient {
  readonly layer: string;
  /** `"kernel"`, `"bias"`, … */
  readonly name: string;
  readonly shape: readonly number[];
  readonly weight: Float32Array;
  readonly gradient: Float32Array;
}

/**
 * The gradient of every trainable weight, on the session's tfjs: one forward and one backward pass of the batch.
 *
 * @param of a scalar of the model's logits `[n, classes]`; of one binary unit `[n, 2]`, −z and z.
 */
export async function weightGradients(
  model: Model,
  inputs: { values: Float32Array; shape: readonly number[] },
  of: (logits: tf.Tensor2D) => tf.Scalar,
): Promise<WeightGradient[]> {
  if (!(model instanceof tf.LayersModel)) {
    throw new OptionError(say`only the weights of a tf.LayersModel are known by layer and name: give one`);
  }
  const plain = fromLayersModel(model, inputs.shape.slice(1));
  const adapted = presentTfjs(plain, theOutput(layersSignature(model)));
  const owners = model.layers.flatMap((layer) =>
    layer.trainableWeights.map((weight) => ({ layer: layer.name, variable: weight.read() as tf.Variable, weight })),
  );
  const grads = tf.tidy(() => {
    const x = tf.tensor(inputs.values, [...inputs.shape], "float32");
    const answer = () => {
      const logits = adapted.forward(x, new Map()).reshape([x.shape[0] ?? 1, adapted.outputSize]);
      return of(logits as tf.Tensor2D);
    };
    return tf.variableGrads(
      answer,
      owners.map(({ variable }) => variable),
    ).grads;
  });
  try {
    return await Promise.all(
      owners.map(async ({ layer, variable, weight }) => ({
        layer,
        name: weight.originalName.split("/").at(-1) ?? weight.originalName,
        shape: variable.shape,
        weight: Float32Array.from(await variable.data()),
        gradient: Float32Array.from((await grads[variable.name]?.data()) ?? new Float32Array(variable.size)),
      })),
    );
  } finally {
    tf.dispose(grads);
  }
}
