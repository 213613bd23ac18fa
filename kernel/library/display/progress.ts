import type { TrainingPayload } from "../../../renderers/shared/trainingPayload.ts";
import { currentCell } from "../cell.ts";
import type { BatchLogs, EpochLogs, TrainCallbacks, TrainPlan } from "../models/history.ts";
import { mime } from "./mimeBundle.ts";
import { type StopButton, stopButton } from "./stopButton.ts";
import { type Curve, trainingFigure, trainingText } from "./trainingFigure.ts";

export interface ProgressOptions {
  /** Whether to draw loss and accuracy while they change. Default true. */
  chart?: boolean;
  /** Where the lines of each epoch go. Default `console.log`. */
  log?: (line: string) => void;
}

/** Milliseconds between two updates of the chart. */
const pause = 500;
/** Points of the loss within the epochs. */
const points = 200;

/**
 * Callbacks for `train`: prints loss and accuracy after each epoch, on the training and the validation examples, and
 * draws them, with the time that is left, in one view that changes in place. Its Stop button ends the training after the
 * step being done: `train` then gives its history, `stopped: "aborted"`, and the cell goes on.
 *
 * @example
 * await train(model, digits.train, { validationData: digits.validation, callbacks: progress() });
 * // Epoch 1, train loss: 0.2691, train accuracy: 0.9252
 * // Epoch 1, validation loss: 0.1189, validation accuracy: 0.9672
 */
export function progress({ chart = true, log = console.log }: ProgressOptions = {}): TrainCallbacks {
  let epochs: EpochLogs[] = [];
  let curve: TrainingPayload["curve"] = [];
  let plan: TrainPlan | undefined;
  let gathered = { loss: 0, accuracy: 0, count: 0 };
  let shown = Number.NEGATIVE_INFINITY;
  let id = "";
  let stop: StopButton | undefined;
  let began = 0;
  let steps = 0;
  /** Steps that were done before this call. */
  let before: number | undefined;

  const show = (state: TrainingPayload["state"]) => {
    if (!chart || !plan) return;
    const first = id === "";
    if (first) id = `glassbook-training-${crypto.randomUUID()}`;
    const losses = curve.map(([at, loss]): Curve[number] => [at, loss]);
    const bundle = {
      [mime.training]: payload(plan, state),
      [mime.plotly]: trainingFigure(epochs, losses, plan.epochs),
      [mime.text]: trainingText(epochs, plan),
    };
    currentCell().display(bundle, { display_id: id, update: !first });
    shown = performance.now();
  };

  function payload(
    { epochs: planned, stepsPerEpoch, batchSize, examples, engine }: TrainPlan,
    state: TrainingPayload["state"],
  ): TrainingPayload {
    const seconds = (performance.now() - began) / 1000;
    const here = steps - (before ?? steps);
    const left = planned * stepsPerEpoch - steps;
    return {
      version: 1,
      ...(state === "running" && stop?.id !== undefined && { training: stop.id }),
      state,
      epochs: planned,
      stepsPerEpoch,
      steps,
      examples,
      batchSize,
      engine,
      seconds: Number(seconds.toPrecision(3)),
      ...(state === "running" && here > 0 && { remaining: Number(((seconds / here) * left).toPrecision(2)) }),
      curve: curve.map(([at, loss, accuracy]) => [short(at), short(loss), short(accuracy)]),
      history: [...epochs],
    };
  }

  return {
    get signal() {
      return stop?.signal;
    },
    onTrainBegin(begun) {
      stop?.done();
      stop = stopButton();
      began = performance.now();
      plan = begun;
      epochs = [...begun.resumed];
      steps = epochs.length * begun.stepsPerEpoch;
      before = undefined;
      curve = [];
      gathered = { loss: 0, accuracy: 0, count: 0 };
      id = "";
      if (epochs.length > 0) log(`Resumed after epoch ${epochs.length}`);
    },
    onBatchEnd(step, logs: BatchLogs) {
      if (!plan) return;
      steps = (logs.epoch - 1) * logs.stepsPerEpoch + step;
      before ??= steps - 1;
      const { loss, accuracy, count } = gathered;
      gathered = { loss: loss + logs.loss, accuracy: accuracy + logs.accuracy, count: count + 1 };
      const each = Math.max(1, Math.ceil((plan.epochs * logs.stepsPerEpoch) / points));
      if (step % each === 0 || step === logs.stepsPerEpoch) {
        const mean = [gathered.loss / gathered.count, gathered.accuracy / gathered.count] as const;
        curve.push([logs.epoch - 1 + step / logs.stepsPerEpoch, ...mean]);
        gathered = { loss: 0, accuracy: 0, count: 0 };
      }
      if (performance.now() - shown > pause) show("running");
    },
    onEpochEnd(_epoch, logs) {
      epochs.push(logs);
      for (const line of epochLines(logs)) log(line);
      show("running");
    },
    onTrainEnd(history) {
      stop?.done();
      show(history.stopped ? "stopped" : "done");
    },
  };
}

const short = (value: number) => Number(value.toPrecision(4));

function epochLines({ epoch, loss, accuracy, valLoss, valAccuracy }: EpochLogs): string[] {
  const line = (name: string, lost: number, right: number) =>
    `Epoch ${epoch}, ${name} loss: ${lost.toFixed(4)}, ${name} accuracy: ${right.toFixed(4)}`;
  return [
    line("train", loss, accuracy),
    ...(valLoss !== undefined && valAccuracy !== undefined ? [line("validation", valLoss, valAccuracy)] : []),
  ];
}
