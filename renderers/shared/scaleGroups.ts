import { isOfClasses } from "../../kernel/payloads/answer.ts";
import type { MapMeaning } from "./mapMeaning.ts";

/** Maps of one meaning share a color range; no others do. */
export const groupOf = ({ about, answer, output, signed }: MapMeaning): string =>
  [
    about.role,
    output,
    ...(isOfClasses(answer) ? [] : [answer.kind]),
    ...(about.of === "neuron" ? ["neuron"] : []),
    ...(signed ? [] : ["unsigned"]),
    ...(about.extent === "part" ? ["of segments"] : []),
  ].join(" ");

/** The color range of each group, the largest of its maps': |value| at which a color is full. */
export function rangesOf(maps: readonly { readonly group: string; readonly range: number }[]): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const { group, range } of maps) ranges.set(group, Math.max(ranges.get(group) ?? 0, range));
  return new Map([...ranges].map(([group, range]) => [group, range || 1]));
}
