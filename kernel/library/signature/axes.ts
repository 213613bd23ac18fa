import type { InputSpec } from "./Signature.ts";

/** What one axis of an input or of an inner value is; `unknown` where nobody says it. */
export type Axis = "depth" | "height" | "width" | "channel" | "step" | "feature" | "token" | "column" | "unknown";

/** What each axis of an input is, without the batch. */
export function axesOf(spec: InputSpec): readonly Axis[] {
  switch (spec.kind) {
    case "image":
      return withChannels(["height", "width"], spec.layout);
    case "volume":
      return withChannels(["depth", "height", "width"], spec.layout);
    case "series":
      return spec.layout === "featuresFirst" ? ["feature", "step"] : ["step", "feature"];
    case "tokens":
      return ["token"];
    case "table":
      return ["column"];
    case "values":
      return spec.shape.map(() => "unknown");
  }
}

/**
 * The same of inputs of `shape` without the batch, where not even their kind may be known: three axes are read as height,
 * width and channels then.
 */
export function inputAxes(spec: InputSpec | undefined, shape: readonly number[]): readonly Axis[] {
  const known = spec && spec.kind !== "values" ? axesOf(spec) : undefined;
  if (known?.length === shape.length) return known;
  return shape.length === 3 ? ["height", "width", "channel"] : shape.map(() => "unknown");
}

/**
 * Which axis holds the several numbers of a place: its channels or features; of several axes of which nothing is known the
 * last, as arrays of pictures have it. −1 where there is none.
 */
export function channelAxis(axes: readonly Axis[]): number {
  const found = axes.findIndex((axis) => axis === "channel" || axis === "feature");
  return found < 0 && axes.length > 1 && axes.every((axis) => axis === "unknown") ? axes.length - 1 : found;
}

const withChannels = (places: readonly Axis[], layout: "channelsLast" | "channelsFirst"): readonly Axis[] =>
  layout === "channelsFirst" ? ["channel", ...places] : [...places, "channel"];
