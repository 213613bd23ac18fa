import type { LearningRateSchedule } from "../../engine/learningRate.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";

export interface ExponentialDecayOptions {
  initialLearningRate: number;
  /** Steps after which it is times `decayRate`. */
  decaySteps: number;
  decayRate: number;
  /** Whether it falls at once every `decaySteps`, not a little at each step. Default false. */
  staircase?: boolean;
}

const exponentialDecayNames = {
  initialLearningRate: true,
  decaySteps: true,
  decayRate: true,
  staircase: true,
} as const satisfies Names<ExponentialDecayOptions>;

/**
 * A learning rate that falls by the same factor again and again, as Keras's `ExponentialDecay`:
 * initialLearningRate · decayRate^(step / decaySteps).
 *
 * @example
 * await train(model, data, { learningRate: exponentialDecay({ initialLearningRate: 0.01, decaySteps: 1000, decayRate: 0.9 }) });
 */
export function exponentialDecay(options: ExponentialDecayOptions): LearningRateSchedule {
  checkNames("exponentialDecay()", exponentialDecayNames, options);
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  above("initialLearningRate", initialLearningRate);
  above("decaySteps", decaySteps);
  above("decayRate", decayRate);
  return (step) => {
    const periods = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(periods) : periods);
  };
}

export interface CosineDecayOptions {
  initialLearningRate: number;
  /** Steps of the fall, behind those of the warm-up. */
  decaySteps: number;
  /** What is left at the end, as a share of where the fall began. Default 0. */
  alpha?: number;
  /** Where a warm-up ends and the fall begins. Default: no warm-up. */
  warmupTarget?: number;
  /** Steps of the warm-up, a straight line from `initialLearningRate` to `warmupTarget`. Default 0. */
  warmupSteps?: number;
}

const cosineDecayNames = {
  initialLearningRate: true,
  decaySteps: true,
  alpha: true,
  warmupTarget: true,
  warmupSteps: true,
} as const satisfies Names<CosineDecayOptions>;

/**
 * A learning rate that falls along half a cosine, after a warm-up where one is asked for, as Keras's `CosineDecay`.
 *
 * Loshchilov and Hutter 2016, "SGDR: Stochastic Gradient Descent with Warm Restarts".
 *
 * @example
 * await train(model, data, {
 *   learningRate: cosineDecay({ initialLearningRate: 0, warmupTarget: 0.01, warmupSteps: 100, decaySteps: 900 }),
 * });
 */
export function cosineDecay(options: CosineDecayOptions): LearningRateSchedule {
  checkNames("cosineDecay()", cosineDecayNames, options);
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  above("decaySteps", decaySteps);
  const top = warmupTarget ?? initialLearningRate;
  above(warmupTarget === undefined ? "initialLearningRate" : "warmupTarget", top);
  return (step) => {
    if (warmupTarget !== undefined && step < warmupSteps) {
      return initialLearningRate + ((warmupTarget - initialLearningRate) * step) / warmupSteps;
    }
    const begun = warmupTarget === undefined ? step : step - warmupSteps;
    const cosine = 0.5 * (1 + Math.cos((Math.PI * Math.min(begun, decaySteps)) / decaySteps));
    return top * ((1 - alpha) * cosine + alpha);
  };
}

export interface PiecewiseConstantDecayOptions {
  /** Steps at whose end the next value begins, rising. */
  boundaries: readonly number[];
  /** One more than there are boundaries. */
  values: readonly number[];
}

const piecewiseConstantDecayNames = {
  boundaries: true,
  values: true,
} as const satisfies Names<PiecewiseConstantDecayOptions>;

/**
 * A learning rate in stairs, as Keras's `PiecewiseConstantDecay`: `values[0]` up to and with step `boundaries[0]`, and so on.
 *
 * @example
 * await train(model, data, { learningRate: piecewiseConstantDecay({ boundaries: [1000, 2000], values: [0.01, 0.001, 0.0001] }) });
 */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): LearningRateSchedule {
  checkNames("piecewiseConstantDecay()", piecewiseConstantDecayNames, options);
  const { boundaries, values } = options;
  if (values.length !== boundaries.length + 1) {
    throw new OptionError(
      say`Got ${boundaries.length} boundaries and ${values.length} values: expected one more value than boundaries.`,
    );
  }
  const disorder = boundaries.findIndex((boundary, i) => i > 0 && !(boundary > (boundaries[i - 1] ?? 0)));
  if (disorder >= 0) throw new OptionError(say`boundaries are ${boundaries.join(", ")}: expected increasing numbers.`);
  return (step) => {
    const place = boundaries.findIndex((boundary) => step <= boundary);
    return values[place < 0 ? boundaries.length : place] ?? 0;
  };
}

function above(name: string, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  throw new OptionError(say`${name} is ${value}: expected a number above 0.`);
}
