import { UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";

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

/** What is said of a relevance rule for a layer that has no weights, or that is not there. */
export const withoutWeights = (layer: string, near: readonly string[]): string =>
  near.length > 0
    ? say`no layer with weights is called ${layer}, so it cannot have an LRP rule of its own: did you mean ${near.join(say` or `)}?`
    : say`no layer with weights is called ${layer}, so it cannot have an LRP rule of its own`;
