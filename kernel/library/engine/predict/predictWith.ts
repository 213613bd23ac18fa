import { OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { namesOf, tellsClasses } from "../../signature/classes.ts";
import { givenClassNames, type Named } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { Names } from "../../text/checkNames.ts";
import type { DeclaredInput } from "../ports.ts";
import type { Runner } from "../runner.ts";
import { Predictions } from "./Predictions.ts";
import type { PredictedOutput } from "./predictedOutput.ts";
import { type AskedRows, asModelTakes, readRows } from "./readRows.ts";

export interface ModelPredictOptions {
  /** How many of the likeliest classes are shown and described (default 3). */
  topK?: number;
  /** Names for this call, of the first output (default: the model's own; else those of a table's target). */
  classNames?: readonly string[];
  signal?: AbortSignal;
}

export const modelPredictNames = {
  topK: true,
  classNames: true,
  signal: true,
} as const satisfies Names<ModelPredictOptions>;

/** A model as its answers are asked for. */
export interface Asked {
  readonly declared: readonly DeclaredInput[] | undefined;
  /** Of the outputs; undefined where there is one, or nothing is known of them. */
  readonly names: readonly string[] | undefined;
  start(rows: AskedRows, outputName?: string): Promise<Runner>;
}

export async function predictWith(
  { declared, names, start }: Asked,
  inputs: Inputs,
  { topK = 3, classNames, signal }: ModelPredictOptions,
): Promise<Predictions> {
  if (!(Number.isInteger(topK) && topK >= 1)) {
    throw new OptionError(say`topK is ${topK}: give a whole number, at least 1`);
  }
  const read = await readRows(inputs, declared);
  let rows = read;
  const outputs: PredictedOutput[] = [];
  let engine: Runner["engine"] = "function";
  for (const [i, name] of (names ?? [undefined]).entries()) {
    const runner = await start(read, name);
    if (i === 0) {
      const placed = asModelTakes(inputs, runner.signature.inputs);
      if (placed !== inputs) rows = await readRows(placed, declared);
    }
    check(rows, runner);
    const { outputs: values } = await runner.predict(rows, { output: "probability", signal });
    engine = runner.engine;
    outputs.push(answered(runner, values, rows.count, i === 0 ? (classNames ?? ofData(inputs, runner)) : undefined));
  }
  return new Predictions({ outputs, count: rows.count, topK, engine });
}

/** What a table calls the classes of its target, where the model has no names of its own. */
function ofData(inputs: Inputs, { outputSpec, outputSize }: Runner): readonly string[] | undefined {
  if (namesOf(outputSpec) || !tellsClasses(outputSpec) || !("classNames" in inputs)) return undefined;
  const classNames = givenClassNames(inputs as Named);
  return classNames?.length === outputSize ? classNames : undefined;
}

function answered(
  { outputSpec: spec, outputSize, outputShape }: Runner,
  values: Float32Array,
  count: number,
  given: readonly string[] | undefined,
): PredictedOutput {
  if (given && given.length !== outputSize) {
    throw new OptionError(say`classNames has ${given.length} names, but the model gives ${outputSize} numbers`);
  }
  const classNames = given ?? namesOf(spec);
  const shape = [count, ...(outputShape ?? [outputSize])];
  return { name: spec.name, spec, shape, values, ...(classNames ? { classNames } : {}) };
}

function check({ values, count, shape }: AskedRows, { inputShape, ports }: Runner): void {
  const wanted = inputShape.reduce((all, size) => all * size, 1);
  const fits = ports !== undefined || shape.flat().join() === inputShape.join();
  if (fits && values.length === count * wanted) return;
  const takes = ports
    ? ports.map((port) => `${port.name} [n, ${port.shape.join(", ")}]`).join(", ")
    : ["n", ...inputShape].join(", ");
  throw new ShapeError(say`inputs of shape [${[count, ...shape.flat()].join(", ")}], but the model takes [${takes}]`);
}
