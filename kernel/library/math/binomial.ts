/** How likely at most `hits` of `n` tries succeed, each with probability `p` (0 < p < 1). */
export function atMost(hits: number, n: number, p: number): number {
  let logarithm = n * Math.log(1 - p);
  let sum = Math.exp(logarithm);
  for (let k = 1; k <= hits; k++) {
    logarithm += Math.log((n - k + 1) / k) + Math.log(p / (1 - p));
    sum += Math.exp(logarithm);
  }
  return Math.min(1, sum);
}
