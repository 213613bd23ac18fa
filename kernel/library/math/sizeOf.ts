/** Number of values in an array of this shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((total, size) => total * size, 1);
