import { number, tidyNumber } from "../../../text/number.ts";
import type { Answer, Choice } from "../answerFacts.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";
import {
  bare,
  classEnglish,
  labelEnglish,
  layerEnglish,
  listed,
  subjectEnglish,
  valueEnglish,
  withUnit,
} from "./names.ts";

const named = 3;

/** What is explained, and what the model answered. */
export function answerEnglish(facts: Facts): string[] {
  const { meaning, answer, neuron, through, layer } = facts;
  const { label, role } = meaning;
  const place = layer === undefined ? "" : layerEnglish(layer);
  const inLayer = place && (through === undefined ? ` at ${place}` : ` of ${place}`);
  const at = `${through === undefined ? "" : ` through neuron ${through}`}${inLayer}`;
  if (role === "activation")
    return [`${label} shows the output of ${layer === undefined ? "a layer" : layerEnglish(layer)}.`];
  if (role === "attention") return [`${label} shows where attention goes, whatever the prediction.`];
  if (neuron !== undefined) return [`${label} explains ${subjectEnglish(facts)}.`];
  // Of the largest of several that is said first: it would part the number from its layer.
  const isLargest = answer.kind === "value" && answer.of > 1 && !answer.ofBoxes && answer.standing !== "smaller";
  const what = isLargest && at ? `${asked(facts)}${besides(answer)},${at}` : `${asked(facts)}${at}`;
  if (facts.compared) {
    const [first, second] = facts.compared;
    return [`The difference ${first} − ${second}, for ${what}.`, ...given(answer)];
  }
  const head = `${label} explains ${what}`;
  if (Number.isNaN(valueIn(answer))) return [`${head}. The model's output is NaN.`];
  if (answer.kind === "choice" && !answer.isPredicted) {
    const { predicted, target } = answer;
    return [
      `${head}, which the model did not predict: it says ${chosen(predicted)}; ${bare(target)} gets ${percent(target.probability)}.`,
    ];
  }
  if ((answer.kind === "pixel" || answer.kind === "region") && !answer.isPredicted) {
    const { predicted, target } = answer;
    const amount = (choice: Choice) => amountOf(answer, choice);
    if (answer.kind === "region") {
      return [
        `${head}. On average the model gives ${classEnglish(target)} ${amount(target)} there, and ${classEnglish(predicted)} most (${amount(predicted)}).`,
      ];
    }
    return [
      `${head}, which the model did not predict there: it says ${bare(predicted)} (${amount(predicted)}); ${bare(target)} gets ${amount(target)}.`,
    ];
  }
  return [`${head}${isLargest && at ? "" : besides(answer)}.`, ...given(answer)];
}

const chosen = (choice: Choice) => `${bare(choice)} (${percent(choice.probability)})`;

const amountOf = ({ isProbability }: { isProbability: boolean }, { probability }: Choice) =>
  isProbability ? percent(probability) : `a score of ${number(probability)}`;

const valueIn = (answer: Answer) => ("value" in answer.target ? answer.target.value : answer.target.probability);

function asked(facts: Facts): string {
  const { answer, output } = facts;
  switch (answer.kind) {
    case "choice":
      return `the ${output} of ${classEnglish(answer.target)}`;
    case "labels":
      return `the ${output} of ${labelEnglish(answer.target)}`;
    case "pixel":
      return `the ${output} of ${classEnglish(answer.target)} at (${answer.position.join(", ")})`;
    case "box":
      return boxEnglish(answer);
    case "region":
      return `the ${output} of ${classEnglish(answer.target)}, ${overPlaces(answer)}`;
    case "number":
      if (answer.of > 1)
        return `${answer.target.name ?? `number ${answer.target.index}`}, one of ${tidyNumber(answer.of)} numbers that the model predicts`;
      return answer.target.name ?? "the number that the model predicts";
    default:
      if (answer.of === 1 && answer.target.name === undefined) return "the model's output";
      if (facts.quantity === "logit") return `the logit of ${valueEnglish(answer.target)}`;
      return answer.ofBoxes ? `${valueEnglish(answer.target)} of the model's boxes` : valueEnglish(answer.target);
  }
}

/** `summed over the 412 pixels where the model predicts it (4.5% of the picture)`. */
function overPlaces({ reduce, places, isOwn, share, rectangle }: Extract<Answer, { kind: "region" }>): string {
  const how = reduce === "sum" ? "summed over" : "its mean over";
  const count = `${tidyNumber(places)} ${places === 1 ? "pixel" : "pixels"}`;
  if (isOwn) return `${how} the ${count} where the model predicts it (${percent(share)} of the picture)`;
  if (!rectangle) return `${how} a region of ${count} (${percent(share)} of the picture)`;
  const [top, bottom, left, right] = rectangle;
  return `${how} the ${count} from (${top}, ${left}) to (${bottom}, ${right})`;
}

/** `box 3, dog (score 0.87), from (10, 12) to (40, 52)`. */
function boxEnglish({ box, target, hasClass, rectangle }: Extract<Answer, { kind: "box" }>): string {
  const label = hasClass ? `, ${classEnglish(target)}` : "";
  const [top, bottom, left, right] = rectangle ?? [];
  const where = rectangle ? `, from (${top}, ${left}) to (${bottom}, ${right})` : "";
  return `box ${box}${label} (score ${number(target.probability, 3)})${where}`;
}

/** What follows the answer's name, where its value stands beside it. */
function besides(answer: Answer): string {
  if (answer.kind === "number" && answer.target.name === undefined) {
    return `: ${withUnit(answer.target.value, answer.unit)}`;
  }
  if (answer.kind !== "value") return "";
  const { target, largest, standing, of, ofBoxes } = answer;
  if (of === 1 || ofBoxes) return `: ${number(target.value)}`;
  if (standing !== "smaller") {
    return `, ${standing === "tied" ? "one of the largest" : "the largest"} of ${tidyNumber(of)} (${number(target.value)})`;
  }
  return ` (${number(target.value)}); the largest of ${tidyNumber(of)} is ${valueEnglish(largest)} (${number(largest.value)})`;
}

/** What the model answered, as a sentence of its own. */
function given(answer: Answer): string[] {
  switch (answer.kind) {
    case "choice": {
      const { predicted, next, rivals, isPair, isSure } = answer;
      if (isSure && isPair && next) return [`The model predicts ${chosen(predicted)}, not ${chosen(next)}.`];
      const runnerUp = next ? (isPair ? `, then ${chosen(next)}` : `; the runner-up is ${chosen(next)}`) : "";
      if (isSure) return [`The model predicts ${chosen(predicted)}${runnerUp}.`];
      if (!isPair && rivals.length > 0) {
        return [`The model's best guess is ${chosen(predicted)}, then ${listed(rivals.map(chosen))}.`];
      }
      return [`The model is unsure: its best guess is ${chosen(predicted)}${runnerUp}.`];
    }
    case "labels": {
      const { target, assigned, isAssigned, of } = answer;
      const names = assigned.slice(0, named).map((label) => `${labelEnglish(label)} (${percent(label.probability)})`);
      if (assigned.length > named) names.push(`${assigned.length - named} more`);
      const own =
        isAssigned && assigned.indexOf(target) < named
          ? ""
          : `; ${labelEnglish(target)} gets ${percent(target.probability)}`;
      return [`Of ${tidyNumber(of)} labels the model assigns ${names.length > 0 ? listed(names) : "none"}${own}.`];
    }
    case "box":
      return [
        "What counts is how well a box of the changed picture matches it: overlap × likeness of class × score (D-RISE).",
      ];
    case "region":
      return [`On average the model gives ${classEnglish(answer.target)} ${amountOf(answer, answer.target)} there.`];
    case "pixel":
      return [`The model predicts ${bare(answer.predicted)} there (${amountOf(answer, answer.predicted)}).`];
    case "number":
      if (answer.target.name === undefined) return [];
      return [`The model predicts ${answer.target.name} ${withUnit(answer.target.value, answer.unit)}.`];
    default:
      return [];
  }
}
