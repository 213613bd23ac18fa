import type { TrainingPayload } from "../../payloads/trainingPayload.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { mime } from "../ground/mimeBundle.ts";
import type { EpochLogs, TrainPlan } from "../models/history.ts";
import { type Curve, trainingFigure, trainingText } from "./trainingFigure.ts";

/** A training as far as it has come. */
export interface TrainingSoFar extends Pick<TrainingPayload, "state" | "error" | "steps" | "curve"> {
  plan: TrainPlan;
  /** By which a view could stop it. */
  id: string | undefined;
  /** Since this call began. */
  seconds: number;
  /** How far it was when this call's first step had ended: that one compiles, and tells nothing of the others. */
  first: { steps: number; seconds: number } | undefined;
  epochs: readonly EpochLogs[];
}

/** What shows it: our view, anyone's Plotly, a sentence. */
export function trainingBundle(training: TrainingSoFar): MimeBundle {
  const { plan, epochs, curve } = training;
  const losses = curve.map(([at, loss]): Curve[number] => [at, loss]);
  return {
    [mime.training]: payloadOf(training),
    [mime.plotly]: trainingFigure(epochs, losses, plan),
    [mime.text]: trainingText(training),
  };
}

function payloadOf({ plan, id, state, error, steps, first, seconds, curve, epochs }: TrainingSoFar): TrainingPayload {
  const { epochs: planned, stepsPerEpoch, batchSize, examples, engine } = plan;
  const running = state === "running";
  const left = planned * stepsPerEpoch - steps;
  const each = first && steps > first.steps && (seconds - first.seconds) / (steps - first.steps);
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
    ...(plan.metric && plan.metric !== "accuracy" && { metric: plan.metric }),
    seconds: Number(seconds.toPrecision(3)),
    ...(running && each && { remaining: Number((each * left).toPrecision(2)) }),
    curve: curve.map(([at, loss, metric]) => [short(at), short(loss), short(metric)]),
    history: [...epochs],
  };
}

const short = (value: number) => Number(value.toPrecision(4));
