/** What MNIST's digits are: light strokes on an empty, black ground. */
export const drawnDigits = { photometric: "blackIsZero", ground: 0 } as const;

/** How an `ImageSet` gives its pictures to a model: bytes divided by 255, channels last. */
export const setInput = {
  kind: "image",
  layout: "channelsLast",
  preprocess: [{ kind: "rescale", factor: 1 / 255 }],
} as const;

/** What MNIST's digits are to a model, `[28, 28, 1]` in [0, 1]. */
export const digitsInput = { ...setInput, ...drawnDigits } as const;
