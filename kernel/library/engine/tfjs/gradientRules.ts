import * as tf from "@tensorflow/tfjs";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { BackwardRules } from "../runner.ts";

type Gradient = Omit<tf.GradConfig, "kernelName">;

/** Below this a difference from the reference is rounding, and the derivative stands for the slope. */
const still = 1e-6;

/**
 * Runs `work` with other gradients of some kernels; the ones that were there come back, also when it throws. What is
 * done in `work` must be synchronous: the registry is the whole process's.
 */
export function withGradientRules<T>(rules: BackwardRules | undefined, work: () => T): T {
  const replaced = Object.entries(rules ? gradientsFor(rules) : {}).map(([kernelName, gradient]) => {
    const original = tf.getGradient(kernelName);
    tf.registerGradient({ kernelName, ...gradient });
    return { kernelName, original };
  });
  try {
    return work();
  } finally {
    for (const { kernelName, original } of replaced) {
      tf.unregisterGradient(kernelName);
      if (original) tf.registerGradient(original);
    }
  }
}

function gradientsFor(rules: BackwardRules): Record<string, Gradient> {
  switch (rules.kind) {
    case "guidedBackprop":
      return reluRule((dy, x) => tf.mul(tf.relu(dy), tf.step(x)));
    case "deconvolution":
      return reluRule((dy) => tf.relu(dy));
    case "deepLift":
      return deepLiftRules();
    default:
      // LRP's rules are those of layers, not of kernels, but for activations that are no ReLU.
      return Object.fromEntries(["Tanh", "Elu", "Selu"].map((name) => [name, relevancePasses(name)]));
  }
}

const reluRule = (pass: (dy: tf.Tensor, x: tf.Tensor) => tf.Tensor): Record<string, Gradient> => {
  const gradient: Gradient = {
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => pass(dy as tf.Tensor, x as tf.Tensor) }),
  };
  return { Relu: gradient, Relu6: gradient };
};

const activationKernels = "Relu Relu6 LeakyRelu Elu Selu Sigmoid Tanh Softplus Erf ClipByValue Softmax".split(" ");

/** Rows come in two halves: the inputs, then their references. Only the first half's multipliers are followed. */
function deepLiftRules(): Record<string, Gradient> {
  const rules = Object.fromEntries(
    activationKernels.flatMap((name) => (tf.getGradient(name) ? [[name, rescale(name)] as const] : [])),
  );
  return { ...rules, MaxPool: maxPoolRule() };
}

/** Δout/Δin in place of the derivative. */
function rescale(kernelName: string): Gradient {
  return withInputAndOutput(kernelName, (dy, x, y, derivative) => {
    const [dx, difference] = [x, y].map((value) => first(value).sub(second(value))) as [tf.Tensor, tf.Tensor];
    const slope = first(dy).mul(difference).div(dx);
    return inFirstHalf(tf.where(dx.abs().less(still), first(derivative()), slope));
  });
}

/**
 * What the maximum rose by belongs to the place of the input's maximum, what it fell by to that of the reference's; each
 * place's share is divided by its own difference.
 */
function maxPoolRule(): Gradient {
  return withInputAndOutput("MaxPool", (dy, x, y, _derivative, gradientAt) => {
    const [top, reference, g] = [first(y), second(y), first(dy)];
    const highest = tf.maximum(top, reference);
    const shares = tf.concat([g.mul(highest.sub(reference)), g.mul(top.sub(highest))]);
    const scattered = gradientAt(shares);
    const dx = first(x).sub(second(x));
    const slope = first(scattered).add(second(scattered)).div(dx);
    return inFirstHalf(tf.where(dx.abs().less(still), first(gradientAt(dy)), slope));
  });
}

/** Relevance passes an activation unchanged: the multiplier grows by out/in. */
const relevancePasses = (kernelName: string): Gradient =>
  withInputAndOutput(kernelName, (dy, x, y, derivative) =>
    tf.where(x.abs().less(still), derivative(), dy.mul(y).div(x)),
  );

type Rule = (
  dy: tf.Tensor,
  x: tf.Tensor,
  y: tf.Tensor,
  derivative: () => tf.Tensor,
  gradientAt: (dy: tf.Tensor) => tf.Tensor,
) => tf.Tensor;

/** A gradient that is given the kernel's input and output, whatever the original one saves, and the original itself. */
function withInputAndOutput(kernelName: string, rule: Rule): Gradient {
  const original = tf.getGradient(kernelName);
  const input = kernelName === "Softmax" ? "logits" : "x";
  return {
    inputsToSave: [input],
    outputsToSave: [true],
    gradFunc: (dy, [x, y], attrs) => {
      const gradientAt = (of: tf.Tensor): tf.Tensor => {
        const saved = [...(original.inputsToSave ?? []).map(() => x), ...(original.outputsToSave ?? []).map(() => y)];
        const gradient = original.gradFunc(of, saved as tf.Tensor[], attrs)[input];
        if (!gradient) throw new OptionError(say`tfjs's gradient of ${kernelName} has an unexpected form`);
        return gradient();
      };
      const one = dy as tf.Tensor;
      return { [input]: () => rule(one, x as tf.Tensor, y as tf.Tensor, () => gradientAt(one), gradientAt) };
    },
  };
}

const half = (tensor: tf.Tensor, start: number): tf.Tensor => {
  const rows = (tensor.shape[0] ?? 0) / 2;
  return tensor.slice([start * rows], [rows]);
};
const first = (tensor: tf.Tensor) => half(tensor, 0);
const second = (tensor: tf.Tensor) => half(tensor, 1);
const inFirstHalf = (tensor: tf.Tensor) => tf.concat([tensor, tf.zerosLike(tensor)]);
