import type { OutputSpec } from "../../signature/Signature.ts";
import { unknownOutput } from "../../signature/unknown.ts";

/** What ends a model, as its file or its configuration says. */
export interface End {
  readonly name: string;
  /** Of one example. */
  readonly shape: readonly (number | null)[];
  /** `linear`: a dense layer that nothing follows; `positive`: one that a ReLU or softplus follows. */
  readonly activation: "softmax" | "logSoftmax" | "sigmoid" | "linear" | "positive" | undefined;
  /** Of a softmax: its axis, counted without the batch. */
  readonly axis?: number | undefined;
  /** Of the model's inputs, without the batch. */
  readonly inputShapes: readonly (readonly (number | null)[])[];
}

/**
 * What an output is, by what ends the model: the one place where that is decided.
 *
 * A softmax over a vector: classes; over the channels of maps: classes of each pixel. One sigmoid: binary; several in a
 * vector that is not as long as an input: labels. One linear (or positive) unit: a number. Anything else: values.
 */
export function outputByEnd({ name, shape, activation, axis, inputShapes }: End): OutputSpec {
  const unknown = { ...unknownOutput(name, shape), ...(isBetween(activation) ? { from: activation } : {}) };
  const [count] = shape;
  const isUnit = shape.length === 0 || (shape.length === 1 && count === 1);
  switch (activation) {
    case "softmax":
    case "logSoftmax": {
      const from = activation === "softmax" ? "softmax" : "logits";
      if (shape.length === 1 && typeof count === "number" && count > 1) {
        return { kind: "classes", name, shape, count, from };
      }
      const classes = axis === undefined ? undefined : shape[axis];
      if (shape.length !== 3 || typeof classes !== "number" || axis === 1) return unknown;
      return { kind: "pixels", name, shape, layout: axis === 0 ? "channelsFirst" : "channelsLast", classes, from };
    }
    case "sigmoid": {
      if (isUnit) return { kind: "binary", name, shape, from: "sigmoid" };
      const isReconstruction = inputShapes.some((input) => input.join() === shape.join());
      if (shape.length !== 1 || typeof count !== "number" || isReconstruction) return unknown;
      return { kind: "labels", name, shape, count, from: "sigmoid" };
    }
    case "linear":
    case "positive":
      return isUnit ? { kind: "number", name, shape } : unknown;
    default:
      return unknown;
  }
}

const isBetween = (activation: End["activation"]): activation is "softmax" | "sigmoid" =>
  activation === "softmax" || activation === "sigmoid";
