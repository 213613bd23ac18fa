import type * as tf from "@tensorflow/tfjs";
import { learnSignature } from "../../engine/describeModel.ts";
import { isOfNumbers } from "../../engine/train/index.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { OutputSpec, Signature } from "../../signature/Signature.ts";
import type { InputHint, OutputHint } from "../../signature/SignatureOptions.ts";
import type { Objective } from "./objective.ts";
import type { Rows } from "./rows.ts";

/** Lets a model know what it was trained on: its classes by name, a table's columns, how its pictures were prepared, what its number is. */
export function remember(
  model: tf.LayersModel,
  { inputs, outputs }: Signature,
  rows: Rows,
  objectives: readonly Objective[],
): void {
  const { columns } = rows;
  const [input] = inputs;
  const isTable = columns && inputs.length === 1 && (input?.kind === "values" || input?.kind === "table");
  const isSame = inputs.length === 1 && input?.shape.join() === rows.inputShapes[0]?.join();
  const inputHint: InputHint | undefined = isTable ? { kind: "table", columns } : isSame ? rows.input : undefined;
  const shapes = inputs.map(({ shape }) => shape.join());
  learnSignature(model, {
    inputs: inputHint,
    outputs: outputs.map((spec, i) => {
      const objective = objectives[i];
      return objective ? hintOf(spec, objective, rows, shapes.includes(spec.shape.join())) : {};
    }),
  });
}

/** @param isLikeInput whether it has an input's shape: numbers may be that input again, a reconstruction. */
function hintOf(spec: OutputSpec, objective: Objective, rows: Rows, isLikeInput: boolean): OutputHint {
  const { metric, classes, fromLogits, loss } = objective;
  if (spec.shape.length > 1) return {};
  const size = sizeOf(spec.shape.map((length) => length ?? 1));
  if (classes === 0) {
    if (size === 1) return { kind: "number", ...(rows.targetName !== undefined && { targetName: rows.targetName }) };
    return isLikeInput ? {} : { kind: "numbers", count: size };
  }
  const classNames = rows.classNames ? { classNames: rows.classNames } : {};
  // With another loss it is no longer the logits or probabilities of these classes that are learned.
  const isOther = typeof loss !== "string" || isOfNumbers(loss);
  if (isOther && (spec.kind === "values" || spec.kind === "number")) return {};
  if (metric !== "binaryAccuracy") return { kind: "classes", from: fromLogits ? "logits" : "softmax", ...classNames };
  if (size > 1) return { kind: "labels", from: fromLogits ? "logits" : "sigmoid", ...classNames };
  const [no, yes] = rows.classNames ?? [];
  const two = no !== undefined && yes !== undefined ? { classNames: [no, yes] as const } : {};
  return { kind: "binary", from: fromLogits ? "logit" : "sigmoid", ...two };
}
