import { GradientNotFoundError, ShapeError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { theOutput } from "../signature/theOutput.ts";
import { unknownSignature } from "../signature/unknown.ts";
import { type Answers, readAnswers } from "./answers.ts";
import type { Batch, PredictOptions, Runner } from "./runner.ts";

/** Rows as numbers: `[n, ...]`, row-major. */
export interface ArrayInput {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/** Rows that are asked about; of several inputs `[n, total]`, all of them one after the other in each row. */
export interface ArrayBatch extends ArrayInput {
  /** Of several inputs: each by its name. */
  readonly inputs?: Readonly<Record<string, ArrayInput>> | undefined;
}

/** Answers a batch; `signal` is aborted when nobody wants the answer any more. */
export type Ask = (batch: ArrayBatch, signal: AbortSignal | undefined) => Answers | Promise<Answers>;

/** Runs `answer` for the rows from `start` to before `end`, all of them in some order. */
export type Schedule = (batch: Batch, answer: (start: number, end: number) => Promise<void>) => Promise<void>;

export async function arrayRunner(
  ask: Ask,
  inputShape: readonly number[],
  outputSize: number | undefined,
  schedule: Schedule,
): Promise<Runner> {
  const size = inputShape.reduce((all, length) => all * length, 1);
  const answer = async (values: Float32Array, count: number, signal: AbortSignal | undefined) => {
    const given = await readAnswers(await ask({ values, shape: [count, ...inputShape] }, signal), count);
    if (classes !== undefined && given.classes !== classes) {
      throw new ShapeError(say`the model gave ${given.classes} numbers for a row, after ${classes} before`);
    }
    return given;
  };
  let classes = outputSize;
  classes ??= (await answer(new Float32Array(size), 1, undefined)).classes;
  const width = classes;
  const signature = unknownSignature(inputShape, [width]);

  const refuse = (): never => {
    throw new GradientNotFoundError(
      say`a custom function has no gradient: use a perturbation method, such as KernelShap or Lime`,
    );
  };
  return {
    engine: "function",
    signature,
    outputSpec: theOutput(signature),
    reason: "a function of your own runs as it is",
    inputShape,
    outputSize: width,
    hasLogit: false,
    probabilitiesOf: (logits) => logits,
    layerNames: [],
    async predict(batch, { signal, layers = [] }: PredictOptions) {
      if (layers.length > 0)
        throw new UnsupportedLayerError(say`a function has no layers, so there is no ${layers[0]}`);
      const outputs = new Float32Array(batch.count * width);
      await schedule(batch, async (start, end) => {
        signal?.throwIfAborted();
        // A copy: the caller fills its own array anew for the next batch.
        const { values } = await answer(batch.values.slice(start * size, end * size), end - start, signal);
        outputs.set(values, start * width);
      });
      return { outputs, layers: new Map() };
    },
    gradients: async () => refuse(),
  };
}
