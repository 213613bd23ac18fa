import { type Call, pairCount } from "../call/call.ts";
import type { Segments } from "../segments/segments.ts";

/** What is taken away at a time: the positions of each feature in a row. Features may overlap. */
export type Features = readonly Int32Array[];

/** The positions of each segment. */
export function positionsOf({ of, count }: Segments): Features {
  const positions: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < of.length; i++) positions[of[i]].push(i);
  return positions.map((places) => Int32Array.from(places));
}

/** Rows that take turns to stand in for features. */
export interface Replacement {
  readonly values: Float32Array;
  readonly turns: number;
  /** Where in `values` the row of a turn begins. */
  start(input: number, turn: number, feature: number): number;
}

/**
 * How far the answer drops when a feature is replaced, one feature at a time: F(x) − F(x with the feature replaced).
 * Replacements that change nothing are not asked about: their drop is 0. Cost: a pass for each other feature of each
 * input and turn, whatever the number of targets.
 *
 * @param from what stands in; the drops of its turns are averaged.
 * @returns `[targets × n, features]`.
 */
export async function ablate(call: Call, features: Features, from: Replacement): Promise<Float64Array> {
  const { rows, targets, outputs: whole } = call;
  const { size, values: x } = rows;
  const classes = call.runner.outputSize;
  /** Which input, turn and feature each row is about, in one number. */
  const asked = new Float64Array(rows.count * from.turns * features.length);
  let count = 0;
  for (let input = 0; input < rows.count; input++) {
    for (const [feature, places] of features.entries()) {
      for (let turn = 0; turn < from.turns; turn++) {
        const start = from.start(input, turn, feature);
        if (!differs(places, from.values, start, x, input * size)) continue;
        asked[count++] = (input * from.turns + turn) * features.length + feature;
      }
    }
  }
  const told = (row: number) => {
    const feature = asked[row] % features.length;
    const turn = Math.floor(asked[row] / features.length);
    return { input: Math.floor(turn / from.turns), turn: turn % from.turns, feature };
  };
  const drops = new Float64Array(pairCount(call) * features.length);
  await call.predict(
    count,
    (index, buffer, offset) => {
      const { input, turn, feature } = told(index);
      const start = from.start(input, turn, feature);
      for (let i = 0; i < size; i++) buffer[offset + i] = x[input * size + i];
      for (const i of features[feature]) buffer[offset + i] = from.values[start + i];
      return input;
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const { input, feature } = told(first + row);
        for (let pair = input; pair < targets.classes.length; pair += rows.count) {
          const target = targets.classes[pair];
          const drop = whole[input * classes + target] - outputs[row * classes + target];
          drops[pair * features.length + feature] += drop / from.turns;
        }
      }
    },
  );
  return drops;
}

function differs(places: Int32Array, a: Float32Array, startA: number, b: Float32Array, startB: number): boolean {
  for (const i of places) if (a[startA + i] !== b[startB + i]) return true;
  return false;
}
