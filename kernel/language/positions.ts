/** Jupyter counts code points, JavaScript UTF-16 units: an emoji is one there and two here. */
export function toUnits(code: string, points: number): number {
  let unit = 0;
  for (const character of code) {
    if (points-- <= 0) break;
    unit += character.length;
  }
  return unit;
}

/** The other way. */
export function toPoints(code: string, units: number): number {
  let count = 0;
  for (const _ of code.slice(0, units)) count++;
  return count;
}
