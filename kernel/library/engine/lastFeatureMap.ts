import type { LayerFact, Runner } from "./runner.ts";

/**
 * The name of a model's last feature map: the last inner value that has height and width, more than one place and more
 * than one channel, and is neither the answer itself nor only pooled, dropped out or moved out of another. That is the
 * layer to begin with for class activation maps: behind the last convolution, its normalization and its activation,
 * before global pooling.
 *
 * @returns undefined where the model has none, or its engine does not say what its layers are.
 */
export const lastFeatureMap = (runner: Runner): string | undefined =>
  (runner.layerFacts?.() ?? []).findLast((fact) => isFeatureMap(fact) && runner.layerNames.includes(fact.name))?.name;

function isFeatureMap({ shape, axes, passesOn, isAnswer }: LayerFact): boolean {
  const places = axes.filter((axis) => axis === "depth" || axis === "height" || axis === "width");
  const channel = axes.indexOf("channel");
  if (passesOn || isAnswer || !shape || channel < 0 || places.length !== axes.length - 1) return false;
  if (!axes.includes("height") || !axes.includes("width")) return false;
  const isMore = (size: number | null) => size === null || size > 1;
  return isMore(shape[channel]) && shape.some((size, axis) => axis !== channel && isMore(size));
}
