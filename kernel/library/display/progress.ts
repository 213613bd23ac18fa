import type { TrainingPayload } from "../../payloads/trainingPayload.ts";
import { currentCell } from "../ground/cell.ts";
import type { BatchLogs, EpochLogs, TrainCallbacks, TrainPlan } from "../models/history.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { FitCallbacks } from "./FitCallbacks.ts";
import { type StopButton, stopButton } from "./stopButton.ts";
import { type TrainingSoFar, trainingBundle } from "./trainingBundle.ts";
import { displayWords } from "./words.ts";

export interface ProgressOptions {
  /** Whether to draw loss and accuracy while they change. Default true. */
  chart?: boolean;
  /** Where the lines of each epoch go. Default `console.log`. */
  log?: (line: string) => void;
}

const progressNames = { chart: true, log: true } as const satisfies Names<ProgressOptions>;

/** Milliseconds between two updates of the chart. */
const pause = 500;
/** Points of the loss within the epochs. */
const points = 200;
/** Characters of an error's first line that are shown. */
const longestError = 300;

/**
 * Callbacks for `train`: prints loss and accuracy (of numbers the mean absolute error) after each epoch, on the training and the validation examples, and
 * draws them, with the time that is left, in one view that changes in place. Its Stop button ends the training after the
 * step being done: `train` then gives its history, `stopped: "aborted"`, and the cell goes on. Where the cell is interrupted
 * or an error ends the training, the view says so and keeps what it has drawn.
 *
 * tfjs's own `model.fit` and `fitDataset` take it too, by itself or as the first of a list; it draws the accuracy or the
 * mean absolute error where the model is compiled with it.
 *
 * @example
 * await train(model, digits.train, { validationData: digits.validation, callbacks: progress() });
 * // Epoch 1, train loss: 0.2691, train accuracy: 0.9252
 * // Epoch 1, validation loss: 0.1189, validation accuracy: 0.9672
 * @example
 * model.compile({ optimizer: "adam", loss: "meanSquaredError", metrics: ["mae"] });
 * await model.fit(x, y, { epochs: 5, verbose: 0, callbacks: progress() });
 */
export function progress(options: ProgressOptions = {}): FitCallbacks {
  checkNames("progress()", progressNames, options);
  return new FitCallbacks(shownProgress(options));
}

function shownProgress({ chart = true, log = console.log }: ProgressOptions): TrainCallbacks {
  let epochs: EpochLogs[] = [];
  let curve: TrainingPayload["curve"] = [];
  let plan: TrainPlan | undefined;
  let gathered = { loss: 0, metric: 0, count: 0 };
  let shown = Number.NEGATIVE_INFINITY;
  let id = "";
  /** Of the training that runs. */
  let stop: StopButton | undefined;
  let forget = () => {};
  let state: TrainingPayload["state"] = "done";
  let began = 0;
  let steps = 0;
  let first: TrainingSoFar["first"];

  const elapsed = () => (performance.now() - began) / 1000;
  const show = (error?: string) => {
    if (!chart || !plan) return;
    const isNew = id === "";
    if (isNew) id = `glassbook-training-${crypto.randomUUID()}`;
    const done = { plan, steps, first, seconds: elapsed(), curve, epochs };
    const bundle = trainingBundle({ ...done, id: stop?.id, state, ...(error !== undefined && { error }) });
    currentCell().display(bundle, { display_id: id, update: !isNew });
    shown = performance.now();
  };
  const end = () => {
    forget();
    stop?.done();
    stop = undefined;
  };
  /** An interrupt that has to terminate a long step leaves nothing behind that could say how the training ended. */
  const interrupted = () => {
    stop?.done();
    state = "stopped";
    show();
  };

  return {
    get signal() {
      return stop?.signal;
    },
    onTrainBegin(begun) {
      end();
      stop = stopButton();
      state = "running";
      const { signal } = currentCell();
      signal.addEventListener("abort", interrupted, { once: true });
      forget = () => signal.removeEventListener("abort", interrupted);
      began = performance.now();
      plan = begun;
      epochs = [...begun.resumed];
      steps = epochs.length * begun.stepsPerEpoch;
      first = undefined;
      curve = [];
      gathered = { loss: 0, metric: 0, count: 0 };
      id = "";
      if (epochs.length > 0) log(displayWords().resumed(epochs.length));
    },
    onBatchEnd(step, logs: BatchLogs) {
      if (!plan) return;
      steps = (logs.epoch - 1) * logs.stepsPerEpoch + step;
      first ??= { steps, seconds: elapsed() };
      const { loss, metric, count } = gathered;
      gathered = { loss: loss + logs.loss, metric: metric + (metricIn(logs) ?? Number.NaN), count: count + 1 };
      const each = Math.max(1, Math.ceil((plan.epochs * logs.stepsPerEpoch) / points));
      if (step % each === 0 || step === logs.stepsPerEpoch) {
        const mean = [gathered.loss / gathered.count, gathered.metric / gathered.count] as const;
        curve.push([logs.epoch - 1 + step / logs.stepsPerEpoch, ...mean]);
        gathered = { loss: 0, metric: 0, count: 0 };
      }
      if (performance.now() - shown > pause) show();
    },
    onEpochEnd(_epoch, logs) {
      epochs.push(logs);
      for (const line of epochLines(logs)) log(line);
      show();
    },
    onTrainEnd(history) {
      end();
      state = history.stopped ? "stopped" : "done";
      show();
    },
    onTrainFailed(error) {
      // One that has not begun, or has told its end already.
      if (!stop) return;
      end();
      const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
      // What was told to stop and throws for it has not failed.
      state = name === "AbortError" ? "stopped" : "failed";
      show(state === "failed" ? firstLine(message) : undefined);
    },
  };
}

const metricIn = ({ accuracy, mae }: BatchLogs | EpochLogs) => accuracy ?? mae;

const moreIn = ({ valAuc, valF1, valR2, valRmse }: EpochLogs) =>
  Object.entries({ AUC: valAuc, F1: valF1, "R²": valR2, [displayWords().rmse]: valRmse }).flatMap(([name, value]) =>
    value === undefined ? [] : [displayWords().labeled(name, value.toFixed(4))],
  );

const firstLine = (message: string) => message.trim().split("\n", 1)[0]?.slice(0, longestError) ?? "";

function epochLines(logs: EpochLogs): string[] {
  const words = displayWords();
  const line = (set: "training" | "validation", lost: number, metric: number | undefined) => {
    const result = (measure: string, value: number) => words.epochResult(words[set], measure, value.toFixed(4));
    const measured = logs.mae === undefined ? words.accuracy : words.mae;
    return words.epochLine(logs.epoch, [
      result(words.loss, lost),
      ...(metric === undefined ? [] : [result(measured, metric)]),
    ]);
  };
  return [
    line("training", logs.loss, metricIn(logs)),
    ...(logs.valLoss !== undefined
      ? [[line("validation", logs.valLoss, logs.valAccuracy ?? logs.valMae), ...moreIn(logs)].join(", ")]
      : []),
  ];
}
