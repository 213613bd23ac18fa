/** A drawing on an empty ground: which pixels are ink, and the box around them. */
export interface Ink {
  /** 1 where a pixel is ink, `[height, width]`. */
  readonly is: Uint8Array;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Finds the ink of a picture: what differs from its ground, the value that its border has, by over a quarter of the
 * picture's range.
 *
 * @returns undefined for a picture that is no drawing: of several channels, without one ground, or without ink.
 */
export function inkOf(input: Float32Array, shape: readonly number[]): Ink | undefined {
  const [height, width, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || channels !== 1) return undefined;
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of input) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const border: number[] = [];
  for (let i = 0; i < input.length; i++) {
    const [row, column] = [Math.floor(i / width), i % width];
    if (row === 0 || column === 0 || row === height - 1 || column === width - 1) border.push(input[i]);
  }
  const ground = border.sort((a, b) => a - b)[Math.floor(border.length / 2)];
  const far = 0.25 * (max - min);
  const is = Uint8Array.from(input, (value) => (Math.abs(value - ground) > far ? 1 : 0));
  const inked = is.reduce((sum, ink) => sum + ink, 0);
  if (inked === 0 || inked > 0.5 * is.length) return undefined;
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let i = 0; i < is.length; i++) {
    if (!is[i]) continue;
    top = Math.min(top, Math.floor(i / width));
    bottom = Math.max(bottom, Math.floor(i / width));
    left = Math.min(left, i % width);
    right = Math.max(right, i % width);
  }
  return { is, top, bottom, left, right };
}
