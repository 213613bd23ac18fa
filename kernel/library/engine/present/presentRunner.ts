import { GradientNotFoundError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OutputSpec, Signature } from "../../signature/Signature.ts";
import { theOutput } from "../../signature/theOutput.ts";
import { activated, type FinalActivation, type SoftmaxAxis, softmaxAxis } from "../finalActivation.ts";
import type { Gradients, Prediction, Runner } from "../runner.ts";

/** A runner of somebody's own as explainers ask it; the same as `presentGraph` does with a graph. */
export function presentRunner(runner: Runner, signature: Signature, output?: string): Runner {
  const outputSpec = theOutput(signature, output);
  const described = withGetters(runner, { signature, outputSpec });
  if (outputSpec.kind === "binary" && runner.outputSize === 1) return bothClasses(described, outputSpec.from);
  const ends = endOf(outputSpec);
  if (ends === undefined || runner.hasLogit) return described;
  const shape = outputSpec.kind === "pixels" ? (runner.outputShape ?? outputSpec.shape.map(Number)) : undefined;
  const over =
    outputSpec.kind === "pixels" && shape
      ? softmaxAxis(shape, outputSpec.layout === "channelsFirst" ? 0 : shape.length - 1)
      : { classes: runner.outputSize, step: 1 };
  return withProbabilities(described, ends, over);
}

const endOf = (spec: OutputSpec): FinalActivation | undefined => {
  if (spec.kind === "classes" && spec.from === "logits") return "softmax";
  // A runner that does not know how its answers lie gives logits alone.
  if (spec.kind === "pixels" && spec.from === "logits" && spec.classes > 1 && spec.shape.length === 3) return "softmax";
  return spec.kind === "labels" && spec.from === "logits" ? "sigmoid" : undefined;
};

/** `engine` and `reason` of some runners tell what ran last. */
function withGetters(runner: Runner, changed: Partial<Runner>): Runner {
  return Object.defineProperties({ ...runner } as Runner, {
    ...Object.getOwnPropertyDescriptors(runner),
    ...Object.getOwnPropertyDescriptors(changed),
  });
}

function bothClasses(runner: Runner, from: "sigmoid" | "logit"): Runner {
  const isPlain = from === "sigmoid" && !runner.hasLogit;
  const probabilityOf = (unit: number) => (runner.hasLogit || isPlain ? unit : 1 / (1 + Math.exp(-unit)));
  const both = (units: Float32Array, asProbability: boolean): Float32Array => {
    const answers = new Float32Array(2 * units.length);
    for (const [row, unit] of units.entries()) {
      const second = asProbability ? probabilityOf(unit) : unit;
      answers[2 * row] = asProbability ? 1 - second : -second;
      answers[2 * row + 1] = second;
    }
    return answers;
  };
  const asks = (output: "logit" | "probability") => isPlain || output === "probability";
  return withGetters(runner, {
    outputSize: 2,
    outputShape: [2],
    hasLogit: !isPlain,
    probabilitiesOf: (logits) => (isPlain ? logits : activated(logits, "sigmoid", 2)),
    predict: async (batch, options): Promise<Prediction> => {
      const found = await runner.predict(batch, options);
      return { ...found, outputs: both(found.outputs, asks(options.output)) };
    },
    gradients: async (batch, options): Promise<Gradients> => {
      const { targets, neuronsOf, rules, cam, output } = options;
      const isOnlyUnit = neuronsOf !== undefined || targets.every((target) => target === 1);
      if (!isOnlyUnit && (rules || cam)) {
        throw new GradientNotFoundError(
          say`this model's engine explains only its unit, which is class 1: give target 1`,
        );
      }
      if (from === "logit" && !runner.hasLogit && output === "probability") throw noProbability();
      const units = neuronsOf === undefined ? targets.map(() => 0) : targets;
      const found = await runner.gradients(batch, { ...options, targets: units });
      const outputs = both(found.outputs, asks(output));
      if (isOnlyUnit) return { ...found, outputs };
      const signed = (values: Float32Array) => {
        const size = values.length / batch.count;
        return values.map((value, i) => (targets[Math.floor(i / size)] === 0 ? -value : value));
      };
      const layers = new Map(
        [...found.layers].map(([name, pass]) => [
          name,
          pass.gradient ? { ...pass, gradient: signed(pass.gradient) } : pass,
        ]),
      );
      return { ...found, outputs, input: signed(found.input), layers };
    },
  });
}

function withProbabilities(runner: Runner, ends: FinalActivation, { classes, step }: SoftmaxAxis): Runner {
  const probabilitiesOf = (logits: Float32Array) => activated(logits, ends, classes, step);
  return withGetters(runner, {
    hasLogit: true,
    probabilitiesOf,
    predict: async (batch, options) => {
      const found = await runner.predict(batch, options);
      return options.output === "logit" ? found : { ...found, outputs: probabilitiesOf(found.outputs) };
    },
    gradients: async (batch, options) => {
      if (options.output === "probability") throw noProbability();
      return runner.gradients(batch, options);
    },
  });
}

const noProbability = () =>
  new GradientNotFoundError(
    say`this model's engine has gradients of logits but not of probabilities: give output: "logit"`,
  );
