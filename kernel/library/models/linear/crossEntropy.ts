import { breather } from "../breather.ts";
import type { LinearDesign } from "./design.ts";
import type { Convex } from "./newton.ts";

/** Rows between two breaths. */
const block = 4096;

/**
 * ½ Σ w² + C Σ cross-entropy, intercepts not penalized: scikit-learn's objective. Parameters are, for each unit, the
 * weights of the terms and then the intercept. One unit is the log-odds of class 1; with `units` classes and more than
 * one, a softmax's logits, of which what is not penalized is held at sum 0 (any shift of it means the same).
 */
export function crossEntropy(design: LinearDesign, labels: Int32Array, units: number, C: number): Convex {
  const { count, values } = design;
  const terms = design.terms.length;
  const width = terms + 1;
  const size = units * width;
  const penalty = C === Number.POSITIVE_INFINITY ? 0 : 1 / C;

  /** Of one row: the share of each unit, and its loss. */
  const answer = (at: Float64Array, row: number, shares: Float64Array): number => {
    let largest = 0;
    for (let unit = 0; unit < units; unit++) {
      let sum = at[unit * width + terms];
      for (let i = 0; i < terms; i++) sum += at[unit * width + i] * values[row * terms + i];
      shares[unit] = sum;
      largest = unit === 0 ? sum : Math.max(largest, sum);
    }
    if (units === 1) {
      const z = labels[row] === 1 ? shares[0] : -shares[0];
      shares[0] = 1 / (1 + Math.exp(-shares[0]));
      return z > 0 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - z;
    }
    const own = shares[labels[row]];
    let total = 0;
    for (let unit = 0; unit < units; unit++) total += shares[unit] = Math.exp(shares[unit] - largest);
    for (let unit = 0; unit < units; unit++) shares[unit] /= total;
    return Math.log(total) + largest - own;
  };
  const eachRow = async (run: (row: number) => void) => {
    const breathe = breather();
    for (let start = 0; start < count; start += block) {
      for (let row = start; row < Math.min(start + block, count); row++) run(row);
      await breathe();
    }
  };
  const isWeight = (i: number) => i % width < terms;
  /** Adds the slopes of ½ (sum over the units)²: 0 at the start, and left there by every step. */
  const holdSums = (at: Float64Array, gradient: Float64Array, hessian: Float64Array) => {
    for (let i = penalty === 0 ? 0 : terms; i < width; i++) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) sum += at[unit * width + i];
      for (let a = 0; a < units; a++) {
        gradient[a * width + i] += sum;
        for (let b = 0; b <= a; b++) hessian[(a * width + i) * size + b * width + i] += 1;
      }
    }
  };

  return {
    size,
    async value(at) {
      const shares = new Float64Array(units);
      let loss = 0;
      await eachRow((row) => {
        loss += answer(at, row, shares);
      });
      return loss + at.reduce((sum, weight, i) => sum + (isWeight(i) ? (penalty * weight ** 2) / 2 : 0), 0);
    },
    async slopes(at) {
      const shares = new Float64Array(units);
      const gradient = at.map((weight, i) => (isWeight(i) ? penalty * weight : 0));
      const hessian = new Float64Array(size * size);
      const x = new Float64Array(width).fill(1);
      await eachRow((row) => {
        answer(at, row, shares);
        x.set(values.subarray(row * terms, (row + 1) * terms));
        for (let a = 0; a < units; a++) {
          const off = shares[a] - Number(labels[row] === (units === 1 ? 1 : a));
          for (let i = 0; i < width; i++) gradient[a * width + i] += off * x[i];
          for (let b = 0; b <= a; b++) {
            const curve = a === b ? shares[a] * (1 - shares[a]) : -shares[a] * shares[b];
            for (let i = 0; i < width; i++) {
              const line = (a * width + i) * size + b * width;
              const bend = curve * x[i];
              const end = a === b ? i + 1 : width;
              for (let j = 0; j < end; j++) hessian[line + j] += bend * x[j];
            }
          }
        }
      });
      for (let i = 0; i < size; i++) if (isWeight(i)) hessian[i * size + i] += penalty;
      if (units > 1) holdSums(at, gradient, hessian);
      return { gradient, hessian };
    },
  };
}
