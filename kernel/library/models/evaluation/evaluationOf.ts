import { activated } from "../../engine/finalActivation.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import { classNamesOf } from "../training/classNamesOf.ts";
import type { Objective } from "../training/objective.ts";
import type { Rows } from "../training/rows.ts";
import { ClassesEvaluation } from "./ClassesEvaluation.ts";
import type { Evaluated, Evaluation } from "./Evaluation.ts";
import { LabelsEvaluation } from "./LabelsEvaluation.ts";
import { NumbersEvaluation } from "./NumbersEvaluation.ts";
import type { Predicted } from "./predictAll.ts";

interface Measured {
  readonly spec: OutputSpec;
  readonly rows: Rows;
  readonly objective: Objective;
  readonly predicted: Predicted;
  /** Whether it is a `tf.LayersModel`, whose last values are logits where no softmax makes them. */
  readonly isLayers: boolean;
}

/** The scores of what was predicted, by the kind of answer. */
export function evaluationOf(measured: Measured, ran: Pick<Evaluated, "engine" | "reason" | "seconds">): Evaluation {
  const { spec, rows, objective } = measured;
  const common = { outputSpec: spec, count: rows.size, ...ran };
  if (objective.classes === 0) return ofNumbers(measured, common);
  if (objective.loss !== "binaryCrossentropy") return ofClasses(measured, common);
  return measured.predicted.width > 1 ? ofLabels(measured, common) : ofOneUnit(measured, common);
}

type Common = Omit<Evaluated, "loss">;

/** The smallest normal float32: the logarithm of a probability below it is taken of it. */
const smallest = 1.2e-38;

function ofClasses({ spec, rows, objective, predicted, isLayers }: Measured, common: Common): Evaluation {
  const { classes, encoding } = objective;
  const { answers, targets } = predicted;
  const isKnown = spec.kind !== "values" || spec.from !== undefined;
  const probabilities = isKnown ? answers : probabilitiesOf(answers, classes, isLayers);
  const predictions = likeliest(answers, classes);
  const isIndex = encoding === "indices";
  const labels = isIndex ? Int32Array.from(targets) : likeliest(Float32Array.from(targets), classes);
  let loss = probabilities ? 0 : Number.NaN;
  const log = (at: number) => Math.log(Math.max(probabilities?.[at] ?? 0, smallest));
  for (let i = 0; i < labels.length && probabilities; i++) {
    if (isIndex) loss -= log(i * classes + (labels[i] ?? 0));
    else for (let c = 0; c < classes; c++) loss -= (targets[i * classes + c] ?? 0) * log(i * classes + c);
  }
  return new ClassesEvaluation({
    ...common,
    loss: loss / labels.length,
    classes,
    classNames: classNamesOf(spec) ?? rows.classNames,
    labels,
    predictions,
    probabilities,
  });
}

/**
 * Answers of which the model says nothing, compared with classes: logits where layers make them; probabilities where they
 * are, as functions are to give them; otherwise unknown.
 */
function probabilitiesOf(answers: Float32Array, classes: number, isLayers: boolean): Float32Array | undefined {
  if (isLayers) return activated(answers, "softmax", classes);
  for (let from = 0; from < answers.length; from += classes) {
    const row = answers.subarray(from, from + classes);
    const sum = row.reduce((total, value) => total + value, 0);
    if (Math.abs(sum - 1) > 1e-3 || row.some((value) => value < 0)) return undefined;
  }
  return answers;
}

function ofOneUnit({ spec, rows, predicted }: Measured, common: Common): Evaluation {
  const { answers, targets } = predicted;
  const probabilities = new Float32Array(2 * answers.length);
  for (const [i, p] of answers.entries()) {
    probabilities[2 * i] = 1 - p;
    probabilities[2 * i + 1] = p;
  }
  return new ClassesEvaluation({
    ...common,
    loss: binaryLoss(predicted),
    classes: 2,
    classNames: classNamesOf(spec) ?? rows.classNames,
    labels: Int32Array.from(targets, (target) => (target > 0.5 ? 1 : 0)),
    predictions: Int32Array.from(answers, (p) => (p > 0.5 ? 1 : 0)),
    probabilities,
  });
}

function ofLabels({ spec, objective, predicted }: Measured, common: Common): Evaluation {
  const { answers, width } = predicted;
  const targets = objective.encoding === "oneHot" ? oneHot(predicted.targets, width) : predicted.targets;
  return new LabelsEvaluation({
    ...common,
    loss: binaryLoss({ ...predicted, targets }),
    classes: objective.classes,
    classNames: classNamesOf(spec),
    labels: Int32Array.from(targets, (target) => (target > 0.5 ? 1 : 0)),
    probabilities: answers,
  });
}

function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) rows[i * classes + (labels[i] ?? 0)] = 1;
  return rows;
}

/** Binary cross-entropy, of logits where there are some. */
function binaryLoss({ answers, logits, targets }: Predicted): number {
  let sum = 0;
  for (const [i, p] of answers.entries()) {
    const [z, t] = [logits?.[i], targets[i] ?? 0];
    sum +=
      z === undefined
        ? -t * Math.log(Math.max(p, smallest)) - (1 - t) * Math.log(Math.max(1 - p, smallest))
        : Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return sum / answers.length;
}

function ofNumbers({ spec, rows, predicted }: Measured, common: Common): Evaluation {
  const { answers, width } = predicted;
  const targets = Float32Array.from(predicted.targets);
  let squares = 0;
  for (const [i, answer] of answers.entries()) squares += (answer - (targets[i] ?? 0)) ** 2;
  const named = namesOfNumbers(spec, rows);
  return new NumbersEvaluation({ ...common, loss: squares / answers.length, width, ...named, targets, answers });
}

function namesOfNumbers(spec: OutputSpec, { targetName }: Rows) {
  switch (spec.kind) {
    case "number":
      return { names: [spec.targetName ?? targetName ?? spec.name], units: [spec.unit] };
    case "numbers":
      return { names: spec.targetNames ?? [], units: spec.units ?? [] };
    case "values":
      return { names: spec.valueNames ?? [], units: [] };
    default:
      return { names: [], units: [] };
  }
}

/** The column of each row's largest value; the first of equal ones. */
function likeliest(rows: Float32Array, columns: number): Int32Array {
  return Int32Array.from({ length: rows.length / columns }, (_, row) => {
    let best = 0;
    for (let column = 1; column < columns; column++) {
      if ((rows[row * columns + column] as number) > (rows[row * columns + best] as number)) best = column;
    }
    return best;
  });
}
