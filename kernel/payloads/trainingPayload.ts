import { isRecord } from "./isRecord.ts";

export const trainingMime = "application/vnd.glassbook.training.v1+json";

const trainingStates = ["running", "stopped", "failed", "done"] as const;

/** Data of `trainingMime`: how far a training is. Sent again as it goes on. */
export interface TrainingPayload {
  version: 1;
  /** The kernel's name for this training, by which it can be stopped; absent where nobody could ask. */
  training?: string;
  state: (typeof trainingStates)[number];
  /** Of one that failed: what went wrong, in one line. */
  error?: string;
  /** Planned. */
  epochs: number;
  stepsPerEpoch: number;
  /** Steps done of the plan, those before a resume too. */
  steps: number;
  examples: number;
  batchSize: number;
  engine: string;
  /** Wall clock of this call. */
  seconds: number;
  /** About how long it will take still; absent before the first step and after the last. */
  remaining?: number;
  /** What is measured beside the loss: absent, the accuracy; `"mae"`, the mean absolute error. */
  metric?: "mae" | "none";
  /** Within the epochs: where (in epochs, from 0), and mean loss and metric since the point before. */
  curve: [at: number, loss: number, metric: number][];
  /** What each full epoch came to. */
  history: EpochPayload[];
}

export interface EpochPayload {
  epoch: number;
  loss: number;
  accuracy?: number;
  mae?: number;
  valLoss?: number;
  valAccuracy?: number;
  valMae?: number;
  seconds: number;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const counts = ["epochs", "stepsPerEpoch", "steps", "examples", "batchSize", "seconds"] as const;

/** What is wrong with a payload, as one sentence; undefined where nothing is. */
export function trainingProblem(payload: unknown): string | undefined {
  if (!isRecord(payload)) return "the training is not an object";
  if (payload.version !== 1) return `the training has version ${JSON.stringify(payload.version)}, this view reads 1`;
  const wrong = counts.find((name) => !isNumber(payload[name]));
  if (wrong) return `${wrong} is not a number`;
  if (!trainingStates.some((state) => state === payload.state)) return `state is none of ${trainingStates.join(", ")}`;
  const { curve, history } = payload;
  // Numbers that are not finite travel as null: a training that diverged.
  const isPoint = (point: unknown) => Array.isArray(point) && point.length === 3 && isNumber(point[0]);
  if (!Array.isArray(curve) || !curve.every(isPoint)) return "curve is not a list of [epochs, loss, accuracy]";
  const isEpoch = (epoch: unknown) => isRecord(epoch) && isNumber(epoch.epoch);
  if (!Array.isArray(history) || !history.every(isEpoch)) return "history is not a list of epochs";
  return undefined;
}
