import { OptionError, RemoteError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { remember } from "../../signature/remembered.ts";
import { type SignatureOptions, signatureNames } from "../../signature/SignatureOptions.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { type Answers, readAnswers } from "../answers.ts";
import type { RunnableModel } from "../arrayModel.ts";
import { type ArrayBatch, arrayRunner, type Schedule } from "../arrayRunner.ts";
import type { Runner } from "../runner.ts";
import { describedRunner } from "../signature/describedRunner.ts";
import { AnswerCache } from "./AnswerCache.ts";
import { postRows } from "./postRows.ts";
import { PassingError, retry } from "./retry.ts";

export interface RemoteModelOptions extends SignatureOptions {
  /**
   * Where the model is asked: POST `{ "instances": [[…], …] }`, answered `{ "predictions": [[…], …] }`, as TensorFlow
   * Serving and KServe do it.
   */
  url?: string;
  /** Sent along with each request to `url`: a token, say. */
  headers?: Readonly<Record<string, string>>;
  /** Asks in a way of your own, in place of `url`. Any error it throws is tried again, unless it is an `OptionError`. */
  ask?: (batch: ArrayBatch, signal: AbortSignal) => Answers | Promise<Answers>;
  /** How many numbers the model answers to a row (default: found by asking about one row of zeros). */
  outputSize?: number;
  /** Rows in a request (default 64). */
  batchSize?: number;
  /** Requests at a time (default 4). */
  concurrency?: number;
  /** Tries after the first that failed (default 3). */
  retries?: number;
  /** Milliseconds before the second try, doubled before each other (default 250); `Retry-After` goes before it. */
  retryDelay?: number;
  /** Milliseconds that an answer may take (default 30,000). */
  timeout?: number;
  /** Rows whose answers are kept, so that they are not asked about again (default 100,000; 0 for none). */
  cache?: number;
}

const remoteModelNames = {
  ...signatureNames,
  url: true,
  headers: true,
  ask: true,
  outputSize: true,
  batchSize: true,
  concurrency: true,
  retries: true,
  retryDelay: true,
  timeout: true,
  cache: true,
} as const satisfies Names<RemoteModelOptions>;

/** What a remote model has cost so far. */
export interface RemoteCost {
  readonly requests: number;
  readonly retries: number;
  /** Rows that were sent. */
  readonly rows: number;
  /** Rows that were answered without being sent: because they came again. */
  readonly repeated: number;
}

export interface RemoteModel extends RunnableModel {
  readonly cost: RemoteCost;
}

/**
 * A model behind an address. It is asked about several batches at a time, but never more than `concurrency`; what fails
 * is tried again after a pause; rows that come again are not asked about again. Explainers with a `signal` stop it in the
 * middle of a request.
 *
 * @param options.classNames,inputs,outputs what it takes and answers, as `describeModel` has it: without them its answers
 * are values of which nothing is known.
 * @throws OptionError unless one of `url` and `ask` is given. What it is asked throws RemoteError where the model cannot be
 * reached, or answers what is no answer.
 * @example
 * const model = remoteModel({ url: "http://127.0.0.1:8501/v1/models/loans:predict", concurrency: 4 });
 * const map = await new KernelShap(model).attribute(table.slice(0, 1), { background });
 * model.cost; // { requests: 40, retries: 0, rows: 2560, repeated: 17 }
 */
export function remoteModel(options: RemoteModelOptions): RemoteModel {
  checkNames("remoteModel()", remoteModelNames, options);
  const { url, ask, headers = {}, outputSize, classNames, inputs, outputs } = options;
  if ((url === undefined) === (ask === undefined))
    throw new OptionError(say`remoteModel takes either a url or a function ask`);
  const whole = {
    batchSize: 64,
    concurrency: 4,
    retries: 3,
    retryDelay: 250,
    timeout: 30_000,
    cache: 100_000,
    ...options,
  };
  const { batchSize, concurrency, retries, retryDelay, timeout, cache } = whole;
  for (const [name, least] of [
    ["batchSize", 1],
    ["concurrency", 1],
    ["retries", 0],
    ["cache", 0],
  ] as const) {
    if (!Number.isInteger(whole[name]) || whole[name] < least) {
      throw new OptionError(say`${name} is ${whole[name]}: give a whole number, at least ${least}`);
    }
  }
  const known = new AnswerCache(cache);
  const cost = { requests: 0, retries: 0, rows: 0, repeated: 0 };

  /** One request, again and again until it is answered. */
  const request = async (batch: ArrayBatch, signal: AbortSignal | undefined): Promise<Answers> => {
    const count = batch.shape[0];
    const once = async () => {
      cost.requests++;
      cost.rows += count;
      const late = AbortSignal.timeout(timeout);
      const either = signal ? AbortSignal.any([signal, late]) : late;
      try {
        const given = url === undefined ? await own(batch, either) : await postRows(url, headers, batch, either);
        const { values, classes } = await readAnswers(given, count);
        return { values, shape: [count, classes] };
      } catch (error) {
        signal?.throwIfAborted();
        if (late.aborted) throw new PassingError(say`${url ?? "ask"} gave no answer in ${timeout} ms`);
        throw error;
      }
    };
    const own = async (rows: ArrayBatch, either: AbortSignal) => {
      try {
        return (await ask?.(rows, either)) ?? [];
      } catch (error) {
        if (error instanceof OptionError) throw error;
        throw new PassingError(say`ask failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    };
    try {
      return await retry(once, { retries, delay: retryDelay, signal, onRetry: () => cost.retries++ });
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      throw new RemoteError(
        say`${error.message}, ${retries + 1} times: is it running, and are there too many requests at a time?`,
      );
    }
  };

  /** As many workers as there may be requests at a time. */
  const atOnce: Schedule = async ({ count }, answer) => {
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const start = next;
        next += batchSize;
        await answer(start, Math.min(start + batchSize, count));
      }
    };
    const workers = Array.from({ length: concurrency }, worker);
    try {
      await Promise.all(workers);
    } catch (error) {
      // The others take no new batch, and end with what they wait for.
      next = count;
      await Promise.allSettled(workers);
      throw error;
    }
  };

  const model: RemoteModel = {
    get cost() {
      return { ...cost };
    },
    async runner(inputShape = []): Promise<Runner> {
      const runner = await arrayRunner(request, inputShape, outputSize, atOnce);
      return describedRunner(model, {
        ...runner,
        /** Rows that are not known yet are asked about, each once. */
        async predict({ values, count }, options) {
          const asked = known.missing(values, count);
          cost.repeated += count - asked.count;
          const { outputs } = await runner.predict(asked, options);
          known.keep(asked.keys, outputs, runner.outputSize);
          return { outputs: known.gather(asked, outputs, runner.outputSize), layers: new Map() };
        },
      });
    },
  };
  remember(model, { classNames, inputs, outputs }, "user");
  return model;
}
