import type { Places } from "../../signature/places.ts";
import type { ExplanationFields } from "../Explanation.ts";
import type { Part } from "../parts.ts";
import { type ComparedPlaces, everyChannel } from "./places.ts";

/** Places where the input equals the baseline of one of the maps: that map is 0 there whatever the model. */
export function atBaseline(
  explanations: readonly ExplanationFields[],
  parts: readonly Part[],
  { count, inInput }: ComparedPlaces,
  index: number,
): Uint8Array {
  const nothing = new Uint8Array(count);
  if (!inInput) return nothing;
  for (const [map, fields] of explanations.entries()) {
    const { input } = parts[map];
    const baseline = baselineOf(fields, input.length, index);
    if (!baseline) continue;
    const equal = everyChannel(inInput, (i) => input[i] === baseline(i));
    for (let place = 0; place < nothing.length; place++) nothing[place] |= equal[place];
  }
  return nothing;
}

/** The baseline of the input that map `index` is of, where the explanation has one. */
function baselineOf({ baseline, inputs }: ExplanationFields, size: number, index: number) {
  if (baseline === undefined) return undefined;
  if (typeof baseline === "number") return () => baseline;
  const start = baseline.length === size ? 0 : (index * size) % inputs.length;
  return baseline.length === size || baseline.length === inputs.length ? (i: number) => baseline[start + i] : undefined;
}

/** How many places hold one same value, in all channels, where that is more than half of them; 0 otherwise. */
export function evenPlaces(input: ArrayLike<number>, { count, channels, indexOf }: Places): number {
  const isSame = (a: number, b: number) => {
    for (let c = 0; c < channels; c++) if (input[indexOf(a, c)] !== input[indexOf(b, c)]) return false;
    return true;
  };
  // Boyer and Moore's vote: a value that most places hold is the one that is left.
  let [candidate, votes] = [0, 0];
  for (let place = 0; place < count; place++) {
    if (votes === 0) candidate = place;
    votes += isSame(place, candidate) ? 1 : -1;
  }
  let found = 0;
  for (let place = 0; place < count; place++) if (isSame(place, candidate)) found++;
  return 2 * found > count ? found : 0;
}
