/** The order of |value| without a sort of all of them: the bits of a positive float32 grow with it. */
const shift = 15;
const bins = 1 << (31 - shift);

/** |value| of each, as bits; NaN is above everything. */
function bitsOf(values: Float32Array): Uint32Array {
  const bits = new Uint32Array(values.length);
  new Float32Array(bits.buffer).set(values);
  for (let i = 0; i < bits.length; i++) bits[i] &= 0x7fffffff;
  return bits;
}

const isNumber = (bits: number) => bits <= 0x7f800000;

/** Where the `k` largest |values| are, largest first, of equal ones the first; NaN is left out. */
export function largestOf(values: Float32Array, k: number): number[] {
  const bits = bitsOf(values);
  const counts = new Uint32Array(bins);
  for (let i = 0; i < bits.length; i++) if (isNumber(bits[i])) counts[bits[i] >>> shift]++;
  let least = bins - 1;
  for (let taken = counts[least]; least > 0 && taken < k; taken += counts[least]) least--;
  const places: number[] = [];
  for (let i = 0; i < bits.length; i++) if (isNumber(bits[i]) && bits[i] >>> shift >= least) places.push(i);
  return places.sort((a, b) => bits[b] - bits[a] || a - b).slice(0, k);
}

/** How few values hold half of Σ|value|; all where a value is no finite number. */
export function countOfHalf(values: Float32Array): number {
  const sums = new Float64Array(bins);
  const counts = new Uint32Array(bins);
  const bits = bitsOf(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    total += size;
    sums[bits[i] >>> shift] += size;
    counts[bits[i] >>> shift]++;
  }
  if (!Number.isFinite(total)) return values.length;
  if (total === 0) return Math.min(1, values.length);
  let [sum, count, bin] = [0, 0, bins - 1];
  while (bin > 0 && sum + sums[bin] < total / 2) {
    sum += sums[bin];
    count += counts[bin];
    bin--;
  }
  const last = values.filter((_, i) => bits[i] >>> shift === bin).map(Math.abs);
  for (const size of last.sort().reverse()) {
    sum += size;
    count++;
    if (sum >= total / 2) break;
  }
  return count;
}
