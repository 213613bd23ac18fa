/** Numbers of a volume `[depth, height, width]`, row-major. */
export interface Voxels {
  readonly values: ArrayLike<number>;
  readonly depth: number;
  readonly height: number;
  readonly width: number;
}

/**
 * What is shown of a volume: a slice as the model has them, `[height, width]`; the planes across it through one column,
 * `[height, depth]`, and through one row, `[depth, width]`, so that they stand beside and below the slice; and along depth
 * what is largest, `[height, width]`.
 */
export type PlaneKind = "slice" | "column" | "row" | "projection";
export const planeKinds = ["slice", "column", "row", "projection"] as const satisfies PlaneKind[];

export interface Plane {
  values: Float32Array;
  height: number;
  width: number;
}

/** A place of a volume: slice, row and column. */
export type Voxel = readonly [depth: number, row: number, column: number];

/** @param at the voxel that the planes go through. */
export function planeOf(voxels: Voxels, kind: PlaneKind, [slice, row, column]: Voxel): Plane {
  const { values, depth, height, width } = voxels;
  const value = (d: number, r: number, c: number) => values[(d * height + r) * width + c];
  const filled = (rows: number, columns: number, of: (row: number, column: number) => number): Plane => ({
    values: Float32Array.from({ length: rows * columns }, (_, i) => of(Math.floor(i / columns), i % columns)),
    height: rows,
    width: columns,
  });
  switch (kind) {
    case "slice":
      return filled(height, width, (r, c) => value(slice, r, c));
    case "column":
      return filled(height, depth, (r, d) => value(d, r, column));
    case "row":
      return filled(depth, width, (d, c) => value(d, row, c));
    case "projection":
      return filled(height, width, (r, c) => {
        let most = value(0, r, c);
        for (let d = 1; d < depth; d++) if (Math.abs(value(d, r, c)) > Math.abs(most)) most = value(d, r, c);
        return most;
      });
  }
}

/** The voxel with the largest |value|; NaN is left out. */
export function strongestOf({ values, height, width }: Voxels): Voxel {
  let [best, most] = [0, -1];
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]) > most) [best, most] = [i, Math.abs(values[i])];
  return [Math.floor(best / (height * width)), Math.floor(best / width) % height, best % width];
}

/** The size of a plane in units of the spacing, largest side 1: what it looks like where slices are further apart than pixels. */
export function shapeOfPlane(
  { depth, height, width }: Voxels,
  kind: PlaneKind,
  [apart, down, across]: readonly [number, number, number] = [1, 1, 1],
): readonly [height: number, width: number] {
  const rows = kind === "row" ? depth * apart : height * down;
  const columns = kind === "column" ? depth * apart : width * across;
  const most = Math.max(rows, columns);
  return [rows / most, columns / most];
}
