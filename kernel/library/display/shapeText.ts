/** One shape, or one for each output; `n` is the batch. */
export const shapeText = (shape: unknown): string =>
  !Array.isArray(shape)
    ? ""
    : Array.isArray(shape[0])
      ? shape.map(shapeText).join(", ")
      : `[${shape.map((size) => size ?? "n").join(", ")}]`;
