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

/** An input with only some of its segments. */
export interface Masked {
  readonly input: number;
  /** 1 for a segment that is there. */
  readonly present: Uint8Array;
}

/**
 * Asks the model about `count` inputs with only some of their segments, the others as in `from`, and averages over its
 * turns: `count × turns` passes, whatever the number of targets.
 *
 * @param which tells what is asked `asked`-th; called once for each, in turn, and read at once: it may be one object.
 * @param take told the answers, one for each target of the input; the array is used again.
 */
export async function askMasked(
  call: Call,
  segments: Segments,
  from: Absent,
  count: number,
  which: (asked: number) => Masked,
  take: (asked: number, answers: Float64Array) => void,
): Promise<void> {
  const { rows, targets } = call;
  const { size, values: x } = rows;
  const classes = call.runner.outputSize;
  const { of } = segments;
  const { turns } = from;
  let written = -1;
  let current: Masked = { input: 0, present: new Uint8Array() };
  const inputs = new Int32Array(count);
  const sums = new Float64Array(targets.classes.length / rows.count);
  await call.predict(
    count * turns,
    (index, buffer, offset) => {
      const asked = Math.floor(index / turns);
      if (asked !== written) current = which(asked);
      written = asked;
      const { input, present } = current;
      inputs[asked] = input;
      const start = input * size;
      const absent = from.start(input, index - asked * turns);
      for (let i = 0; i < size; i++) buffer[offset + i] = present[of[i]] ? x[start + i] : from.values[absent + i];
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const asked = Math.floor((first + row) / turns);
        const turn = first + row - asked * turns;
        for (let place = 0; place < sums.length; place++) {
          const answer = outputs[row * classes + targets.classes[place * rows.count + inputs[asked]]];
          sums[place] = turn === 0 ? answer : sums[place] + answer;
          if (turn === turns - 1) sums[place] = sums[place] / turns;
        }
        if (turn === turns - 1) take(asked, sums);
      }
    },
  );
}

/**
 * Asks the model about every input with only the segments of each coalition left in it. All go through shared batches:
 * `n × coalitions × turns` passes, whatever the number of targets.
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
  const inputs = call.rows.count;
  const masked = { input: 0, present: new Uint8Array(segments.count) };
  const which = (asked: number) => {
    masked.input = Math.floor(asked / count);
    write(asked % count, masked.present);
    return masked;
  };
  await askMasked(call, segments, from, inputs * count, which, (asked, answers) => {
    const input = Math.floor(asked / count);
    for (let place = 0; place < answers.length; place++) take(place * inputs + input, asked % count, answers[place]);
  });
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
