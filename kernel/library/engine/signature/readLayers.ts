import type * as tf from "@tensorflow/tfjs";
import type { Signature } from "../../signature/Signature.ts";
import { layersInput } from "./layersInput.ts";
import { layersOutput } from "./layersOutput.ts";

/** What a `tf.LayersModel` takes and answers, as its configuration tells. Runs nothing. */
export const readLayers = ({ inputs, outputs }: tf.LayersModel): Signature => ({
  inputs: inputs.map(layersInput),
  outputs: outputs.map((output) => layersOutput(output, inputs)),
});
