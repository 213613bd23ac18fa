import assert from "node:assert/strict";
import { type QuadratureMethod, quadrature } from "../../kernel/library/math/quadrature.ts";
import { golden } from "../explain/modelA.ts";

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const methods: QuadratureMethod[] = [
  "gausslegendre",
  "riemann_left",
  "riemann_right",
  "riemann_middle",
  "riemann_trapezoid",
];

describe("quadrature", () => {
  it("has weights that sum to 1, alphas in [0, 1], and is exact for a constant and nearly so for a line", () => {
    for (const method of methods) {
      for (const steps of [2, 7, 50]) {
        const { alphas, weights } = quadrature(method, steps);
        assert.ok(Math.abs(sum(weights) - 1) < 1e-14, `${method} ${steps}: ${sum(weights)}`);
        const line = Array.from(alphas).reduce((total, alpha, i) => total + alpha * (weights[i] ?? 0), 0);
        assert.ok(Math.abs(line - 0.5) <= 0.5 / steps + 1e-14, `${method} ${steps}: ${line}`);
        assert.ok(Array.from(alphas).every((alpha, i) => alpha >= (i === 0 ? 0 : (alphas[i - 1] ?? 1)) && alpha <= 1));
      }
    }
  });

  it("gives the Gauss–Legendre nodes of NumPy to 1e-14, and integrates x^(2n-1) exactly", () => {
    for (const steps of [50, 200]) {
      const { values } = golden(`ig/nodes_gausslegendre_${steps}`);
      const { alphas, weights } = quadrature("gausslegendre", steps);
      for (let i = 0; i < steps; i++) {
        assert.ok(Math.abs((alphas[i] ?? 0) - (values[i] ?? 0)) < 1e-14);
        assert.ok(Math.abs((weights[i] ?? 0) - (values[steps + i] ?? 0)) < 1e-14);
      }
    }
    const { alphas, weights } = quadrature("gausslegendre", 5);
    const moment = (power: number) =>
      Array.from(alphas).reduce((total, alpha, i) => total + alpha ** power * (weights[i] ?? 0), 0);
    assert.ok(Math.abs(moment(9) - 1 / 10) < 1e-15);
    assert.ok(Math.abs(moment(10) - 1 / 11) > 1e-9, "five points are not exact for x^10");
  });

  it("refuses what is no number of steps", () => {
    assert.throws(() => quadrature("gausslegendre", 0), /nSteps is 0: give a whole number, at least 1/);
    assert.throws(() => quadrature("riemann_trapezoid", 1), /at least 2/);
  });
});
