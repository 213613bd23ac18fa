/** Complex numbers, their real and imaginary parts apart. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The discrete Fourier transform over every axis, Σ x[p]·exp(−2πi·p·s/n): mixed radix after Stockham, any length. Not
 * divided by the number of values. Cost: values × the sum of the lengths' prime factors.
 *
 * @param values row-major in `shape`; left as they are.
 */
export function fft({ re, im }: Complex, shape: readonly number[]): Complex {
  let now: Complex = { re: re.slice(), im: im.slice() };
  let next: Complex = { re: new Float64Array(re.length), im: new Float64Array(re.length) };
  let inner = re.length;
  for (const length of shape) {
    inner /= length;
    const stage = { block: length * inner, left: length, stride: inner };
    for (const radix of radices(length)) {
      step(radix, stage, now, next);
      [now, next] = [next, now];
      stage.left /= radix;
      stage.stride *= radix;
    }
  }
  return now;
}

/** What `fft` made, back again: divided by the number of values. */
export function inverseFft({ re, im }: Complex, shape: readonly number[]): Complex {
  const turned = fft({ re: im, im: re }, shape);
  const scale = (part: Float64Array) => part.map((value) => value / part.length);
  return { re: scale(turned.im), im: scale(turned.re) };
}

/** The factors of a length: fours, then primes in ascending order. */
export function radices(length: number): number[] {
  const found: number[] = [];
  while (length % 4 === 0) {
    found.push(4);
    length /= 4;
  }
  for (let prime = 2; length > 1; prime++) {
    if (prime * prime > length) prime = length;
    while (length % prime === 0) {
      found.push(prime);
      length /= prime;
    }
  }
  return found;
}

interface Stage {
  /** Numbers that belong together: the axis and all within it. */
  readonly block: number;
  /** What is left of the axis to be transformed. */
  left: number;
  /** How far apart its numbers lie. */
  stride: number;
}

/** One radix of one axis: `left / radix` groups of `radix` numbers become as many small transforms, turned. */
function step(radix: number, { block, left, stride }: Stage, from: Complex, to: Complex): void {
  const groups = left / radix;
  const turns = circle(left);
  const apply = radix === 4 ? four : radix === 2 ? two : odd(radix);
  for (let group = 0; group < groups; group++) {
    for (let start = 0; start < from.re.length; start += block) {
      apply(from, to, start + group * stride, start + group * radix * stride, stride, groups * stride, group, turns);
    }
  }
}

/** exp(−2πi·k/n) for k from 0 to n − 1. */
function circle(n: number): Complex {
  const angle = (k: number) => (2 * Math.PI * k) / n;
  return {
    re: Float64Array.from({ length: n }, (_, k) => Math.cos(angle(k))),
    im: Float64Array.from({ length: n }, (_, k) => -Math.sin(angle(k))),
  };
}

/** Transforms `stride` groups side by side; the numbers of a group lie `apart` in `from` and `stride` in `to`. */
type Butterfly = (
  from: Complex,
  to: Complex,
  start: number,
  end: number,
  stride: number,
  apart: number,
  group: number,
  turns: Complex,
) => void;

const two: Butterfly = ({ re, im }, to, start, end, stride, apart, group, turns) => {
  const [c, s] = [turns.re[group], turns.im[group]];
  for (let q = 0; q < stride; q++) {
    const [a, b, out] = [start + q, start + q + apart, end + q];
    const x = re[a] - re[b];
    const y = im[a] - im[b];
    to.re[out] = re[a] + re[b];
    to.im[out] = im[a] + im[b];
    to.re[out + stride] = x * c - y * s;
    to.im[out + stride] = x * s + y * c;
  }
};

const four: Butterfly = ({ re, im }, to, start, end, stride, apart, group, turns) => {
  const [c1, s1, c2, s2] = [turns.re[group], turns.im[group], turns.re[2 * group], turns.im[2 * group]];
  const [c3, s3] = [turns.re[3 * group], turns.im[3 * group]];
  const { re: toRe, im: toIm } = to;
  for (let q = 0; q < stride; q++) {
    const a = start + q;
    const b = a + apart;
    const c = b + apart;
    const d = c + apart;
    const sumX = re[a] + re[c];
    const sumY = im[a] + im[c];
    const lessX = re[a] - re[c];
    const lessY = im[a] - im[c];
    const otherX = re[b] + re[d];
    const otherY = im[b] + im[d];
    // −i times (b − d).
    const turnX = im[b] - im[d];
    const turnY = re[d] - re[b];
    const out = end + q;
    toRe[out] = sumX + otherX;
    toIm[out] = sumY + otherY;
    let x = lessX + turnX;
    let y = lessY + turnY;
    toRe[out + stride] = x * c1 - y * s1;
    toIm[out + stride] = x * s1 + y * c1;
    x = sumX - otherX;
    y = sumY - otherY;
    toRe[out + 2 * stride] = x * c2 - y * s2;
    toIm[out + 2 * stride] = x * s2 + y * c2;
    x = lessX - turnX;
    y = lessY - turnY;
    toRe[out + 3 * stride] = x * c3 - y * s3;
    toIm[out + 3 * stride] = x * s3 + y * c3;
  }
};

/** An odd radix: what lies opposite each other shares its products. */
function odd(radix: number): Butterfly {
  const half = (radix - 1) / 2;
  const own = circle(radix);
  const sums = { re: new Float64Array(half), im: new Float64Array(half) };
  const differences = { re: new Float64Array(half), im: new Float64Array(half) };
  return ({ re, im }, to, start, end, stride, apart, group, turns) => {
    for (let q = 0; q < stride; q++) {
      const first = start + q;
      let [x, y] = [re[first], im[first]];
      for (let k = 0; k < half; k++) {
        const [a, b] = [first + (k + 1) * apart, first + (radix - 1 - k) * apart];
        sums.re[k] = re[a] + re[b];
        sums.im[k] = im[a] + im[b];
        differences.re[k] = re[a] - re[b];
        differences.im[k] = im[a] - im[b];
        x += sums.re[k];
        y += sums.im[k];
      }
      const out = end + q;
      to.re[out] = x;
      to.im[out] = y;
      for (let r = 1; r <= half; r++) {
        let [evenX, evenY, oddX, oddY] = [re[first], im[first], 0, 0];
        for (let k = 0, at = r; k < half; k++, at = (at + r) % radix) {
          evenX += own.re[at] * sums.re[k];
          evenY += own.re[at] * sums.im[k];
          oddX -= own.im[at] * differences.im[k];
          oddY += own.im[at] * differences.re[k];
        }
        turned(to, out + r * stride, evenX + oddX, evenY + oddY, turns, group * r);
        turned(to, out + (radix - r) * stride, evenX - oddX, evenY - oddY, turns, group * (radix - r));
      }
    }
  };
}

function turned(to: Complex, out: number, x: number, y: number, turns: Complex, at: number): void {
  to.re[out] = x * turns.re[at] - y * turns.im[at];
  to.im[out] = x * turns.im[at] + y * turns.re[at];
}
