import type { TrainingPayload } from "../../../renderers/shared/trainingPayload.ts";
import type { MimeBundle } from "../cell.ts";
import type { EpochLogs, TrainPlan } from "../models/history.ts";
import { mime } from "./mimeBundle.ts";
import { type Curve, trainingFigure, trainingText } from "./trainingFigure.ts";

/** A training as far as it has come. */
export interface TrainingSoFar extends Pick<TrainingPayload, "state" | "error" | "steps" | "curve"> {
  plan: TrainPlan;
  /** By which a view could stop it. */
  id: string | undefined;
  /** Steps that were done before this call. */
  before: number;
  seconds: number;
  epochs: readonly EpochLogs[];
}

/** What shows it: our view, anyone's Plotly, a sentence. */
export function trainingBundle(training: TrainingSoFar): MimeBundle {
  const { plan, epochs, curve } = training;
  const losses = curve.map(([at, loss]): Curve[number] => [at, loss]);
  return {
    [mime.training]: payloadOf(training),
    [mime.plotly]: trainingFigure(epochs, losses, plan.epochs),
    [mime.text]: trainingText(training),
  };
}

function payloadOf({ plan, id, state, error, steps, before, seconds, curve, epochs }: TrainingSoFar): TrainingPayload {
  const { epochs: planned, stepsPerEpoch, batchSize, examples, engine } = plan;
  const running = state === "running";
  const here = steps - before;
  const left = planned * stepsPerEpoch - steps;
  return {
    version: 1,
    ...(running && id !== undefined && { training: id }),
    state,
    ...(error !== undefined && { error }),
    epochs: planned,
    stepsPerEpoch,
    steps,
    examples,
    batchSize,
    engine,
    seconds: Number(seconds.toPrecision(3)),
    ...(running && here > 0 && { remaining: Number(((seconds / here) * left).toPrecision(2)) }),
    curve: curve.map(([at, loss, accuracy]) => [short(at), short(loss), short(accuracy)]),
    history: [...epochs],
  };
}

const short = (value: number) => Number(value.toPrecision(4));
