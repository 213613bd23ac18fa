/** In the middle of the scale of brightness, so that they serve light and dark pages; told apart without red and green. */
export const tones = { positive: "#e66101", negative: "#4a7bd0", neutral: "#8c8c8c" } as const;

/** From a feature's low values to its high ones. */
export const lowToHigh = [
  [0, tones.negative],
  [0.5, "#b79fb0"],
  [1, tones.positive],
] as const;
