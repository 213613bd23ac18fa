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
  const { starts, ends, owners } = runsOf(segments);
  const answers = new Float64Array(pairCount(call) * count);
  await call.predict(
    rows.count * count,
    (index, buffer, offset) => {
      const start = Math.floor(index / count) * size;
      const mask = (index % count) * columns;
      // A row begins as all absent; of what is present each run is copied over it.
      buffer.set(from.subarray(start, start + size), offset);
      for (let run = 0; run < starts.length; run++) {
        if (!present[mask + owners[run]]) continue;
        for (let i = starts[run]; i < ends[run]; i++) buffer[offset + i] = x[start + i];
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

/** Neighbouring positions of one segment, from `starts` to before `ends`. */
function runsOf({ of }: Segments): { starts: Int32Array; ends: Int32Array; owners: Int32Array } {
  const starts = Int32Array.from(of.keys()).filter((i) => i === 0 || of[i] !== of[i - 1]);
  const ends = Int32Array.from(starts, (_, run) => (run + 1 < starts.length ? starts[run + 1] : of.length));
  return { starts, ends, owners: starts.map((start) => of[start]) };
}
