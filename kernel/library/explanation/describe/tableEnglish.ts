import { number, signedNumber } from "../../text/number.ts";
import { methodName } from "../../text/words.ts";
import type { Cell, Facts } from "./facts.ts";
import { percent } from "./percent.ts";

/** Of a model that predicts a number. */
export function numberEnglish({ method, probability }: Facts, name: string): string {
  if (Number.isNaN(probability)) return `${methodName(method)} explains ${name}. The model's answer is NaN.`;
  return `${methodName(method)} explains ${name}, which the model predicts as ${number(probability)}.`;
}

/** Which columns of a row speak for and against a class, or raise and lower a number. */
export function cellsEnglish(facts: Facts, label: string): string[] {
  const { role, isNumber } = facts;
  const [up, down] = [facts.for?.cells, facts.against?.cells].map((cells) => cells && list(cells, role === "slope"));
  if (role === "sensitivity") return up ? [`The answer is most sensitive to ${up}.`] : [];
  const [more, less] =
    role === "slope"
      ? ["It rises most with", "It falls most with"]
      : isNumber
        ? ["It is raised most by", "It is lowered most by"]
        : ["Most for it:", "Most against it:"];
  const told = role === "slope" ? [] : [weighed(facts, label)];
  return [...told, ...(up ? [`${more} ${up}.`] : []), ...(down ? [`${less} ${down}.`] : [])];
}

function weighed({ for: supporting, against: opposing, isNumber }: Facts, label: string): string {
  const [up, down] = [supporting?.sum ?? 0, opposing?.sum ?? 0];
  if (down === 0) return isNumber ? "Nothing lowers it." : `All evidence is for ${label}.`;
  if (up === 0) return isNumber ? "Nothing raises it." : `All evidence is against ${label}.`;
  const ratio = Math.max(up, down) / Math.min(up, down);
  const told = `${number(Number(ratio.toPrecision(2)))} to 1.`;
  if (isNumber) {
    if (ratio < 1.1) return "What raises it and what lowers it are about even.";
    return up > down
      ? `What raises it outweighs what lowers it ${told}`
      : `What lowers it outweighs what raises it ${told}`;
  }
  if (ratio < 1.1) return `Evidence for and against ${label} is about even.`;
  return up > down
    ? `Evidence for ${label} outweighs evidence against it ${told}`
    : `Evidence against ${label} outweighs evidence for it ${told}`;
}

function list(cells: readonly Cell[], slope: boolean): string {
  const told = cells.map(({ text, value, share }) => {
    const amount = `${signedNumber(Number(value.toPrecision(3)))}${slope ? " per standard deviation" : ""}`;
    return `${text} (${amount}, ${percent(share)})`;
  });
  return told.length > 1 ? `${told.slice(0, -1).join(", ")} and ${told.at(-1)}` : told[0];
}

/** What stood in for absent columns. */
export const backgroundEnglish = (rows: number): string =>
  `Absent columns took the values of ${rows} background ${rows === 1 ? "row" : "rows"}, also in combinations that no row has: ` +
  "another background would change the values.";
