import { type AgreementFacts, chance, named, type Pair, type Place, told, way } from "./agreementFacts.ts";
import { percent } from "./percent.ts";

/** What is known of the agreement of maps, in English sentences. */
export function agreementInEnglish(facts: AgreementFacts): string {
  const { names, places, segmented, ofTable, k, shared, alone } = facts;
  const kind = ofTable ? "columns" : segmented ? "segments" : "places";
  const both = ({ a, b }: Pair) => `${names[a]} and ${names[b]}`;
  const how = ({ rank, overlap }: Pair) =>
    `${rank === null ? "one of them is constant" : `rank correlation ${told(rank)}`}, ${overlap} of the ${k} strongest in common`;
  const where = (place: Place) =>
    place.name ??
    (place.position.length > 1
      ? `row ${place.position[0]}, column ${place.position[1]}`
      : `feature ${place.position[0]}`);
  const list = (found: readonly Place[], say: (place: Place) => string) =>
    `${found.slice(0, named).map(say).join("; ")}${found.length > named ? `; and ${found.length - named} more` : ""}`;
  const pairs = facts.pairs();
  const [first, last] = [pairs[0], pairs[pairs.length - 1]];
  const sentences = [`Over ${places} ${kind}, ${both(first)} agree${pairs.length > 1 ? " most" : ""}: ${how(first)}.`];
  if (first.rank === null || first.rank < Number(chance(places)))
    sentences[0] = `Over ${places} ${kind}, no two maps agree; nearest are ${both(first)}: ${how(first)}.`;
  if (pairs.length > 1) sentences.push(`Least alike are ${both(last)}: ${how(last)}.`);
  const words = { for: "for", against: "against", split: "they disagree for or against" };
  const all = names.length === 2 ? "Both" : `All ${names.length}`;
  if (shared.length > 0)
    sentences.push(`${all} point at ${list(shared, (place) => `${where(place)} (${words[way(place)]})`)}.`);
  else
    sentences.push(
      `There is no place that ${names.length === 2 ? "both" : `all ${names.length}`} count among their ${k} strongest.`,
    );
  for (const [map, found] of alone.entries()) {
    if (found.length > 0) sentences.push(`Only ${names[map]} points at ${list(found, where)}.`);
  }
  sentences.push(
    `By chance, a correlation would stay under ${chance(places)} and ${percent(k / places)} of the strongest be in common.`,
  );
  return sentences.join(" ");
}
