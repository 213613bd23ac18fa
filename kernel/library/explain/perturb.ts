import { type Call, pairCount } from "./call.ts";
import type { Design } from "./ridge.ts";
import type { Segments } from "./segments.ts";

/**
 * Asks the model about every input with only the segments of each coalition left in it, the others as in `from`.
 * All inputs and coalitions go through shared batches: `n × coalitions` passes, whatever the number of targets.
 *
 * @returns the target's output, `[targets × n, coalitions]`.
 */
export async function askCoalitions(
  call: Call,
  segments: Segments,
  from: Float32Array,
  coalitions: Design,
): Promise<Float64Array> {
  const { rows, targets } = call;
  const { size, values: x } = rows;
  const { count, columns, values: present } = coalitions;
  const classes = call.runner.outputSize;
  const answers = new Float64Array(pairCount(call) * count);
  await call.predict(
    rows.count * count,
    (index, buffer, offset) => {
      const start = Math.floor(index / count) * size;
      const mask = (index % count) * columns;
      const { of } = segments;
      for (let i = 0; i < size; i++) {
        buffer[offset + i] = present[mask + of[i]] ? x[start + i] : from[start + i];
      }
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const input = Math.floor((first + row) / count);
        const sample = (first + row) % count;
        for (let pair = input; pair < targets.classes.length; pair += rows.count) {
          answers[pair * count + sample] = outputs[row * classes + targets.classes[pair]];
        }
      }
    },
  );
  return answers;
}
