import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { float32 } from "../graph/constants.ts";
import type { GraphBuilder } from "../graph/GraphBuilder.ts";
import { type LearningRate, rateAt } from "../learningRate.ts";

/** tfjs's optimizers by tfjs's names and with its defaults, and AdamW with Keras's. */
export type Optimizer =
  | { readonly name: "sgd"; readonly learningRate?: LearningRate }
  | {
      readonly name: "momentum";
      readonly learningRate?: LearningRate;
      readonly momentum?: number;
      readonly useNesterov?: boolean;
    }
  | {
      readonly name: "adam";
      readonly learningRate?: LearningRate;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
    }
  | {
      readonly name: "adamw";
      readonly learningRate?: LearningRate;
      readonly weightDecay?: number;
      readonly beta1?: number;
      readonly beta2?: number;
      readonly epsilon?: number;
    }
  | {
      readonly name: "rmsprop";
      readonly learningRate?: LearningRate;
      readonly decay?: number;
      readonly momentum?: number;
      readonly epsilon?: number;
    };

/** An optimizer as part of a step's graph. All weights are one vector, and so is each moment. */
export interface UpdateRule {
  /** Names of the moments that are kept between steps; they begin as zeros. */
  readonly moments: readonly string[];
  /** Names of scalar inputs of the graph whose value changes from step to step, and the value in step 1, 2, … */
  readonly scalars: Readonly<Record<string, (step: number) => number>>;
  /** Writes the update and gives the new weights and moments. */
  write(
    builder: GraphBuilder,
    weights: string,
    gradient: string,
    moments: readonly string[],
  ): { weights: string; moments: string[] };
}

const EPSILON = 1e-7;

/** Makes the update rule of an optimizer. */
export function updateRule(optimizer: Optimizer): UpdateRule {
  const { learningRate = 0.001 } = optimizer;
  if (typeof learningRate === "number" && !(learningRate > 0))
    throw new OptionError(say`learningRate is ${learningRate}; expected a positive number, such as 0.001`);
  switch (optimizer.name) {
    case "sgd":
      return momentum(learningRate, 0, false);
    case "momentum":
      return momentum(learningRate, optimizer.momentum ?? 0.9, optimizer.useNesterov ?? false);
    case "adam":
      return adam(learningRate, optimizer, 0);
    case "adamw":
      return adam(learningRate, optimizer, optimizer.weightDecay ?? 0.004);
    case "rmsprop":
      return rmsprop(learningRate, optimizer.decay ?? 0.9, optimizer.momentum ?? 0, optimizer.epsilon ?? EPSILON);
  }
}

/** Writes arithmetic on vectors with numbers that stay the same. */
function arithmetic(builder: GraphBuilder) {
  const op = (name: string, ...inputs: string[]) => builder.add(name, inputs, {}, `update/${name}`);
  const times = (value: string, factor: number) =>
    factor === 1 ? value : op("Mul", value, builder.constant(float32(factor), "factor"));
  const plus = (value: string, term: number) => op("Add", value, builder.constant(float32(term), "term"));
  return { op, times, plus };
}

/** Times the learning rate: a number of the graph where it stays, and an input of it where it changes from step to step. */
function rateOf(learningRate: LearningRate): Pick<UpdateRule, "scalars"> & {
  times(builder: GraphBuilder, value: string): string;
} {
  if (typeof learningRate === "number") {
    return {
      scalars: {},
      times: (builder, value) => arithmetic(builder).times(value, learningRate),
    };
  }
  return {
    scalars: { rate: (step) => rateAt(learningRate, step - 1) },
    times: (builder, value) => arithmetic(builder).op("Mul", value, "rate"),
  };
}

/** m ← μ m + g; w ← w − η m, or with Nesterov w ← w − η (g + μ m). Plain gradient descent keeps no m. */
function momentum(learningRate: LearningRate, mu: number, nesterov: boolean): UpdateRule {
  const rate = rateOf(learningRate);
  return {
    moments: mu === 0 ? [] : ["momentum"],
    scalars: rate.scalars,
    write(builder, weights, gradient, [before]) {
      const { op, times } = arithmetic(builder);
      if (before === undefined) return { weights: op("Sub", weights, rate.times(builder, gradient)), moments: [] };
      const after = op("Add", times(before, mu), gradient);
      const direction = nesterov ? op("Add", gradient, times(after, mu)) : after;
      return { weights: op("Sub", weights, rate.times(builder, direction)), moments: [after] };
    },
  };
}

/**
 * Kingma and Ba, 2015, algorithm 1, in the order of section 2's last paragraph: with η' = η √(1 − β₂ᵗ) / (1 − β₁ᵗ) and
 * ε' = ε √(1 − β₂ᵗ) it is the same update with two vector operations fewer. Decay as in Loshchilov and Hutter, 2019.
 */
function adam(
  learningRate: LearningRate,
  { beta1 = 0.9, beta2 = 0.999, epsilon = EPSILON }: { beta1?: number; beta2?: number; epsilon?: number },
  decay: number,
): UpdateRule {
  const correction = (step: number) => Math.sqrt(1 - beta2 ** step);
  return {
    moments: ["adam_m", "adam_v"],
    scalars: {
      rate: (step) => (rateAt(learningRate, step - 1) * correction(step)) / (1 - beta1 ** step),
      epsilon: (step) => epsilon * correction(step),
      ...(decay !== 0 && typeof learningRate !== "number"
        ? { kept: (step: number) => 1 - rateAt(learningRate, step - 1) * decay }
        : {}),
    },
    write(builder, weights, gradient, [first = "", second = ""]) {
      const { op, times } = arithmetic(builder);
      const m = op("Add", times(first, beta1), times(gradient, 1 - beta1));
      const v = op("Add", times(second, beta2), times(op("Mul", gradient, gradient), 1 - beta2));
      const direction = op("Div", m, op("Add", op("Sqrt", v), "epsilon"));
      const decayed =
        decay === 0
          ? weights
          : typeof learningRate === "number"
            ? times(weights, 1 - learningRate * decay)
            : op("Mul", weights, "kept");
      return { weights: op("Sub", decayed, op("Mul", direction, "rate")), moments: [m, v] };
    },
  };
}

/** s ← ρ s + (1 − ρ) g²; m ← μ m + η g / √(s + ε); w ← w − m: as in tfjs, with ε under the root. */
function rmsprop(learningRate: LearningRate, rho: number, mu: number, epsilon: number): UpdateRule {
  const rate = rateOf(learningRate);
  return {
    moments: mu === 0 ? ["rms"] : ["rms", "momentum"],
    scalars: rate.scalars,
    write(builder, weights, gradient, [before = "", momentumBefore]) {
      const { op, times, plus } = arithmetic(builder);
      const squares = op("Add", times(before, rho), times(op("Mul", gradient, gradient), 1 - rho));
      const step = op("Div", rate.times(builder, gradient), op("Sqrt", plus(squares, epsilon)));
      if (momentumBefore === undefined) return { weights: op("Sub", weights, step), moments: [squares] };
      const after = op("Add", times(momentumBefore, mu), step);
      return { weights: op("Sub", weights, after), moments: [squares, after] };
    },
  };
}
