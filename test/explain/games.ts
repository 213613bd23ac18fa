import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../kernel/library/math/random.ts";

/** A game: what each coalition (bit k: player k is there) earns. */
export type Game = (coalition: number) => number;

/** A game with a value of its own for each coalition. */
export function randomGame(players: number, seed: number): Game {
  const random = createRandom(seed);
  const worth = Float64Array.from({ length: 2 ** players }, () => random.normal());
  return (coalition) => worth[coalition];
}

/** Shapley's formula, by enumeration. */
export function exactShapley(players: number, game: Game): Float64Array {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const phi = new Float64Array(players);
  for (let coalition = 0; coalition < 2 ** players; coalition++) {
    const size = coalition.toString(2).replaceAll("0", "").length;
    const weight = (factorial(size) * factorial(players - size - 1)) / factorial(players);
    for (let k = 0; k < players; k++) {
      if (!(coalition & (1 << k))) phi[k] += weight * (game(coalition | (1 << k)) - game(coalition));
    }
  }
  return phi;
}

/** A game as a model of rows of ones (there) and zeros (absent). */
export function gameModel(players: number, game: Game): (x: tf.Tensor) => tf.Tensor {
  const worth = Float32Array.from({ length: 2 ** players }, (_, coalition) => game(coalition));
  const bits = Float32Array.from({ length: players }, (_, k) => 2 ** k);
  return (x) => {
    const coalitions = x
      .reshape([-1, players])
      .matMul(tf.tensor2d(bits, [players, 1]))
      .round()
      .toInt()
      .flatten();
    return tf.gather(tf.tensor1d(worth), coalitions as tf.Tensor1D).reshape([-1, 1]);
  };
}

/** All players there. */
export const everyone = (players: number) => ({ values: new Float32Array(players).fill(1), shape: [1, players] });
