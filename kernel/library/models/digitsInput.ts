/** What MNIST's digits are to a model: light strokes on an empty, black ground, `[28, 28, 1]` in [0, 1]. */
export const digitsInput = { kind: "image", layout: "channelsLast", photometric: "blackIsZero", ground: 0 } as const;
