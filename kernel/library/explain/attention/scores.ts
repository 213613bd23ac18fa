import type { Runner } from "../../engine/runner.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

/** The values that hold attention weights, first block first. @throws UnsupportedLayerError where there are none. */
export function scoresIn({ attention }: Runner): readonly string[] {
  if (attention && attention.scores.length > 0) return attention.scores;
  throw new UnsupportedLayerError(
    say`the model shows no attention weights: no softmax gives [heads, tokens, tokens]. Name the values that hold them in layers, or use another method`,
  );
}
