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

/** A method whose colors would be paler than this share of another's would be shown as nothing. */
const faint = 0.25;

/**
 * Maps of one meaning whose methods are so different in size that on one scale one of them could not be seen get scales of
 * their own. All maps of one method share one.
 *
 * @param maps each with its group, its own range and which explanation it is of.
 * @returns the group of each.
 */
export function groupsOf(
  maps: readonly { readonly group: string; readonly range: number; readonly source: number }[],
): string[] {
  const sizes = new Map<string, number>();
  const nameOf = ({ group, source }: { group: string; source: number }) => `${source} ${group}`;
  for (const map of maps) sizes.set(nameOf(map), Math.max(sizes.get(nameOf(map)) ?? 0, map.range));
  return maps.map((map) => {
    const size = sizes.get(nameOf(map)) ?? 0;
    const alike = maps.filter(({ group }) => group === map.group).map((other) => sizes.get(nameOf(other)) ?? 0);
    const step = stepsOf(alike).findIndex((least) => size >= least);
    return size === 0 || step <= 0 ? map.group : `${map.group} ${step + 1}`;
  });
}

/** The least range of each scale: each begins at the largest that the scale before it would show too faintly. */
function stepsOf(ranges: readonly number[]): number[] {
  const steps: number[] = [];
  for (const range of [...ranges].sort((a, b) => b - a)) {
    if (steps.length === 0 || range < steps[steps.length - 1]) steps.push(range * faint);
  }
  return steps;
}
