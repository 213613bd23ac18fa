import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** Where on the way from 0 to 1 an integrand is looked at, and how much each look counts. */
export interface Nodes {
  readonly alphas: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

export type QuadratureMethod =
  | "gausslegendre"
  | "riemann_left"
  | "riemann_right"
  | "riemann_middle"
  | "riemann_trapezoid";

/**
 * Nodes and weights on [0, 1]; the weights sum to 1. (Captum's trapezoid weights sum to (n − 1)/n: pass its nodes to
 * reproduce it.)
 */
export function quadrature(method: QuadratureMethod, steps: number): Nodes {
  if (!Number.isInteger(steps) || steps < 1 || (method === "riemann_trapezoid" && steps < 2)) {
    throw new OptionError(
      say`nSteps is ${steps}: give a whole number, at least ${method === "riemann_trapezoid" ? 2 : 1}`,
    );
  }
  const even = (place: (step: number) => number) => ({
    alphas: Float64Array.from({ length: steps }, (_, step) => place(step)),
    weights: new Float64Array(steps).fill(1 / steps),
  });
  switch (method) {
    case "riemann_left":
      return even((step) => step / steps);
    case "riemann_right":
      return even((step) => (step + 1) / steps);
    case "riemann_middle":
      return even((step) => (step + 0.5) / steps);
    case "riemann_trapezoid": {
      const { alphas, weights } = even((step) => step / (steps - 1));
      weights.fill(1 / (steps - 1));
      weights[0] = weights[steps - 1] = 0.5 / (steps - 1);
      return { alphas, weights };
    }
    case "gausslegendre":
      return gaussLegendre(steps);
    default:
      throw new OptionError(
        say`method cannot be "${method}": expected gausslegendre, riemann_left, riemann_right, riemann_middle or riemann_trapezoid`,
      );
  }
}

/** Roots of the Legendre polynomial by Newton's method from Tricomi's first guess; to float64 precision. */
function gaussLegendre(n: number): Nodes {
  const alphas = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [previous, value] = [1, x];
      for (let k = 2; k <= n; k++) [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
      slope = (n * (x * value - previous)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    // From [-1, 1], largest first, to [0, 1], smallest first.
    alphas[n - 1 - i] = (1 + x) / 2;
    weights[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { alphas, weights };
}
