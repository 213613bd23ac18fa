/**
 * Where a window lies at each of its steps over an array: the positions in it, the last axis moving fastest. There are
 * ⌈(length − window) / stride⌉ + 1 steps on an axis; the last window is cut off where it reaches over the edge.
 */
export function windowsOf(
  shape: readonly number[],
  window: readonly number[],
  strides: readonly number[],
): readonly Int32Array[] {
  return shape.reduce<readonly Int32Array[]>(
    (windows, length, axis) => {
      const steps = Math.ceil((length - window[axis]) / strides[axis]) + 1;
      return windows.flatMap((places) =>
        Array.from({ length: steps }, (_, step) => {
          const start = step * strides[axis];
          const size = Math.min(window[axis], length - start);
          return Int32Array.from(
            { length: places.length * size },
            (_, i) => places[Math.floor(i / size)] * length + start + (i % size),
          );
        }),
      );
    },
    [Int32Array.of(0)],
  );
}
