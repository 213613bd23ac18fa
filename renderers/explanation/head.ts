import { number, tidyNumber } from "../../kernel/payloads/number.ts";
import { element } from "../dom/element.ts";
import type { Strings } from "./strings.ts";
import type { ViewMap } from "./viewMaps.ts";

/** What was answered and how sure: where all maps are of one input and the answer is one of several classes. */
export function headline(
  maps: readonly ViewMap[],
  labels: readonly string[],
  strings: Strings,
): HTMLElement | undefined {
  const classes = classesOf(maps);
  if (!classes) return undefined;
  const [first, second] = classes.ranked;
  const passes = maps.reduce((sum, { told }) => sum + (told.modelPasses ?? 0), 0);
  const label = (index: number) => labels[index] ?? String(index);
  const facts = [
    `P ${chance(classes.probabilities[first])}`,
    ...(second === undefined ? [] : [strings.nextIs(label(second), chance(classes.probabilities[second]))]),
    ...(passes > 0 ? [strings.passes(tidyNumber(passes))] : []),
  ];
  return element(
    "div",
    { class: "head" },
    element("div", { class: "answer" }, label(first)),
    element("div", { class: "dim" }, facts.join(" · ")),
  );
}

/** The model's answer to the one input that all maps explain. */
export function classesOf(maps: readonly ViewMap[]): { probabilities: number[]; ranked: number[] } | undefined {
  const { probabilities, image } = maps[0].told;
  const oneInput = maps.every(({ told }) => told.image === image && told.probabilities.join() === probabilities.join());
  const sum = probabilities.reduce((total, p) => total + p, 0);
  const areChances = probabilities.every((p) => p >= 0 && p <= 1) && Math.abs(sum - 1) < 0.02;
  if (!oneInput || !areChances || probabilities.length < 2) return undefined;
  return { probabilities, ranked: [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]) };
}

/** `= 0.98`, `> 0.9999`: a rounded 1 would claim more than the model does. */
export function chance(p: number): string {
  if (p > 0.99995) return "> 0.9999";
  if (p < 0.00005) return "< 0.0001";
  return `= ${number(p, p > 0.99 ? 4 : 3)}`;
}
