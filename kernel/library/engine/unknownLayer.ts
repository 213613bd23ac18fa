import { UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

const most = 30;

/** The error for a layer that a model does not have: with the nearest names, and those there are. */
export function unknownLayer(name: string, known: readonly string[]): UnsupportedLayerError {
  if (known.length === 0)
    return new UnsupportedLayerError(say`the model has no layer ${name}: its layers have no names`);
  const near = nearestNames(name, known);
  const first = known.slice(0, most).join(", ");
  const layers = known.length > most ? say`${first} and ${known.length - most} more` : first;
  return new UnsupportedLayerError(
    near.length > 0
      ? say`the model has no layer ${name}: did you mean ${near.join(say` or `)}? It has ${layers}`
      : say`the model has no layer ${name}: it has ${layers}`,
  );
}

/** Up to three names that are a slip of the pen away, or that hold the wanted one; the nearest first. */
export function nearestNames(wanted: string, known: readonly string[]): string[] {
  const own = wanted.toLowerCase();
  return known
    .map((name, order) => {
      const other = name.toLowerCase();
      const holds = own !== "" && own !== other && (other.includes(own) || own.includes(other));
      return { name, order, distance: holds ? 1 : editDistance(own, other) };
    })
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(own.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein's: letters to put in, take away or exchange. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What is said of a relevance rule for a layer that has no weights, or that is not there. */
export const withoutWeights = (layer: string, near: readonly string[]): string =>
  near.length > 0
    ? say`no layer with weights is called ${layer}, so it cannot have an LRP rule of its own: did you mean ${near.join(say` or `)}?`
    : say`no layer with weights is called ${layer}, so it cannot have an LRP rule of its own`;
