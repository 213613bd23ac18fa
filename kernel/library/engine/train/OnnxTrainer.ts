import { DataError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../graph/constants.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import { createSession, type Feeds, type Session, type SessionOptions } from "../session/session.ts";
import type { LossAndMetric, Trainer, TrainerState } from "../trainer.ts";
import { targetType } from "./losses.ts";
import { type Optimizer, type UpdateRule, updateRule } from "./optimizers.ts";
import { evaluationGraph, names, stepGraph, type Trainee, weightCount } from "./stepGraph.ts";

export interface OnnxTrainerOptions extends SessionOptions {
  optimizer: Optimizer;
}

/** All weights and moments, each as one vector: what a step reads, and what it writes. */
type Vectors = Readonly<Record<string, Float32Array>>;

/** Sizes of batches whose compiled steps are kept: the usual one, and the rest at the end of an epoch. */
const KEPT = 3;

/** Rows of one pass when evaluating: few enough to stay in the processor's cache. */
const ROWS = 128;

/**
 * Trains a compiled graph: forward pass, loss, backward pass and update in one run a step. The vectors of one step are
 * written into the memory that the step before last read from, so nothing is copied or allocated between steps.
 */
export class OnnxTrainer implements Trainer {
  readonly engine = "onnx";
  readonly #trainee: Trainee;
  readonly #options: OnnxTrainerOptions;
  readonly #update: UpdateRule;
  readonly #sessions = new Map<number, Promise<Session>>();
  #evaluation: Promise<Session> | undefined;
  #now: Vectors;
  #next: Vectors;
  #steps = 0;

  constructor(trainee: Trainee, options: OnnxTrainerOptions) {
    this.#trainee = trainee;
    this.#options = options;
    this.#update = updateRule(options.optimizer);
    const size = weightCount(trainee);
    const vectors = (): Vectors =>
      Object.fromEntries([names.weights, ...this.#update.moments].map((name) => [name, new Float32Array(size)]));
    this.#now = vectors();
    this.#next = vectors();
    this.#each((name, part) => {
      part.set(trainee.graph.constants.get(name)?.data as Float32Array);
    });
  }

  async step(inputs: Float32Array, targets: Int32Array | Float32Array, weights?: Float32Array): Promise<LossAndMetric> {
    const count = this.#countOf(inputs, targets, weights);
    const session = await this.#sessionFor(count);
    const loss = new Float32Array(1);
    const metric = new Float32Array(1);
    const feeds: Record<string, Constant> = {
      ...this.#batch(inputs, targets, weights, count),
      ...vectorsAs(this.#now, (name) => name),
    };
    for (const [name, value] of Object.entries(this.#update.scalars))
      feeds[name] = scalar(Float32Array.of(value(this.#steps + 1)));
    await session.run(feeds, {
      [names.loss]: scalar(loss),
      [names.metric]: scalar(metric),
      ...vectorsAs(this.#next, names.after),
    });
    [this.#now, this.#next] = [this.#next, this.#now];
    this.#steps++;
    await this.#forgetEvaluation();
    return { loss: loss[0] ?? Number.NaN, metric: metric[0] ?? Number.NaN };
  }

  async evaluate(
    inputs: Float32Array,
    targets: Int32Array | Float32Array,
    weights?: Float32Array,
  ): Promise<LossAndMetric> {
    this.#evaluation ??= createSession(this.#withWeights(evaluationGraph(this.#trainee)), this.#options);
    const session = await this.#evaluation;
    const count = this.#countOf(inputs, targets, weights);
    const [row, width] = [inputs.length / count, targets.length / count];
    let loss = 0;
    let metric = 0;
    for (let from = 0; from < count; from += ROWS) {
      const to = Math.min(from + ROWS, count);
      const batch = this.#batch(
        inputs.subarray(from * row, to * row),
        targets.subarray(from * width, to * width),
        weights?.subarray(from, to),
        to - from,
      );
      const result = await session.run(batch);
      loss += Number(result[names.loss]?.data[0]) * (to - from);
      metric += Number(result[names.metric]?.data[0]) * (to - from);
    }
    return { loss: loss / count, metric: metric / count };
  }

  /** The learnt constants as they are now, by name. */
  weights(): Map<string, Float32Array> {
    const values = new Map<string, Float32Array>();
    this.#each((name, part) => values.set(name, part.slice()));
    return values;
  }

  /** Without a model there is nothing to write to; see `trainerFor`. */
  async writeBack(): Promise<void> {}

  async state(): Promise<TrainerState> {
    const arrays: TrainerState["arrays"] = {};
    for (const moment of [undefined, ...this.#update.moments]) {
      this.#each((name, part, shape) => {
        arrays[this.#keyOf(name, moment)] = { shape: [...shape], values: part.slice() };
      }, moment);
    }
    return { steps: this.#steps, arrays };
  }

  async restore({ steps, arrays }: TrainerState): Promise<void> {
    const moments = [undefined, ...this.#update.moments];
    for (const moment of moments) {
      this.#each((name, _part, shape) => {
        const key = this.#keyOf(name, moment);
        const found = arrays[key];
        if (found?.shape.join() === shape.join() && found.values.length === _part.length) return;
        throw new DataError(
          found
            ? say`the saved state belongs to another model or optimizer: "${key}" is [${found.shape}] instead of [${shape}]`
            : say`the saved state belongs to another model or optimizer: it has no "${key}"`,
        );
      }, moment);
    }
    for (const moment of moments) {
      this.#each((name, part) => part.set(arrays[this.#keyOf(name, moment)]?.values ?? part), moment);
    }
    this.#steps = steps;
    await this.#forgetEvaluation();
  }

  async dispose(): Promise<void> {
    await this.#forgetEvaluation();
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) await (await session).release();
  }

  /** By place: tfjs numbers the names of layers through, so the same model made twice has two names. */
  #keyOf(name: string, moment: string | undefined): string {
    const key = `${this.#trainee.weights.indexOf(name)}.${name.split("/").at(-1)}`;
    return moment ? `${moment}/${key}` : key;
  }

  /** Each weight's part of the vector of weights, or of a moment's. */
  #each(
    visit: (name: string, part: Float32Array, shape: readonly number[]) => void,
    moment: string = names.weights,
  ): void {
    let from = 0;
    for (const name of this.#trainee.weights) {
      const { shape = [], data } = this.#trainee.graph.constants.get(name) ?? {};
      const size = data?.length ?? 0;
      visit(name, (this.#now[moment] as Float32Array).subarray(from, from + size), shape);
      from += size;
    }
  }

  /** The number of rows; refuses a piece of a row, and targets or weights of another number. */
  #countOf(inputs: Float32Array, targets: Int32Array | Float32Array, weights: Float32Array | undefined): number {
    const { graph, loss, weighted = false } = this.#trainee;
    const row = (graph.inputs[0]?.shape ?? []).slice(1).map(Number);
    const column = targetType(loss) === "int32" ? [] : (graph.outputs[0]?.shape ?? []).slice(1).map(Number);
    const count = inputs.length / sizeOf(row);
    if (!Number.isInteger(count) || count === 0) {
      throw new ShapeError(say`${inputs.length} input values are not a whole number of rows of [${row}], at least one`);
    }
    if (targets.length !== count * sizeOf(column) || targets instanceof Int32Array !== (targetType(loss) === "int32")) {
      const expected = say`${targetType(loss)} of shape [${[count, ...column]}]`;
      throw new ShapeError(
        say`${loss} expects ${expected}; got ${targets.length} values of ${targets.constructor.name}`,
      );
    }
    if ((weights?.length ?? 0) !== (weighted ? count : 0)) {
      throw new ShapeError(
        say`got ${weights?.length ?? 0} example weights; this trainer takes ${weighted ? count : 0}`,
      );
    }
    return count;
  }

  #batch(
    inputs: Float32Array,
    targets: Int32Array | Float32Array,
    weights: Float32Array | undefined,
    count: number,
  ): Feeds {
    const { graph } = this.#trainee;
    const [input] = graph.inputs;
    const row = (input?.shape ?? []).slice(1).map(Number);
    const column = targets instanceof Int32Array ? [] : (graph.outputs[0]?.shape ?? []).slice(1).map(Number);
    return {
      [input?.name ?? ""]: { type: "float32", shape: [count, ...row], data: inputs },
      [names.targets]: {
        type: targets instanceof Int32Array ? "int32" : "float32",
        shape: [count, ...column],
        data: targets,
      },
      ...(weights && { [names.exampleWeights]: { type: "float32", shape: [count], data: weights } }),
    };
  }

  /** The step compiled for batches of this size; the one used longest ago goes when there are too many. */
  async #sessionFor(count: number): Promise<Session> {
    const known = this.#sessions.get(count);
    const session = known ?? createSession(stepGraph(this.#trainee, this.#update, count), this.#options);
    this.#sessions.delete(count);
    this.#sessions.set(count, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > KEPT && oldest !== undefined) {
      const forgotten = await this.#sessions.get(oldest);
      this.#sessions.delete(oldest);
      await forgotten?.release();
    }
    return session;
  }

  #withWeights(graph: Graph): Graph {
    const constants = new Map(graph.constants);
    this.#each((name, part, shape) => constants.set(name, { type: "float32", shape, data: part.slice() }));
    return { ...graph, constants };
  }

  async #forgetEvaluation(): Promise<void> {
    const evaluation = this.#evaluation;
    this.#evaluation = undefined;
    await (await evaluation)?.release();
  }
}

const scalar = (data: Float32Array): Constant => ({ type: "float32", shape: [], data });

const vectorsAs = (vectors: Vectors, rename: (name: string) => string): Feeds =>
  Object.fromEntries(
    Object.entries(vectors).map(([name, data]) => [rename(name), { type: "float32", shape: [data.length], data }]),
  );
