import { type AnswerPayload, isOfClasses } from "../../kernel/payloads/answer.ts";
import { number, tidyNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import type { Words } from "../shared/heatmapWords.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** The model's answer to the one input that all maps explain. */
export interface Answered {
  kind: AnswerPayload["kind"];
  /** Probabilities of classes and labels; else the model's numbers. */
  values: readonly number[];
  /** Indices, the largest value first. */
  ranked: readonly number[];
  /** What one is called: `cat`, `7`, `output 3`. */
  nameOf(index: number): string;
  /** A value for reading: `P = 0.98`, `3.4 kg`. */
  textOf(index: number): string;
}

/** From this probability on a label is assigned. */
const assigned = 0.5;

/** @returns undefined where maps are of several inputs or models, or the answer is no list of names or numbers. */
export function answered(maps: readonly ViewMap[], labels: readonly string[], words: Words): Answered | undefined {
  const [{ told, meaning }] = maps;
  const { probabilities, image } = told;
  const { kind, names, units } = meaning.answer;
  const isOne = maps.every(
    (map) =>
      map.told.image === image &&
      map.told.probabilities.join() === probabilities.join() &&
      map.meaning.answer.kind === kind,
  );
  if (!isOne || probabilities.length === 0 || kind === "pixels" || kind === "boxes") return undefined;
  const isChance = isOfClasses(meaning.answer);
  const unnamed = (index: number) => {
    if (kind === "labels") return words.ofLabel(index);
    if (isChance) return String(index);
    return kind === "number" ? words.prediction : probabilities.length === 1 ? words.output : words.ofOutput(index);
  };
  return {
    kind,
    values: probabilities,
    ranked: [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]),
    nameOf: (index) => labels[index] ?? names?.[index] ?? unnamed(index),
    textOf: (index) =>
      isChance
        ? `P ${chance(probabilities[index])}`
        : [number(probabilities[index]), units?.[index]].filter(Boolean).join(" "),
  };
}

/** What was answered and how sure. */
export function headline(
  maps: readonly ViewMap[],
  labels: readonly string[],
  words: Words,
  strings: Strings,
): HTMLElement | undefined {
  const answer = answered(maps, labels, words);
  if (!answer) return undefined;
  const evaluations = maps.reduce((sum, { told }) => sum + (told.modelPasses ?? 0), 0);
  const { title, facts } = told(answer, maps[0].told.target, strings);
  const all = [...facts, ...(evaluations > 0 ? [strings.evaluations(tidyNumber(evaluations))] : [])];
  return element(
    "div",
    { class: "head" },
    element("div", { class: "answer" }, title),
    element("div", { class: "dim" }, all.join(" · ")),
  );
}

function told(answer: Answered, target: number, strings: Strings): { title: string; facts: string[] } {
  const { kind, values, ranked, nameOf, textOf } = answer;
  const [first, second] = ranked;
  const both = (index: number) => strings.isOf(nameOf(index), textOf(index));
  switch (kind) {
    case "classes":
      return {
        title: nameOf(first),
        facts: [textOf(first), ...(second === undefined ? [] : [strings.nextIs(nameOf(second), textOf(second))])],
      };
    case "binary":
      return { title: nameOf(first), facts: [textOf(first)] };
    case "labels": {
      const found = ranked.filter((index) => values[index] >= assigned);
      const title = found.length > 0 ? strings.list(found.slice(0, 4).map(nameOf)) : strings.noLabel;
      return { title, facts: (found.length > 0 ? found : ranked).slice(0, 4).map(both) };
    }
    case "number":
    case "numbers":
      return {
        title: both(target),
        facts: ranked
          .filter((index) => index !== target)
          .slice(0, 3)
          .map(both),
      };
    default: {
      const facts =
        values.length === 1
          ? []
          : target === first
            ? [strings.largestOf(tidyNumber(values.length))]
            : [strings.largestIs(nameOf(first), textOf(first))];
      return { title: both(target), facts };
    }
  }
}

/** `= 0.98`, `> 0.9999`: a rounded 1 would claim more than the model does. */
export function chance(p: number): string {
  if (p > 0.99995) return "> 0.9999";
  if (p < 0.00005) return "< 0.0001";
  return `= ${number(p, p > 0.99 ? 4 : 3)}`;
}
