/** 0.975 of the normal distribution: 95 % lie between −z and z. */
const z = 1.959963984540054;

/**
 * The 95 % interval of a share that was counted, after Wilson 1927: it stays within 0 and 1, and is right for few counts
 * too.
 */
export function wilson(hits: number, count: number): { low: number; high: number } {
  if (count === 0) return { low: 0, high: 1 };
  const share = hits / count;
  const scale = 1 + z ** 2 / count;
  const middle = (share + z ** 2 / (2 * count)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
