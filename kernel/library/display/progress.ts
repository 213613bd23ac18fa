import { currentCell } from "../cell.ts";
import type { BatchLogs, EpochLogs, TrainCallbacks, TrainPlan } from "../models/history.ts";
import { mime } from "./mimeBundle.ts";
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
 * draws them in one chart that changes in place.
 *
 * @example
 * await train(model, digits.train, { validationData: digits.validation, callbacks: progress() });
 * // Epoch 1, train loss: 0.2691, train accuracy: 0.9252
 * // Epoch 1, validation loss: 0.1189, validation accuracy: 0.9672
 */
export function progress({ chart = true, log = console.log }: ProgressOptions = {}): TrainCallbacks {
  let epochs: EpochLogs[] = [];
  let curve: Curve = [];
  let plan: TrainPlan | undefined;
  let gathered = { loss: 0, count: 0 };
  let shown = Number.NEGATIVE_INFINITY;
  let id = "";

  const show = () => {
    if (!chart || !plan) return;
    const first = id === "";
    if (first) id = `glassbook-training-${crypto.randomUUID()}`;
    const bundle = {
      [mime.plotly]: trainingFigure(epochs, curve, plan.epochs),
      [mime.text]: trainingText(epochs, plan),
    };
    currentCell().display(bundle, { display_id: id, update: !first });
    shown = performance.now();
  };

  return {
    onTrainBegin(begun) {
      plan = begun;
      epochs = [...begun.resumed];
      curve = [];
      gathered = { loss: 0, count: 0 };
      id = "";
      if (epochs.length > 0) log(`Resumed after epoch ${epochs.length}`);
    },
    onBatchEnd(step, logs: BatchLogs) {
      if (!plan) return;
      gathered = { loss: gathered.loss + logs.loss, count: gathered.count + 1 };
      const each = Math.max(1, Math.ceil((plan.epochs * logs.stepsPerEpoch) / points));
      if (step % each === 0 || step === logs.stepsPerEpoch) {
        curve.push([logs.epoch - 1 + step / logs.stepsPerEpoch, gathered.loss / gathered.count]);
        gathered = { loss: 0, count: 0 };
      }
      if (performance.now() - shown > pause) show();
    },
    onEpochEnd(_epoch, logs) {
      epochs.push(logs);
      for (const line of epochLines(logs)) log(line);
      show();
    },
    onTrainEnd: show,
  };
}

function epochLines({ epoch, loss, accuracy, valLoss, valAccuracy }: EpochLogs): string[] {
  const line = (name: string, lost: number, right: number) =>
    `Epoch ${epoch}, ${name} loss: ${lost.toFixed(4)}, ${name} accuracy: ${right.toFixed(4)}`;
  return [
    line("train", loss, accuracy),
    ...(valLoss !== undefined && valAccuracy !== undefined ? [line("validation", valLoss, valAccuracy)] : []),
  ];
}
