import type * as tf from "@tensorflow/tfjs";
import type { TokenPlaces } from "../attention/TokenPlaces.ts";
import type { FinalActivation } from "../finalActivation.ts";
import type { Port } from "../ports.ts";
import type { LayerFact } from "../runner.ts";

/** What a tap at a layer hears: its output, and after a backward pass the gradient that arrives there. Kept tensors. */
export interface Recording {
  activation?: tf.Tensor;
  gradient?: tf.Tensor;
  /** A zero that depends on what is differentiated: where gradients end at the input, they still come to the layer. */
  link?: tf.Tensor | undefined;
}

/** A tfjs model of any kind as the runner sees it. */
export interface TfjsModel {
  /** Without the batch dimension; of several inputs `[total]`. */
  readonly inputShape: readonly number[];
  /** Of a model of several inputs: where each lies in a flat row. */
  readonly ports?: readonly Port[] | undefined;
  /** Whether an input takes whole numbers, at which gradients end: `forward` reads them from `given`. */
  readonly hasTokens?: boolean | undefined;
  /** Of the output that is answered, without the batch dimension. */
  readonly outputShape: readonly number[];
  readonly outputSize: number;
  /** The activation at the model's end that `forward` leaves out. */
  readonly finalActivation: FinalActivation | undefined;
  /** Of a softmax over another axis than the last: which, the batch being 0. */
  readonly softmaxAxis?: number | undefined;
  /** The size of the output's last axis, over which a softmax goes. */
  readonly classes: number;
  readonly layerNames: readonly string[];
  readonly attention?: TokenPlaces | undefined;
  /** What is known of the layers that lead to the answer, in the order in which they are computed. */
  readonly layerFacts: () => readonly LayerFact[];
  /** A guess at the numbers that one row keeps in memory, for the size of inner batches. */
  readonly floatsPerRow: number;
  /** Its layers, where it is made of such: what has rules of its own backwards. */
  readonly layers?: ReadonlyMap<string, tf.layers.Layer> | undefined;
  /**
   * One differentiable pass, without the final activation; `recordings` has an entry for each layer to listen at.
   *
   * @param given the same rows, not differentiated.
   */
  forward(inputs: tf.Tensor, recordings: ReadonlyMap<string, Recording>, given?: tf.Tensor): tf.Tensor;
}

export const product = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1);
