import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type BaselineName, type InputArray, type Inputs, isBaselineName } from "../../signature/Inputs.ts";
import type { Call } from "../call/call.ts";
import { eachOf, type RowPort, type Rows, readArray, readBaselines, sizeOf, writePort } from "../call/inputs.ts";

/** A set of baselines that all inputs are compared with: `[m, ...]`, rows of the inputs' shape. */
export interface Backgrounds {
  readonly values: Float32Array;
  readonly count: number;
}

/**
 * A sample of baselines; of several inputs a sample of each, of one length.
 *
 * @throws ShapeError where the rows have another shape than the inputs'.
 */
export async function readBackgrounds(baselines: number | BaselineName | Inputs, rows: Rows): Promise<Backgrounds> {
  if (typeof baselines === "number") {
    if (!Number.isFinite(baselines)) throw new DataError(say`the baseline is ${baselines}: give a finite number`);
    return { values: new Float32Array(rows.size).fill(baselines), count: 1 };
  }
  if (isBaselineName(baselines)) {
    const values = await readBaselines(baselines, rows);
    if (rows.count > 1 && values.some((value, i) => value !== values[i % rows.size])) {
      throw new OptionError(
        say`the ${rows.count} inputs would each have another "${baselines}" baseline, but here all are compared with the same rows: give rows, or one input at a time`,
      );
    }
    return { values: values.slice(0, rows.size), count: 1 };
  }
  if (rows.ports) return backgroundsOfEach(baselines, rows.size, rows.ports);
  const { values, shape } = await readArray(baselines, rows.columns);
  const expected = rows.shape.slice(1);
  if (shape.slice(1).join() !== expected.join() || shape[0] < 1) {
    throw new ShapeError(
      say`baselines of shape [${shape.join(", ")}] for inputs of shape [${rows.shape.join(", ")}]: give a sample of them, [m, ${expected.join(", ")}]`,
    );
  }
  if (values.some((value) => !Number.isFinite(value))) throw new DataError(say`the baselines have NaN or infinity`);
  return { values, count: shape[0] };
}

async function backgroundsOfEach(given: Inputs, size: number, ports: readonly RowPort[]): Promise<Backgrounds> {
  const each = eachOf<InputArray>(given, ports, "a background");
  const missing = ports.find(({ name }) => !each.has(name));
  if (missing) throw new ShapeError(say`the background has no rows of ${missing.name}: give some of each input`);
  const read = await Promise.all(
    [...each].map(async ([name, array]) => {
      const shape = [1, ...(ports.find((port) => port.name === name)?.shape ?? [])];
      return { name, ...(await readBackgrounds(array, { ...rowOf(shape), shape })) };
    }),
  );
  const [{ name: first, count }] = read;
  const other = read.find((one) => one.count !== count);
  if (other) {
    throw new ShapeError(
      say`the background has ${count} rows of ${first} and ${other.count} of ${other.name}: give as many of each`,
    );
  }
  const values = new Float32Array(count * size);
  for (const port of ports) {
    const own = read.find(({ name }) => name === port.name);
    if (own) writePort(values, size, port, own.values);
  }
  return { values, count };
}

/** What a background of one input is compared with. */
function rowOf(shape: readonly number[]): Pick<Rows, "values" | "count" | "size"> {
  const size = sizeOf(shape);
  return { values: new Float32Array(size), count: 1, size };
}

/** The output of every target at each background, `[pairs, m]`; once for all examples where nothing else differs. */
export async function answersAt(call: Call, { values, count }: Backgrounds): Promise<Float64Array> {
  const { rows, targets, runner, holdsEach } = call;
  const answers = new Float64Array(targets.classes.length * count);
  await call.predict(
    holdsEach ? rows.count * count : count,
    (row, buffer, offset) => {
      const start = (row % count) * rows.size;
      buffer.set(values.subarray(start, start + rows.size), offset);
      return holdsEach ? Math.floor(row / count) : undefined;
    },
    (start, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const example = Math.floor((start + row) / count);
        for (const [pair, target] of targets.classes.entries()) {
          if (holdsEach && pair % rows.count !== example) continue;
          answers[pair * count + ((start + row) % count)] = outputs[row * runner.outputSize + target];
        }
      }
    },
  );
  return answers;
}

/** Σ values − (f(x) − the mean answer that was compared with), for each pair. */
export function deltaFrom(call: Call, values: Float32Array, before: (pair: number) => number): Float32Array {
  const { rows, targets, outputs, runner } = call;
  return Float32Array.from(targets.classes, (target, pair) => {
    const sum = values.subarray(pair * rows.size, (pair + 1) * rows.size).reduce((total, value) => total + value, 0);
    return sum - (outputs[(pair % rows.count) * runner.outputSize + target] - before(pair));
  });
}
