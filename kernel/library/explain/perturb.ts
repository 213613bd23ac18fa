import type { Absent } from "./absent.ts";
import { type Call, pairCount } from "./call.ts";
import type { Design } from "./ridge.ts";
import type { Segments } from "./segments.ts";

/** Coalitions that are written when they are asked about, in the order of their numbers. */
export interface CoalitionStream {
  readonly count: number;
  /** Writes which segments are there in coalition `sample`: 1 or 0 in each place of `present`. */
  write(sample: number, present: Uint8Array): void;
}

/**
 * Asks the model about every input with only the segments of each coalition left in it, the others as in `from`, and
 * averages over its turns. All go through shared batches: `n × coalitions × turns` passes, whatever the number of targets.
 *
 * @param take told each answer: input by input, and of each input coalition by coalition.
 */
export async function streamCoalitions(
  call: Call,
  segments: Segments,
  from: Absent,
  { count, write }: CoalitionStream,
  take: (pair: number, sample: number, answer: number) => void,
): Promise<void> {
  const { rows, targets } = call;
  const { size, values: x } = rows;
  const classes = call.runner.outputSize;
  const { starts, ends, owners } = runsOf(segments);
  const { turns } = from;
  const present = new Uint8Array(segments.count);
  let written = -1;
  const sums = new Float64Array(targets.classes.length / rows.count);
  await call.predict(
    rows.count * count * turns,
    (index, buffer, offset) => {
      const asked = Math.floor(index / turns);
      const input = Math.floor(asked / count);
      const start = input * size;
      if (asked !== written) write(asked % count, present);
      written = asked;
      // A row begins as all absent; of what is present each run is copied over it.
      const absent = from.start(input, index - asked * turns);
      for (let i = 0; i < size; i++) buffer[offset + i] = from.values[absent + i];
      for (let run = 0; run < starts.length; run++) {
        if (!present[owners[run]]) continue;
        for (let i = starts[run]; i < ends[run]; i++) buffer[offset + i] = x[start + i];
      }
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const asked = Math.floor((first + row) / turns);
        const turn = first + row - asked * turns;
        const input = Math.floor(asked / count);
        for (let place = 0; place < sums.length; place++) {
          const pair = place * rows.count + input;
          const answer = outputs[row * classes + targets.classes[pair]];
          sums[place] = turn === 0 ? answer : sums[place] + answer;
          if (turn === turns - 1) take(pair, asked % count, sums[place] / turns);
        }
      }
    },
  );
}

/**
 * The answers to coalitions that are at hand.
 *
 * @returns the target's output, `[targets × n, coalitions]`.
 */
export async function askCoalitions(
  call: Call,
  segments: Segments,
  from: Absent,
  { count, columns, values }: Design,
): Promise<Float64Array> {
  const answers = new Float64Array(pairCount(call) * count);
  const write = (sample: number, present: Uint8Array) =>
    present.set(values.subarray(sample * columns, (sample + 1) * columns));
  await streamCoalitions(call, segments, from, { count, write }, (pair, sample, answer) => {
    answers[pair * count + sample] = answer;
  });
  return answers;
}

/** Neighbouring positions of one segment, from `starts` to before `ends`. */
function runsOf({ of }: Segments): { starts: Int32Array; ends: Int32Array; owners: Int32Array } {
  const starts = Int32Array.from(of.keys()).filter((i) => i === 0 || of[i] !== of[i - 1]);
  const ends = Int32Array.from(starts, (_, run) => (run + 1 < starts.length ? starts[run + 1] : of.length));
  return { starts, ends, owners: starts.map((start) => of[start]) };
}
