/** At most so many entries of an axis, half from each end. */
const most = 6;

/**
 * A tensor in text: dtype, shape, and its values with the middle of long axes left out.
 *
 * @example tensorText("float32", [2, 2], [1, 2, 3, 4]) // "Tensor float32 [2, 2]\n[[1, 2],\n [3, 4]]"
 */
export function tensorText(dtype: string, shape: readonly number[], values: ArrayLike<unknown>): string {
  const head = `Tensor ${dtype} [${shape.join(", ")}]`;
  if (shape.length === 0) return `${head} ${told(values[0])}`;
  if (shape.includes(0)) return `${head} (empty)`;
  return `${head}\n${level(shape, values, 0, 1)}`;
}

function level(shape: readonly number[], values: ArrayLike<unknown>, offset: number, indent: number): string {
  const [size = 0, ...inner] = shape;
  const stride = inner.reduce((product, length) => product * length, 1);
  const places = Array.from({ length: size }, (_, i) => i);
  const cut = size > most;
  const kept = cut ? [...places.slice(0, most / 2), -1, ...places.slice(-most / 2)] : places;
  const parts = kept.map((i) => {
    if (i < 0) return "…";
    return inner.length === 0 ? told(values[offset + i]) : level(inner, values, offset + i * stride, indent + 1);
  });
  const separator = inner.length === 0 ? ", " : `,\n${" ".repeat(indent)}`;
  return `[${parts.join(separator)}]`;
}

const told = (value: unknown): string =>
  typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value);
