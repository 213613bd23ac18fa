import { joined, told } from "../explanation/describe/describe.ts";
import { allOf } from "../explanation/describe/told.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import type { Locale } from "../text/words.ts";

/** What several maps of one input say: what the model answered with the first alone, how positions are counted at the end. */
export function mapsInWords(
  explanations: readonly Explanation[],
  { locale, labels, index }: { locale: Locale; labels?: readonly string[] | undefined; index: number },
): { maps: string[]; counting: string[] } {
  if (explanations.some(({ inputParts }) => inputParts)) {
    const maps = explanations.map((own) => own.describe({ locale, index, ...(labels && { labels }) }));
    return { maps, counting: [] };
  }
  const all = explanations.map((own) => told(own.fields, { locale, labels, index }));
  const known = new Set<string>();
  const maps = all.map((own) => {
    const answer = own.answer.filter((sentence) => !known.has(sentence));
    for (const sentence of answer) known.add(sentence);
    return joined(allOf({ ...own, answer, counting: [] }), locale);
  });
  return { maps, counting: [...new Set(all.flatMap(({ counting }) => counting))] };
}
