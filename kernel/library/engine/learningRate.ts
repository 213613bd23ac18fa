import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/** The learning rate of each step; steps are counted from 0, as Keras's schedules count them. */
export type LearningRateSchedule = (step: number) => number;

export type LearningRate = number | LearningRateSchedule;

/**
 * The learning rate of a step counted from 0.
 *
 * @throws OptionError where a schedule gives something else than a finite number of at least 0.
 */
export function rateAt(learningRate: LearningRate, step: number): number {
  if (typeof learningRate === "number") return learningRate;
  const rate = learningRate(step);
  if (rate >= 0 && rate < Number.POSITIVE_INFINITY) return rate;
  throw new OptionError(
    say`The learning rate of step ${step} is ${rate}: the schedule must give a number of at least 0.`,
  );
}
