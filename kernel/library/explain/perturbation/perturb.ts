import type { Design } from "../../math/ridge.ts";
import { type Call, pairCount } from "../call/call.ts";
import type { Segments } from "../segments/segments.ts";
import type { Absent } from "./absent.ts";

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
  /** Writes turns of one question, one after the other: as all absent, then what is present copied over it. */
  const write = (asked: number, turn: number, number: number, buffer: Float32Array, offset: number) => {
    if (asked !== written) current = which(asked);
    written = asked;
    const { input, present } = current;
    inputs[asked] = input;
    const start = input * size;
    const begin = from.start(input, turn);
    if (number === 1) {
      for (let i = 0; i < size; i++) buffer[offset + i] = present[of[i]] ? x[start + i] : from.values[begin + i];
      return;
    }
    const together = from.start(input, turn + number - 1) === begin + (number - 1) * size;
    if (together) buffer.set(from.values.subarray(begin, begin + number * size), offset);
    for (let k = together ? number : 0; k < number; k++) {
      const absent = from.start(input, turn + k);
      buffer.set(from.values.subarray(absent, absent + size), offset + k * size);
    }
    for (let i = 0; i < size; i++) {
      if (!present[of[i]]) continue;
      const value = x[start + i];
      for (let at = offset + i; at < offset + number * size; at += size) buffer[at] = value;
    }
  };
  await call.predict(
    count * turns,
    {
      rows(start, end, buffer, examples) {
        for (let row = start; row < end; ) {
          const asked = Math.floor(row / turns);
          const next = Math.min(end, (asked + 1) * turns);
          write(asked, row - asked * turns, next - row, buffer, (row - start) * size);
          examples.fill(current.input, row - start, next - start);
          row = next;
        }
      },
    },
    (first, number, { outputs }) => {
      for (let row = first; row < first + number; ) {
        const asked = Math.floor(row / turns);
        const next = Math.min(first + number, (asked + 1) * turns);
        const isWhole = next === (asked + 1) * turns;
        for (let place = 0; place < sums.length; place++) {
          const target = targets.classes[place * rows.count + inputs[asked]];
          let sum = row === asked * turns ? 0 : sums[place];
          for (let at = (row - first) * classes + target; at < (next - first) * classes; at += classes)
            sum += outputs[at];
          sums[place] = isWhole ? sum / turns : sum;
        }
        if (isWhole) take(asked, sums);
        row = next;
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
