import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { product } from "../fromLayers/Value.ts";
import type { Constant } from "../graph/graph.ts";
import type { Batch, CamAnswer, LayerPass, Prediction } from "../runner.ts";
import { seedOf } from "../seeds.ts";
import type { Session } from "../session/session.ts";
import type { BatchSizer } from "./BatchSizer.ts";
import { type Asked, type Question, SEED } from "./question.ts";
import type { RunnableGraph } from "./RunnableGraph.ts";

/** What a question needs between runs: its batch size, and the shapes of rows that its outputs turned out to have. */
export interface Plan {
  readonly question: Question;
  readonly sizer: BatchSizer;
  readonly rowShapes: Map<string, readonly number[]>;
  /** Whether a few rows take so little time that waking other threads takes longer than they help. */
  isQuick: boolean;
}

/**
 * Rows that are few, and the time in ms below which they run on one thread from then on: below it a second thread gained
 * nothing at best, and under load cost half as much again.
 */
export const FEW = 2;
const quickMs = 0.5;

/** A prediction, with the gradient of the input and a class activation map where they were asked for. */
export type Answer = Prediction & { readonly input?: Float32Array; readonly cam?: CamAnswer };

/** Runs all rows, a batch at a time; outputs are written where they belong once their shape is known. */
export async function runAll(
  session: Session,
  model: RunnableGraph,
  plan: Plan,
  batch: Batch,
  { signal, rules, sums, neuronsOf }: Asked,
  targets: Int32Array | undefined,
): Promise<Answer> {
  const { question, sizer, rowShapes } = plan;
  const rowSize = product(model.input.shape);
  const classes = product(question.seedShape);
  const weights = neuronsOf === undefined ? sums : undefined;
  const names = question.graph.outputs.map((value) => value.name);
  const results = new Map<string, Float32Array>();
  const resultOf = (name: string) => {
    const shape = rowShapes.get(name);
    if (!shape) return undefined;
    const result = results.get(name) ?? new Float32Array(batch.count * product(shape));
    results.set(name, result);
    return result;
  };

  for (let start = 0; start < batch.count; ) {
    signal?.throwIfAborted();
    const rows = model.fixedBatch ?? (question.isOneByOne ? 1 : sizer.next(batch.count - start));
    const real = Math.min(rows, batch.count - start);
    const feeds: Record<string, Constant> = {
      [model.input.name]: {
        type: "float32",
        shape: [rows, ...model.input.shape],
        data: rowsOf(batch.values, start, rows, rowSize),
      },
    };
    if (targets) {
      const shape = [rows, ...question.seedShape];
      feeds[SEED] = {
        type: "float32",
        shape,
        data: seedOf(targets.subarray(start, start + rows), rows, classes, weights),
      };
    }
    if (question.references !== undefined && rules?.kind === "deepLift") {
      const shape = [rows, ...model.input.shape];
      const data = rowsOf(rules.references, start, rows, rowSize);
      feeds[question.references] = { type: "float32", shape, data };
    }
    const places =
      real === rows && !question.isOneByOne ? placesOf(names, rowShapes, resultOf, start, rows) : undefined;
    const began = performance.now();
    const outputs = await session.run(feeds, places ?? names);
    const took = performance.now() - began;
    if (real === rows) sizer.took(rows, took);
    if (rows <= FEW && took < quickMs) plan.isQuick = true;
    if (!places) {
      const batch = { rows, real, start, mayFold: question.isOneByOne };
      for (const name of names) keep(name, outputs[name], batch, rowShapes, resultOf);
    }
    start += real;
  }

  const layers = new Map<string, LayerPass>();
  for (const [name, { activation, gradient, axes }] of question.layers) {
    const pass = {
      shape: rowShapes.get(activation) ?? [],
      axes,
      activation: resultOf(activation) ?? new Float32Array(),
    };
    layers.set(name, gradient === undefined ? pass : { ...pass, gradient: resultOf(gradient) ?? new Float32Array() });
  }
  const input = question.input === undefined ? undefined : resultOf(question.input);
  const outputs = resultOf(question.output) ?? new Float32Array();
  const map = question.cam && resultOf(question.cam.name);
  const cam = question.cam && map && { size: question.cam.size, map };
  return { outputs, layers, ...(input ? { input } : {}), ...(cam ? { cam } : {}) };
}

/** Rows of the batch without a copy; padded with zeros where a graph of a fixed batch asks for more than there are. */
function rowsOf(values: Float32Array, start: number, rows: number, rowSize: number): Float32Array {
  const part = values.subarray(start * rowSize, (start + rows) * rowSize);
  if (part.length === rows * rowSize) return part;
  const padded = new Float32Array(rows * rowSize);
  padded.set(part);
  return padded;
}

/** Where each output of this batch goes; undefined while a shape is not known. */
function placesOf(
  names: readonly string[],
  rowShapes: ReadonlyMap<string, readonly number[]>,
  resultOf: (name: string) => Float32Array | undefined,
  start: number,
  rows: number,
): Record<string, Constant> | undefined {
  const places: Record<string, Constant> = {};
  for (const name of names) {
    const shape = rowShapes.get(name);
    const result = resultOf(name);
    if (!shape || !result) return undefined;
    const size = product(shape);
    const data = result.subarray(start * size, (start + rows) * size);
    places[name] = { type: "float32", shape: [rows, ...shape], data };
  }
  return places;
}

/** The rows of one run, and whether a value may have them folded into its first axis. */
interface Run {
  readonly rows: number;
  readonly real: number;
  readonly start: number;
  readonly mayFold: boolean;
}

/** Learns an output's shape from its first run, and copies what the runtime allocated itself. */
function keep(
  name: string,
  output: Constant | undefined,
  { rows, real, start, mayFold }: Run,
  rowShapes: Map<string, readonly number[]>,
  resultOf: (name: string) => Float32Array | undefined,
): void {
  if (!(output?.data instanceof Float32Array)) throw new UnsupportedLayerError(say`the value ${name} is not float32`);
  const [first, ...rest] = output.shape;
  if (first !== rows && !(mayFold && first % rows === 0)) {
    throw new UnsupportedLayerError(
      say`the value ${name} of shape [${output.shape}] has no row for each of the ${rows} inputs: name another`,
    );
  }
  const shape = first === rows ? rest : [first / rows, ...rest];
  rowShapes.set(name, shape);
  const size = product(shape);
  resultOf(name)?.set(output.data.subarray(0, real * size), start * size);
}
