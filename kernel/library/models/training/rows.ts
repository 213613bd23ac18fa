import type { Examples } from "../../datasets/imageSet.ts";
import { recoded } from "../../datasets/table/recoded.ts";
import type { Table } from "../../datasets/table/Table.ts";
import type { Targets } from "../../engine/trainer.ts";
import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Named } from "../../signature/columns.ts";
import type { Signature } from "../../signature/Signature.ts";
import type { InputHint } from "../../signature/SignatureOptions.ts";
import type { TrainingData } from "../trainingData.ts";
import { type Part, partsOf } from "./parts.ts";

/** What is to be answered, as it was given. */
export interface GivenTarget {
  /** Of one example: `[]` is one number. */
  readonly shape: readonly number[];
  /** `classes`: class indices for certain; `labels`: called labels; `numbers`: called targets, or a column of numbers. */
  readonly as: "classes" | "labels" | "numbers";
}

/** Examples as they were given, before they are fitted to a model. */
export interface Rows extends Named {
  readonly size: number;
  /** Of each input, without the batch axis. */
  readonly inputShapes: readonly (readonly number[])[];
  /** What an example of the only input is, where the data say it. */
  readonly input?: InputHint | undefined;
  /** One for each output. */
  readonly targets: readonly GivenTarget[];
  /** The examples at these places: all inputs of a row one after the other, and the targets of each output by themselves. */
  draw(indices: ArrayLike<number>): { inputs: Float32Array; targets: Targets[] };
  /** A number of a target: the place counts within the example. */
  targetAt(output: number, index: number, place: number): number;
}

/** Names of what a model takes and answers, in its order. */
export interface Ends {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * Reads the data once, so that the loop draws its batches from typed arrays. A table's columns are brought into the order
 * and the codes of the table that the model was trained on.
 *
 * @param what `"training"`, `"validation"` or `"test"`, for the errors.
 * @throws DataError for numbers that are not finite; ShapeError where there are not as many targets as inputs.
 */
export async function rowsOf(
  data: TrainingData,
  what: string,
  { inputs: specs }: Signature,
  ends: Ends,
): Promise<Rows> {
  if ("batch" in data) return ofExamples(data);
  if ("examples" in data) return ofTable(specs[0]?.kind === "table" ? recoded(data, specs[0].columns) : data, what);
  const inputs = await partsOf("images" in data ? data.images : data.inputs, ends.inputs, say`input`);
  const isLabels = "labels" in data;
  const targets = await partsOf(isLabels ? data.labels : data.targets, ends.outputs, say`output`);
  return ofParts(inputs, targets, isLabels ? "labels" : "numbers", what);
}

function ofExamples(examples: Examples): Rows {
  return {
    size: examples.size,
    inputShapes: [examples.shape],
    input: examples.input,
    targets: [{ shape: [], as: "classes" }],
    ...(examples.classNames && { classNames: examples.classNames }),
    draw(indices) {
      const { inputs, labels } = examples.batch(indices);
      return { inputs, targets: [labels] };
    },
    targetAt: (_output, index) => examples.labelAt(index),
  };
}

function ofTable(table: Table, what: string): Rows {
  const { columns, classNames, targetName, values, target } = table;
  const width = columns.length;
  const empty = values.findIndex(Number.isNaN);
  if (empty >= 0) {
    const [row, { name }] = [Math.floor(empty / width), columns[empty % width]];
    throw new DataError(
      say`Row ${row} (counted from 0) of the ${what} table has no ${name}: fill missing values with table.fillMissing(), or remove such rows with table.dropMissing().`,
    );
  }
  const named = { columns, classNames, targetName };
  if (target?.kind === "categorical") return { ...ofExamples(table.examples()), ...named };
  if (!target)
    throw new DataError(say`The ${what} table has no target: name its column, tabular.load(file, { target: "…" }).`);
  const unknown = target.values.findIndex(Number.isNaN);
  if (unknown >= 0)
    throw new DataError(
      say`Row ${unknown} (counted from 0) of the ${what} table has no ${target.name}: remove it with table.dropMissing().`,
    );
  return {
    ...named,
    size: table.size,
    inputShapes: [[width]],
    targets: [{ shape: [], as: "numbers" }],
    draw: (indices) => ({
      inputs: gather(values, width, indices),
      targets: [gather(target.values, 1, indices)],
    }),
    targetAt: (_output, index) => target.values[index],
  };
}

function ofParts(inputs: readonly Part[], targets: readonly Part[], as: "labels" | "numbers", what: string): Rows {
  const size = inputs[0]?.count ?? 0;
  for (const [i, { count, name, shape }] of [...inputs, ...targets].entries()) {
    if (count === size) continue;
    const kind = i < inputs.length ? say`inputs` : as === "labels" ? say`labels` : say`numbers`;
    const all = [count, ...shape].join(", ");
    throw new ShapeError(
      name === undefined
        ? say`The ${what} ${kind} have shape [${all}]: expected one row for each of the ${size} examples.`
        : say`The ${what} ${kind} ${name} have shape [${all}]: expected one row for each of the ${size} examples.`,
    );
  }
  for (const part of inputs) checkFinite(part, what);
  for (const part of targets) checkFinite(part, what);
  return {
    size,
    inputShapes: inputs.map(({ shape }) => shape),
    targets: targets.map(({ shape }) => ({ shape, as })),
    draw: (indices) => ({
      inputs: beside(inputs.map(({ values, width }) => ({ values: gather(values, width, indices), width }))),
      targets: targets.map(({ values, width }) => gather(values, width, indices)),
    }),
    targetAt: (output, index, place) => {
      const { values, width } = targets[output] as Part;
      return values[index * width + place];
    },
  };
}

function checkFinite({ values, width, name }: Part, what: string): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const example = Math.floor(bad / width);
  throw new DataError(
    name === undefined
      ? say`Example ${example} of the ${what} set has ${values[bad]}: expected finite numbers.`
      : say`Example ${example} of the ${what} set has ${values[bad]} (${name}): expected finite numbers.`,
  );
}

function gather(values: Float32Array | Float64Array, width: number, indices: ArrayLike<number>): Float32Array {
  const rows = new Float32Array(indices.length * width);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * width;
    for (let k = 0; k < width; k++) rows[i * width + k] = values[from + k];
  }
  return rows;
}

/** Several arrays of rows as one: each row all of them one after the other. */
function beside(parts: readonly { values: Float32Array; width: number }[]): Float32Array {
  const [first] = parts;
  if (parts.length === 1 && first) return first.values;
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const count = first ? first.values.length / first.width : 0;
  const rows = new Float32Array(count * width);
  let from = 0;
  for (const part of parts) {
    for (let i = 0; i < count; i++) {
      rows.set(part.values.subarray(i * part.width, (i + 1) * part.width), i * width + from);
    }
    from += part.width;
  }
  return rows;
}
