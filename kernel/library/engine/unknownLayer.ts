import { UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";

const most = 30;

/** The error for a layer that a model does not have: with the nearest names, and those there are. */
export function unknownLayer(name: string, known: readonly string[]): UnsupportedLayerError {
  if (known.length === 0) return new UnsupportedLayerError(say`the model has no layer ${name}: it has none by name`);
  const near = nearestNames(name, known);
  const hint = near.length > 0 ? ` did you mean ${near.join(" or ")}? It has` : " it has";
  const rest = known.length > most ? ` and ${known.length - most} more` : "";
  return new UnsupportedLayerError(
    say`the model has no layer ${name}:${hint} ${known.slice(0, most).join(", ")}${rest}`,
  );
}

/** What is said of a relevance rule for a layer that has no weights, or that is not there. */
export const withoutWeights = (layer: string, near: readonly string[]): string =>
  `no layer with weights is called ${layer}, so it cannot have an LRP rule of its own` +
  (near.length > 0 ? `: did you mean ${near.join(" or ")}?` : "");
