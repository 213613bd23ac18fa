import { checkVocabulary } from "../../engine/checkVocabulary.ts";
import { type DeclaredInput, type GivenShape, type Port, portsOf } from "../../engine/ports.ts";
import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { givenClassNames, type Named } from "../../signature/columns.ts";
import type { InputArray, Inputs } from "../../signature/Inputs.ts";
import { isInputArray } from "../../signature/isInputArray.ts";
import { asLists, isLists } from "../../signature/lists.ts";
import { nearestNames } from "../../text/nearestNames.ts";
import { type HeldInputs, heldInputs } from "./held.ts";
import { eachOf, named, type RowPort, type Rows, readArray, readInputs, sizeOf, writePort } from "./inputs.ts";
import { checkWhole, takesTokens } from "./tokens.ts";

/** Inputs of a call: what is explained, and what is held still beside it. */
export interface ModelInputs {
  readonly rows: Rows;
  readonly held?: HeldInputs | undefined;
}

/** Inputs that are held still, by name. */
export type Fixed = Readonly<Record<string, InputArray>>;

/**
 * Reads what a model takes. Of several inputs each is read, checked against what the model declares, and laid beside the
 * others in one row.
 *
 * @param declared undefined for a function of which nothing is known: it takes one.
 * @throws ShapeError that names the model's inputs and their shapes; DataError for NaN, infinity, or a fraction where the
 * model takes whole numbers.
 */
export async function readModelInputs(
  inputs: Inputs,
  declared: readonly DeclaredInput[] | undefined,
  fixed: Fixed = {},
): Promise<ModelInputs> {
  if ((inputs === undefined || inputs === null) && (declared?.length ?? 1) <= 1) {
    throw new ShapeError(say`no inputs: give a tensor, { values, shape: [n, …] }, or rows of a table`);
  }
  if (isLists(inputs)) throw asLists();
  const still = Object.keys(fixed);
  if (isInputArray(inputs) && still.length === 0 && (declared?.length ?? 1) <= 1) {
    const rows = await readInputs(inputs);
    const [only] = declared ?? [];
    if (!only || !takesTokens(only)) return { rows };
    checkWhole(say`the input ${only.name}`, rows.values);
    checkVocabulary(only, rows.values);
    return { rows: { ...rows, isWhole: true } };
  }
  if (!declared) {
    throw new ShapeError(
      say`there are several inputs, but a function takes one array: write it as arrayModel(({ inputs }) => …, { inputs: { a: { shape: [2] }, b: { shape: [1] } } })`,
    );
  }
  const unknown = still.find((name) => !declared.some((input) => input.name === name));
  if (unknown !== undefined) throw unknownInput(unknown, declared);
  const free = declared.filter(({ name }) => !(name in fixed));
  if (free.length === 0)
    throw new ShapeError(say`all inputs are fixed, so there is none to explain: leave one out of fixed`);
  const given = givenTo(inputs, free, declared);
  const read = await Promise.all(free.map((input) => readOne(input, given.get(input.name))));
  const count = read[0].shape[0];
  const other = read.find(({ shape }) => shape[0] !== count);
  if (other) {
    throw new ShapeError(
      say`${read[0].name} has ${count} rows and ${other.name} has ${other.shape[0]}: each input needs a row for every example`,
    );
  }
  const rows = joinedRows(read, count);
  if (still.length === 0) return { rows };
  const heldStill = declared.filter(({ name }) => name in fixed);
  const arrays = await Promise.all(heldStill.map((input) => readFixed(input, fixed[input.name], count)));
  return { rows, held: heldInputs(declared, read, arrays) };
}

/** An input as it was read, with the batch dimension. */
export interface ReadInput extends Pick<RowPort, "name" | "dtype">, Named {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  readonly isWhole: boolean;
}

/** Which array is whose. */
function givenTo(
  inputs: Inputs,
  free: readonly DeclaredInput[],
  declared: readonly DeclaredInput[],
): ReadonlyMap<string, InputArray> {
  if (isInputArray(inputs)) {
    if (free.length === 1) return new Map([[free[0].name, inputs]]);
    throw new ShapeError(
      say`got one array of shape ${named(inputs.shape)}, but the model takes ${declared.length} inputs: ${listed(declared)}. Give them by name, { ${names(free)} }, or as a list in this order`,
    );
  }
  if (!Array.isArray(inputs) && typeof inputs === "object" && inputs !== null) {
    const wrong = Object.keys(inputs).find((name) => !free.some((input) => input.name === name));
    if (wrong !== undefined) {
      if (declared.some(({ name }) => name === wrong)) {
        throw new ShapeError(say`the input ${wrong} is both given and fixed: leave it out of one`);
      }
      throw unknownInput(wrong, declared);
    }
    const missing = free.find(({ name }) => !(name in inputs));
    if (missing) {
      throw new ShapeError(say`the input ${missing.name} is missing: the model takes ${listed(declared)}`);
    }
  } else if (!Array.isArray(inputs) || inputs.length !== free.length) {
    const count = Array.isArray(inputs) ? inputs.length : 0;
    throw new ShapeError(say`a list of ${count} inputs, but the model takes ${free.length}: ${listed(free)}`);
  }
  const placed = free.map((input) => ({ name: input.name, shape: [] }));
  return eachOf<InputArray>(inputs, placed, say`inputs`);
}

/** @throws ShapeError, DataError that names the input. */
async function readOne(input: DeclaredInput, given: InputArray | undefined): Promise<ReadInput> {
  const { name, shape: declared, dtype } = input;
  if (!isInputArray(given)) {
    throw new ShapeError(
      say`the input ${name} is not a tensor or an array with its shape: give tf.tensor(…) or { values, shape }`,
    );
  }
  const { values: read, shape } = await readArray(given);
  const fits = declared?.every((size, axis) => size === null || size === shape[axis + 1]) ?? true;
  if (shape.length < 1 || shape[0] < 1 || !fits || (declared && shape.length !== declared.length + 1)) {
    throw new ShapeError(
      say`the input ${name} has the shape ${named(shape)}, but the model takes [${["n", ...(declared ?? ["..."]).map((size) => size ?? "?")].join(", ")}]`,
    );
  }
  checkNumbers(name, read, shape);
  const isWhole = takesTokens(input);
  if (isWhole) {
    checkWhole(say`the input ${name}`, read);
    checkVocabulary(input, read);
  }
  const told: Named = "columns" in given ? given : {};
  const { columns, targetName } = told;
  const fitting = columns?.length === sizeOf(shape.slice(1)) ? columns : undefined;
  // The caller may do with the array what it likes afterwards.
  return {
    name,
    dtype,
    isWhole,
    values: read.slice(),
    shape,
    columns: fitting,
    classNames: givenClassNames(told),
    targetName,
  };
}

function checkNumbers(name: string, values: Float32Array, shape: readonly number[]): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new DataError(
      say`the input ${name} has ${values[wrong]} at position ${wrong} of ${named(shape)}: clean it first`,
    );
  }
}

/** One row for each example, whether one was given or one for each. */
async function readFixed(input: DeclaredInput, given: InputArray, count: number): Promise<ReadInput> {
  const isRow =
    isInputArray(given) &&
    input.shape !== undefined &&
    given.shape.length === input.shape.length &&
    given.shape.length > 0;
  const values = isInputArray(given) && isRow ? (await readArray(given)).values : undefined;
  const read = await readOne(input, values ? { values, shape: [1, ...(given.shape as readonly number[])] } : given);
  const rows = read.shape[0];
  if (rows !== 1 && rows !== count) {
    throw new ShapeError(
      say`fixed ${input.name} has ${rows} rows for ${count} examples: give one row, or one for each`,
    );
  }
  return read;
}

/** One input as it is, several beside each other. */
function joinedRows(read: readonly ReadInput[], count: number): Rows {
  const [first] = read;
  const size = sizeOf(first.shape.slice(1));
  if (read.length === 1) {
    // A row of one number still has an axis.
    const shape = first.shape.length === 1 ? [count, 1] : first.shape;
    return { ...first, shape, count, size };
  }
  const ports: RowPort[] = portsOf(read.map(({ name, shape, dtype }) => ({ name, shape: shape.slice(1), dtype }))).map(
    (port, index) => ({ ...port, columns: read[index].columns, isWhole: read[index].isWhole }),
  );
  const total = ports.reduce((sum, port) => sum + port.size, 0);
  const values = new Float32Array(count * total);
  for (const [index, port] of ports.entries()) writePort(values, total, port, read[index].values);
  const told = (key: "classNames" | "targetName") => read.map((each) => each[key]).find((each) => each !== undefined);
  return {
    values,
    shape: [count, total],
    count,
    size: total,
    ports,
    classNames: told("classNames") as Named["classNames"],
    targetName: told("targetName") as Named["targetName"],
  };
}

function unknownInput(name: string, declared: readonly DeclaredInput[]): ShapeError {
  const near = nearestNames(
    name,
    declared.map((input) => input.name),
  );
  const hint = near.length > 0 ? say` Did you mean ${near.join(say` or `)}?` : "";
  return new ShapeError(say`the model has no input ${name}: it takes ${listed(declared)}.${hint}`);
}

const names = (inputs: readonly DeclaredInput[]) => inputs.map(({ name }) => name).join(", ");

/** `picture [n, 28, 28, 1], age [n, 1]`. */
export const listed = (inputs: readonly DeclaredInput[]): string =>
  inputs
    .map(({ name, shape }) => `${name} [${["n", ...(shape ?? ["..."]).map((size) => size ?? "?")].join(", ")}]`)
    .join(", ");

/** The shapes of one example, as the engine wants them: of all the model's inputs, in its order. */
export function givenShape(rows: Rows, held: HeldInputs | undefined): GivenShape {
  const ports = held?.ports ?? rows.ports;
  return ports ? ports.map(({ shape }) => shape) : rows.shape.slice(1);
}

/** @throws ShapeError where one of several inputs has another shape than the model came to take. */
export function checkPorts(given: readonly Port[] | undefined, taken: readonly Port[] | undefined): void {
  for (const { name, shape } of given ?? []) {
    const own = taken?.find((port) => port.name === name);
    if (!own || own.shape.join() === shape.join()) continue;
    throw new ShapeError(
      say`the input ${name} has the shape [${["n", ...shape].join(", ")}], but the model takes [${["n", ...own.shape].join(", ")}]`,
    );
  }
}
