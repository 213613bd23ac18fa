import { tidyNumber } from "../../text/number.ts";
import {
  type AgreementFacts,
  closestOf,
  gathered,
  hasCoordinates,
  headOf,
  named,
  nounOf,
  type Pair,
  type Place,
  placeText,
  told,
  way,
} from "./agreementFacts.ts";
import { listed } from "./english/names.ts";
import { ninthEnglish } from "./english/places.ts";

/** What is known of the agreement of maps, in English sentences. */
export function agreementInEnglish(facts: AgreementFacts): string {
  const { names, places, leftOut, k, shared, alone } = facts;
  const kind = `${nounOf(facts)}s`;
  const both = ({ a, b }: Pair) => `${names[a]} and ${names[b]}`;
  const how = ({ rank, overlap, opposed }: Pair) =>
    `${rank === null ? "one of them is constant" : `rank correlation ${told(rank)}`}, ${overlap} of the top ${k} shared${opposed > 0 ? `, ${opposed} of them with opposite signs` : ""}`;
  const where = (place: Place) =>
    place.name ?? (place.position.length > 1 ? placeText(place, facts.inputKind) : `value ${place.position[0]}`);
  const list = (found: readonly Place[], say: (place: Place) => string) =>
    `${found.slice(0, named).map(say).join("; ")}${found.length > named ? `; and ${found.length - named} more` : ""}`;

  const words = { for: "for", against: "against", split: "for in one map, against in another" };
  const pairs = facts.pairs();
  const [first, last] = [closestOf(pairs), pairs[pairs.length - 1]];
  const several = pairs.length > 1;
  const over = `Over ${leftOut > 0 ? `the ${tidyNumber(places)} ${kind} where the input differs from its baseline` : `${tidyNumber(places)} ${kind}`}`;
  const isAllSame = several && headOf(last) === "same";
  const head = {
    same: `${isAllSame ? `all ${names.length} maps` : both(first)} rank them all in the same order`,
    agree: `${both(first)} agree${several ? " most" : ""}`,
    little: several
      ? `no two maps agree; the closest, ${both(first)}, are more alike than by chance, yet little alike`
      : `${both(first)} are more alike than by chance, yet little alike`,
    below: several
      ? `no two maps agree; the closest, ${both(first)}, order the ${kind} alike, yet differ at the strongest`
      : `${both(first)} order the ${kind} alike, yet differ at the strongest`,
    alike: several ? `${both(first)} are the most alike` : both(first),
    chance: several
      ? `no two maps agree beyond chance; the closest are ${both(first)}`
      : `${both(first)} agree no more than by chance`,
    order: several
      ? `no two maps agree; the closest, ${both(first)}, order the ${kind} no more alike than by chance, yet share more of the strongest`
      : `${both(first)} order the ${kind} no more alike than by chance, yet share more of the strongest`,
    unlike: several ? `no two maps agree; the closest are ${both(first)}` : `${both(first)} do not agree`,
  }[headOf(first)];
  const highlighted = (found: readonly Place[], isSigned: boolean) => {
    if (!facts.division) return list(found, (place) => `${where(place)}${isSigned ? ` (${words[way(place)]})` : ""}`);
    const groups = gathered(found, facts.division, facts.size, isSigned);
    const each = groups
      .slice(0, named)
      .map(({ area, count, way }) => `${ninthEnglish(area, "")} (${count}${isSigned ? `, ${words[way]}` : ""})`);
    const rest = groups.slice(named).reduce((sum, { count }) => sum + count, 0);
    return `${kind} ${listed(rest > 0 ? [...each, `elsewhere (${rest})`] : each)}`;
  };
  const sentences = [`${over}, ${head}: ${how(first)}.`, ...chanceOf(first, k)];
  if (last !== first && !isAllSame) sentences.push(`${both(last)} differ most: ${how(last)}.`, ...chanceOf(last, k));
  const all = names.length === 2 ? "Both" : `All ${names.length}`;
  if (shared.length > 0) sentences.push(`${all} highlight ${highlighted(shared, facts.ofContributions)}.`);
  else
    sentences.push(`No ${nounOf(facts)} is in the top ${k} of ${names.length === 2 ? "both" : `all ${names.length}`}.`);
  for (const [map, found] of alone.entries()) {
    if (found.length > 0) sentences.push(`Only ${names[map]} highlights ${highlighted(found, false)}.`);
  }
  if (hasCoordinates(facts)) {
    sentences.push(`Positions are (${facts.inputKind === "image" ? "row, column" : "step, feature"}), counted from 0.`);
  }
  if (pairs.some(({ standing }) => standing === "unmeasured")) sentences.push(unmeasuredOf(facts));
  return sentences.join(" ");
}

/** What chance does with these two. */
function chanceOf({ rank, overlap, yardstick }: Pair, k: number): string[] {
  if (!yardstick || rank === null) return [];
  const { kind, draws } = yardstick;
  const bound = `up to ${told(yardstick.rank)} and share up to ${yardstick.overlap} of their top ${k}`;
  const here = `here it is ${told(rank)} and ${overlap}`;
  return kind === "shifts"
    ? [`Shifted over each other, these two correlate at ${bound} (95% of ${tidyNumber(draws)} shifts); ${here}.`]
    : [`On randomized weights these two correlate at ${bound} (95% of ${tidyNumber(draws)} draws); ${here}.`];
}

/** Why chance was not measured, and what would measure it. */
function unmeasuredOf({ unmeasured, even }: AgreementFacts): string {
  const why = {
    even: `${tidyNumber(even?.places ?? 0)} of the ${tidyNumber(even?.all ?? 0)} places of the input ${even?.of === "baseline" ? "equal the baseline" : "have the same value"}, so shifting the maps would show nothing`,
    neighbors: "these values have no neighbors that a map could be shifted over",
    few: "there are too few places to shift the maps over each other",
    constant: "on random weights too many of these maps are constant",
  }[unmeasured ?? "few"];
  const advice =
    unmeasured === "constant"
      ? ""
      : " randomizedAgreement() compares them with maps of the same networks on random weights.";
  return `How much of this is chance was not measured: ${why}.${advice}`;
}
