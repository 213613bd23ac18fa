import type { Model } from "../engine/model.ts";
import { beginCall, type Call } from "../explain/call/call.ts";
import type { Fill } from "../explain/call/chunks.ts";
import { type CommonOptions, commonNames } from "../explain/call/options.ts";
import type { Named } from "../signature/columns.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { Names } from "../text/checkNames.ts";
import { answerName, outputOf } from "./feature.ts";

/** A call about one output of the model. */
export interface OutputCall {
  readonly call: Call;
  readonly target: number;
  /** What the output is, for reading: `probability of yes`. */
  readonly answer: string;
  /** The output for each of the call's own rows. */
  readonly own: Float32Array;
  /** The output for `count` rows made by `fill`. Counted. */
  ask(count: number, fill: Fill): Promise<Float32Array>;
  passes(): number;
}

export interface OutputOptions extends CommonOptions {
  /** Which output (default: the only one, or class 1 of two). */
  target?: number;
}

export const outputNames = { ...commonNames, target: true } as const satisfies Names<OutputOptions>;

/** Begins a call of `method` about one output of the model. */
export async function beginOutputCall(
  method: string,
  model: Model,
  rows: Inputs & Named,
  { target: wanted, ...common }: OutputOptions,
): Promise<OutputCall> {
  const call = await beginCall(method, model, rows, { output: "probability", ...common, target: 0 });
  const classes = call.runner.outputSize;
  const target = outputOf(wanted, classes);
  let passes = call.rows.count;
  return {
    call,
    target,
    answer: answerName(call, target, call.rows.classNames),
    own: Float32Array.from({ length: call.rows.count }, (_, row) => call.outputs[row * classes + target]),
    passes: () => passes,
    ask: async (count, fill) => {
      const answers = new Float32Array(count);
      await call.predict(count, fill, (first, number, { outputs }) => {
        for (let i = 0; i < number; i++) answers[first + i] = outputs[i * classes + target];
      });
      passes += count;
      return answers;
    },
  };
}
