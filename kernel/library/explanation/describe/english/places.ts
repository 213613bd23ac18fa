import { number, signedNumber } from "../../../text/number.ts";
import type { Area, AreaShare, Ninth, Slices } from "../areas.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";
import type { Side } from "../sides.ts";
import type { Position, Terms } from "../terms.ts";
import { listed } from "./names.ts";

/** Where one side's values lie, and how large the largest is: `in the upper left of the picture (28%); the largest …`. */
export function placesEnglish({ areas, onStrokes, peak }: Side, facts: Facts): string {
  const { terms, meaning } = facts;
  const value = (own: number) => (meaning.signed || facts.mean !== undefined ? signedNumber(own) : number(own));
  const text = areasEnglish(areas, facts, value);
  const strokes = onStrokes === undefined ? "" : `, ${onStrokes === 0 ? "none" : percent(onStrokes)} of it on strokes`;
  if (!peak) return `${text}${strokes}`;
  const what = peak.segment === undefined ? "is at " : `is that of ${segmentEnglish(peak, terms)}around `;
  const channel =
    peak.channel === undefined || peak.segment !== undefined
      ? ""
      : `, ${peak.channel.name ?? `${terms.kind === "series" ? "feature" : "channel"} ${peak.channel.index}`}`;
  const extreme = peak.value < 0 ? "lowest" : "largest";
  return `${text}${strokes}; the ${extreme} value, ${value(peak.value)}, ${what}${placeEnglish(peak.at, terms)}${channel}`;
}

/** A segment by where it lies; a number would say nothing to who has no mask at hand. */
function segmentEnglish({ area, isWide }: Position, terms: Terms): string {
  if (isWide) return "the wide segment ";
  if (!area) return "the segment ";
  return `the segment ${area.kind === "ninth" ? ninthEnglish(area, "") : nameOf(area, terms)}, `;
}

/** A single place by its coordinates. */
export function placeEnglish(at: readonly number[], { kind }: Terms): string {
  if (kind === "series") return `step ${at[0]}`;
  if (kind === "tokens") return `token ${at[0]}`;
  if (kind === "layer") return `[${at.join(", ")}]`;
  return at.length === 1 ? `value ${at[0]}` : `(${at.join(", ")})`;
}

/** `in the upper left of the picture (30%) and in the middle (23%)`: of what is said once. */
export const areasEnglish = (areas: readonly AreaShare[], facts: Facts, say?: (own: number) => string): string =>
  listed(areas.map((own, i) => areaEnglish(own, facts, i > 0, say)));

function areaEnglish(
  { area, share, value }: AreaShare,
  { terms, perDeviation }: Facts,
  isBare: boolean,
  say: (own: number) => string = signedNumber,
): string {
  const deviation = perDeviation ? " per standard deviation" : "";
  const amount = value === undefined ? "" : `${say(Number(value.toPrecision(3)))}${deviation}, `;
  const name = isBare && area.kind === "ninth" ? ninthEnglish(area, "") : nameOf(area, terms);
  return `${name} (${amount}${percent(share)})`;
}

const range = (one: string, many: string, from: number, to: number) =>
  from === to ? `${one} ${from}` : `${many} ${from}–${to}`;

function nameOf(area: Area, { kind, division }: Terms): string {
  switch (area.kind) {
    case "margin":
      return "in the empty margin around the drawing";
    case "steps":
      return `at ${range("step", "steps", area.from, area.to)}`;
    case "token": {
      const at = division.isExact ? "" : "in ";
      return `${at}token ${area.index}${area.isPadding ? " (padding)" : area.text === undefined ? "" : ` “${area.text}”`}`;
    }
    case "cell":
      return area.text;
    case "value":
      return `value ${area.position.length === 1 ? area.position[0] : `(${area.position.join(", ")})`}`;
    case "segment":
      return `segment ${area.index}`;
    case "channel":
      return `in channel ${area.index}`;
    case "unit":
      return `unit ${area.position.length === 1 ? area.position[0] : `[${area.position.join(", ")}]`}`;
    default:
      return ninthEnglish(area, kind === "drawing" ? " of the drawing" : " of the picture");
  }
}

/** `in the upper left of the picture`; of a volume in the slices that the area has. */
export function ninthEnglish({ vertical, horizontal, slices }: Ninth, whole: string): string {
  const of = slices ? ` of ${slicesEnglish(slices)}` : whole;
  if (vertical === "middle" && horizontal === "center") return `in the middle${of}`;
  if (vertical === "middle") return `on the ${horizontal}${of}`;
  if (horizontal === "center") return `in the ${vertical} middle${of}`;
  return `in the ${vertical} ${horizontal}${of}`;
}

function slicesEnglish({ from, to, depths }: Slices): string {
  const told = range("slice", "slices", from, to);
  if (!depths) return told;
  const [near, far] = depths.map((depth) => number(Number(depth.toPrecision(3))));
  return `${told}, ${near === far ? near : `${near}–${far}`} mm deep`;
}

/** How positions are counted, where any was told by numbers. */
export function countingEnglish({ terms, positive, negative, mixed }: Facts): string[] {
  if (mixed) return [];
  const isTold = positive?.peak ?? negative?.peak;
  switch (terms.kind) {
    case "drawing":
    case "picture":
      return isTold ? ["Positions are (row, column), counted from 0."] : [];
    case "volume":
      return isTold ? ["Positions are (depth, row, column), counted from 0."] : [];
    case "series":
      return isTold ? ["Steps are counted from 0."] : [];
    case "tokens":
      return terms.noun === "token" && (positive || negative) ? ["Tokens are counted from 0."] : [];
    default:
      return [];
  }
}
