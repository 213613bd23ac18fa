import { number, signedNumber } from "../../text/number.ts";
import { methodName } from "../../text/words.ts";
import type { Area } from "./areas.ts";
import type { Facts, Side } from "./facts.ts";
import { percent } from "./percent.ts";
import { backgroundEnglish, cellsEnglish, numberEnglish } from "./tableEnglish.ts";

/** What is known of a map, in English sentences. */
export function english(facts: Facts, name: (target: number) => string): string {
  const first = facts.isNumber ? numberEnglish(facts, name(facts.target)) : answer(facts, name);
  return [first, ...mapSentences(facts, name), ...trust(facts)].join(" ");
}

function answer(facts: Facts, name: (target: number) => string): string {
  const { method, output, target, probability, isProbability, predicted, predictedProbability, next } = facts;
  const amount = (value: number) => (isProbability ? percent(value) : `a score of ${number(value)}`);
  const at = facts.layer === undefined ? "" : ` at layer ${facts.layer}`;
  const ofAnswer = `${methodName(method)} explains the ${output} of ${name(target)}${at}`;
  const asked = {
    activation: `${methodName(method)} shows what layer ${facts.layer} gives`,
    neuron: `${methodName(method)} explains neuron ${facts.neuron} of layer ${facts.layer}`,
    attention: `${methodName(method)} shows where the model's attention lies, whatever its answer`,
    evidence: ofAnswer,
    sensitivity: ofAnswer,
    visibility: ofAnswer,
    slope: ofAnswer,
    difference: `What ${methodName(facts.compared?.[0] ?? "")} gives more than ${methodName(facts.compared?.[1] ?? "")} for the ${output} of ${name(target)}${at}`,
  }[facts.role];
  if (Number.isNaN(probability)) return `${asked}. The model's answer is NaN.`;
  const runnerUp = next ? `; next is ${name(next.target)} with ${amount(next.probability)}` : "";
  if (predicted === target || !isOfAnswer(facts)) {
    const sure = isProbability && predictedProbability < 0.6 ? ", unsure" : "";
    return `${asked}. The model answers ${name(predicted)} with ${amount(predictedProbability)}${sure}${runnerUp}.`;
  }
  return `${asked}, which is not its answer: the model says ${name(predicted)} with ${amount(predictedProbability)}, ${name(target)} with ${amount(probability)}.`;
}

/** Whether the map is of a class's answer at all. */
const isOfAnswer = ({ role }: Facts) => role !== "activation" && role !== "neuron" && role !== "attention";

function mapSentences(facts: Facts, name: (target: number) => string): string[] {
  const { state, role, half } = facts;
  switch (state.kind) {
    case "zero":
      if (role === "difference") return ["The two maps are the same."];
      return ["Every value is 0: by this method nothing in the input makes a difference, so there is nothing to see."];
    case "constant":
      return [`Every value is ${number(state.value)}: no place stands out.`];
    case "invalid":
      return [`${state.count} of ${state.of} values are NaN or infinite: this map explains nothing.`];
    default:
  }
  const label = name(facts.target);
  const sentences: string[] = [];
  if (role === "activation") {
    if (facts.for) sentences.push(`It is most active ${places(facts.for, facts)}.`);
    if (facts.against) sentences.push(`Below zero it is most ${places(facts.against, facts)}.`);
  } else if (role === "neuron") {
    if (facts.for) sentences.push(`The neuron is raised most by what lies ${places(facts.for, facts)}.`);
    if (facts.against) sentences.push(`It is lowered most by what lies ${places(facts.against, facts)}.`);
  } else if (role === "attention") {
    if (facts.for) sentences.push(`It lies most ${places(facts.for, facts)}.`);
  } else if (!facts.for && !facts.against && (role === "evidence" || role === "slope")) {
    return [`No value stands out from chance, neither for nor against ${label}.`];
  } else if (role !== "visibility" && (facts.for?.cells ?? facts.against?.cells)) {
    sentences.push(...cellsEnglish(facts, label));
  } else if (role === "sensitivity") {
    if (facts.for) sentences.push(`The answer is most sensitive ${places(facts.for, facts)}.`);
  } else if (role === "visibility") {
    sentences.push(
      `The answer was ${number(Number((facts.mean ?? 0).toPrecision(2)))} in the mean over what was shown.`,
    );
    if (!facts.for && !facts.against) return [...sentences, "No place stands out from chance."];
    if (facts.for) sentences.push(`It was higher while one saw what lies ${places(facts.for, facts)}.`);
    if (facts.against) sentences.push(`It was lower while one saw what lies ${places(facts.against, facts)}.`);
  } else if (role === "difference") {
    const [first, second] = (facts.compared ?? ["", ""]).map(methodName);
    if (facts.for) sentences.push(`${first} gives more ${places(facts.for, facts)}.`);
    if (facts.against) sentences.push(`${second} gives more ${places(facts.against, facts)}.`);
  } else {
    sentences.push(balance(facts.for?.sum ?? 0, facts.against?.sum ?? 0, label));
    if (facts.for) sentences.push(`For it speaks most what lies ${places(facts.for, facts)}.`);
    if (facts.against) sentences.push(`Against it speaks most what lies ${places(facts.against, facts)}.`);
  }
  const kind = half.of === 1 ? half.kind : `${half.kind}s`;
  sentences.push(
    `Half of all ${{ evidence: "evidence", slope: "influence", sensitivity: "sensitivity", activation: "activation", neuron: "influence", attention: "attention", visibility: "difference", difference: "difference" }[role]} sits in ${half.places} of ${half.of} ${kind}.`,
  );
  return sentences;
}

function balance(supporting: number, opposing: number, label: string): string {
  if (opposing === 0) return `All evidence is for ${label}.`;
  if (supporting === 0) return `All evidence is against ${label}.`;
  const ratio = Math.max(supporting, opposing) / Math.min(supporting, opposing);
  if (ratio < 1.1) return `Evidence for and against ${label} is about even.`;
  const told = number(Number(ratio.toPrecision(2)));
  return `Evidence ${supporting > opposing ? "for" : "against"} ${label} outweighs the rest ${told} to 1.`;
}

function places({ areas, onInk, strongest }: Side, facts: Facts): string {
  const listed = areas.map(({ area, share }) => `${areaName(area, facts.form)} (${percent(share)})`);
  const text = listed.length > 1 ? `${listed.slice(0, -1).join(", ")} and ${listed.at(-1)}` : listed[0];
  const ink =
    onInk === undefined
      ? ""
      : `, ${percent(onInk)} of it on ink${onInk < 0.5 ? " and the rest on empty background" : ""}`;
  const what = strongest.segment === undefined ? "" : `segment ${strongest.segment} around `;
  const [row, column] = strongest.position;
  const where =
    facts.form === "vector"
      ? `feature ${row}`
      : facts.form === "layer"
        ? `[${strongest.position.join(", ")}]`
        : `row ${row}, column ${column}`;
  return `${text}${ink}; strongest at ${what}${where} (${["evidence", "visibility", "difference"].includes(facts.role) ? signedNumber(strongest.value) : number(strongest.value)})`;
}

function areaName(area: Area, form: Facts["form"]): string {
  switch (area.kind) {
    case "margin":
      return "in the empty margin around the drawing";
    case "feature":
      return `in feature ${area.index}`;
    case "channel":
      return `in channel ${area.index}`;
    case "unit":
      return `in unit ${area.index}`;
    default: {
      const of = form === "drawing" ? "of the drawing" : "of the picture";
      if (area.vertical === "middle" && area.horizontal === "center") return `in the middle ${of}`;
      return `in the ${area.vertical} ${area.horizontal} ${of}`;
    }
  }
}

function trust(facts: Facts): string[] {
  const { evidence, state, method, role, replacedBy, background } = facts;
  if (state.kind === "invalid" || role === "activation" || role === "difference") return [];
  if (role === "attention") return ["What is looked at need not be what speaks for the answer."];
  const { completeness, fit, sampling, floor } = evidence;
  const sentences: string[] = [];
  if (completeness && !completeness.exact) {
    const { sum, difference, error } = completeness;
    const told = `The values sum to ${number(sum)}, the answer moved by ${number(difference)} from the baseline`;
    if (error <= 0.01) sentences.push(`${told}: ${percent(error)} apart, so the amounts can be trusted.`);
    else if (error <= 0.05) sentences.push(`${told}: ${percent(error)} apart, good enough to compare places.`);
    else
      sentences.push(
        `${told}: ${percent(error)} apart, so trust the places more than the amounts, and take more steps.`,
      );
  }
  if (fit !== undefined) {
    const told = `The linear model reproduces ${percent(Math.max(0, fit))} of how the answers vary (R² = ${fit.toFixed(2)})`;
    if (fit >= 0.8) sentences.push(`${told}: a fair picture of the model around this input.`);
    else if (fit >= 0.5) sentences.push(`${told}: it misses a part of what the model does here.`);
    else sentences.push(`${told}: it misses most of what the model does here, so take it as a hint.`);
  }
  if (sampling?.exact) sentences.push("All coalitions were asked: there is no sampling error, and the sum is exact.");
  else if (sampling && Number.isFinite(sampling.median)) {
    const median = number(Number(sampling.median.toPrecision(2)));
    sentences.push(
      `${sampling.clear} of ${sampling.of} values are over twice their standard error (median ${median}); the others may be chance and are left out above.`,
    );
  } else if (sampling) sentences.push("Too few samples were drawn to tell the values from chance: take more.");
  if (evidence.auto) {
    const { tolerance, met, passes } = evidence.auto;
    sentences.push(
      met
        ? `It took ${passes} passes to bring every standard error under ${number(tolerance)}.`
        : `${passes} passes did not bring every standard error under ${number(tolerance)}: allow more samples.`,
    );
  }
  if (floor !== undefined) {
    sentences.push(
      `Segments that look the same present and absent got up to ${number(Number(floor.toPrecision(2)))}, so that much is chance.`,
    );
  }
  if (replacedBy) {
    const kind = facts.half.kind === "feature" ? "Columns" : "Places";
    sentences.push(`${kind} were replaced one at a time: what several of them do only together is not seen here.`);
    if (replacedBy === "others")
      sentences.push("What stood in for them came from the other inputs: others would change the values.");
  }
  if (background !== undefined) sentences.push(backgroundEnglish(background));
  if (!completeness && fit === undefined && !sampling) {
    sentences.push(
      role === "sensitivity"
        ? "It says how strongly a small change would act, not in which direction, and brings no measure of its own error."
        : `${methodName(method)} brings no measure of its own error: check it against another method.`,
    );
  }
  return sentences;
}
