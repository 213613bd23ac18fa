import { number, tidyNumber } from "../../../text/number.ts";
import type { Facts, State } from "../facts.ts";
import type { Mixed } from "../mixed.ts";
import type { Side } from "../sides.ts";
import { thresholds } from "../thresholds.ts";
import { layerEnglish, subjectEnglish } from "./names.ts";
import { areasEnglish, placesEnglish } from "./places.ts";

/** What the map shows, by the role of its values. */
export function mapEnglish(facts: Facts): string[] {
  const { state } = facts;
  if (state.kind !== "map") return [withoutMap(facts, state)];
  const sides = sentences(facts);
  return [...sides, ...halfEnglish(facts)];
}

function withoutMap(facts: Facts, state: Exclude<State, { kind: "map" }>): string {
  const { role } = facts.meaning;
  switch (state.kind) {
    case "invalid":
      return `${tidyNumber(state.count)} of ${tidyNumber(state.of)} values are NaN or infinite: this map explains nothing.`;
    case "constant":
      return `Every value is ${number(state.value)}: no ${facts.terms.noun} stands out.`;
    case "chance":
      if (role === "contribution" && isOfClass(facts))
        return `No value stands out from chance, either for or against ${subjectEnglish(facts)}.`;
      return "No value stands out from chance.";
    default:
      if (role === "difference") return "The two maps are the same.";
      if (state.nothingToRemove) {
        return "Every value is 0: the input equals the baseline, so nothing could be removed. Choose another baseline.";
      }
      if (role === "contribution" && facts.through !== undefined)
        return "Every value is 0: by this method, no part of the input made a difference through this neuron.";
      if (role === "contribution") return "Every value is 0: by this method, no part of the input made a difference.";
      if (state.isCut) return cutEnglish(facts);
      if (role === "sensitivity") return "Every value is 0: a small change of the input would not change it.";
      return "Every value is 0.";
  }
}

/** A class activation map of which its ReLU left nothing. */
function cutEnglish(facts: Facts): string {
  const layer = facts.layer === undefined ? "this layer" : layerEnglish(facts.layer);
  const told = isOfClass(facts)
    ? `${layer} holds only evidence against ${subjectEnglish(facts)}`
    : `${layer} only lowers ${subjectEnglish(facts)}`;
  return `Every value is 0: ${told}, which the map's ReLU cuts off. Use relu: false to see where it is.`;
}

/** Whether evidence is for a class or a label; else values raise or lower a number. */
const isOfClass = ({ answer, neuron }: Facts) =>
  neuron === undefined && (answer.kind === "choice" || answer.kind === "labels" || answer.kind === "pixel");

function sentences(facts: Facts): string[] {
  const { positive, negative, meaning, terms } = facts;
  const both = (up: string, down: string, word = "") => sided(facts, up, down, terms.division.isExact ? word : "");
  const subject = named(facts);
  const at = terms.kind === "table" ? "in " : "at ";
  switch (meaning.role) {
    case "contribution":
      if (!meaning.signed) return both("The largest contributions, for or against, are ", "");
      if (isOfClass(facts)) {
        const [up, down] = ["The strongest evidence for it is ", "The strongest evidence against it is "];
        return [balance(facts, subject), ...both(up, down)];
      }
      return [weighed(facts, subject), ...both("It is raised most ", "It is lowered most ", "by ")];
    case "sensitivity":
      if (!meaning.signed) return both("The output is most sensitive ", "", "to ");
      return both(
        `${capital(subject)} rises most with a small increase `,
        `${capital(subject)} falls most with a small increase `,
        "in ",
      );
    case "modifiedGradient":
      return both("The positive signal let through is strongest ", "The negative signal is strongest ", at);
    case "localization":
      return both("The map is highest ", "It is lowest, below zero, ", at);
    case "importance":
      return both("The most important are ", "Below zero are ");
    case "variance":
      return both("It varies most ", "", at);
    case "activation":
      return both("Activation is strongest ", "Negative activation is strongest ", at);
    case "attention":
      return both("Attention is strongest ", "", "on ");
    case "maskedAverage": {
      const average = number(Number((facts.mean ?? 0).toPrecision(2)));
      return [
        `The output was ${average} on average over the masks shown.`,
        ...(positive ? [visible("higher", positive, facts)] : []),
        ...(negative ? [visible("lower", negative, facts)] : []),
      ];
    }
    case "difference": {
      const [first, second] = facts.compared ?? ["", ""];
      return both(`${first} is larger `, `${second} is larger `, at);
    }
    default:
      return both("Positive values are largest ", "Negative values are largest ", at);
  }
}

/** What is explained, as the sentences about its map call it. */
function named(facts: Facts): string {
  if (facts.neuron !== undefined) return "the neuron";
  return isOfClass(facts) && facts.meaning.role !== "contribution" ? `the ${facts.quantity}` : subjectEnglish(facts);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const visible = (how: string, side: Side, facts: Facts) =>
  `It was ${how} when these were visible: ${placesEnglish(side, facts)}.`;

function sided(facts: Facts, up: string, down: string, word: string): string[] {
  const { positive, negative, mixed } = facts;
  if (mixed) return [mixedEnglish(mixed, facts)];
  return [
    ...(positive ? [`${up}${word}${placesEnglish(positive, facts)}.`] : []),
    ...(negative ? [`${down || up}${word}${placesEnglish(negative, facts)}.`] : []),
  ];
}

/** Both sides at once, where they lie among each other; and what would show regions. */
function mixedEnglish({ areas, isGathered }: Mixed, facts: Facts): string {
  const most = isGathered ? `, most of both ${areasEnglish(areas, facts)}` : "";
  const advice = facts.meaning.role === "contribution" ? "; segments or a class activation map would show regions" : "";
  return `${bothEnglish(facts)} are mixed everywhere${most}: no area belongs to one side${advice}.`;
}

function bothEnglish(facts: Facts): string {
  const { meaning, terms, compared } = facts;
  const nouns = `${terms.noun}s`;
  switch (meaning.role) {
    case "contribution":
      return isOfClass(facts)
        ? `${capital(nouns)} for and against it`
        : `${capital(nouns)} that raise and ${nouns} that lower ${subjectEnglish(facts)}`;
    case "sensitivity":
      return `${capital(nouns)} whose increase raises ${named(facts)} and ${nouns} whose increase lowers it`;
    case "difference": {
      const [first, second] = compared ?? ["", ""];
      return `${capital(nouns)} where ${first} is larger and ${nouns} where ${second} is larger`;
    }
    default:
      return `Positive and negative ${nouns}`;
  }
}

/** How much one side outweighs the other, in words; far beyond any use of a number only that it does. */
function factor(larger: number, smaller: number): string {
  const ratio = larger / smaller;
  if (ratio > thresholds.lopsided) return `more than ${tidyNumber(thresholds.lopsided)} to 1`;
  return `${number(Number(ratio.toPrecision(2)))} to 1`;
}

function balance({ positive, negative, leftOut }: Facts, label: string): string {
  const all = leftOut ? "All evidence that stands out from chance" : "All evidence";
  if (!negative) return `${all} is for ${label}.`;
  if (!positive) return `${all} is against ${label}.`;
  const [up, down] = [positive.sum, negative.sum];
  if (Math.max(up, down) < thresholds.even * Math.min(up, down)) {
    return `Evidence for and against ${label} is about even.`;
  }
  return up > down
    ? `Evidence for ${label} outweighs evidence against it ${factor(up, down)}.`
    : `Evidence against ${label} outweighs evidence for it ${factor(down, up)}.`;
}

function weighed({ positive, negative, leftOut }: Facts, subject: string): string {
  const nothing = leftOut ? "Nothing that stands out from chance" : "Nothing";
  if (!negative) return `${nothing} lowers ${subject}.`;
  if (!positive) return `${nothing} raises ${subject}.`;
  const [up, down] = [positive.sum, negative.sum];
  if (Math.max(up, down) < thresholds.even * Math.min(up, down)) {
    return `What raises ${subject} and what lowers it are about even.`;
  }
  return up > down
    ? `What raises ${subject} outweighs what lowers it ${factor(up, down)}.`
    : `What lowers ${subject} outweighs what raises it ${factor(down, up)}.`;
}

const amount = {
  contribution: "evidence",
  sensitivity: "sensitivity",
  modifiedGradient: "the signal",
  localization: "the map",
  importance: "importance",
  variance: "variance",
  activation: "activation",
  attention: "attention",
  maskedAverage: "difference",
  difference: "difference",
  unknown: "the map",
} as const;

/** Of a single place there is no half. */
function halfEnglish(facts: Facts): string[] {
  const { meaning, terms, half } = facts;
  if (terms.count < 2) return [];
  const what = meaning.role === "contribution" && !isOfClass(facts) ? "influence" : amount[meaning.role];
  const all = what.startsWith("the ") ? what : `all ${what}`;
  return [`Half of ${all} is in ${tidyNumber(half)} of ${tidyNumber(terms.count)} ${terms.noun}s.`];
}
