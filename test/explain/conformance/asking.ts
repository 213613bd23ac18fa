import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import type { About } from "../../../kernel/library/explain/call/about.ts";
import { optionsOf } from "../../../kernel/library/explain/call/settle.ts";
import { gridSegments, Saliency } from "../../../kernel/library/explain/methods.ts";
import type { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import type { Inputs } from "../../../kernel/library/signature/Inputs.ts";
import type { Explainer } from "../attributeWith.ts";
import { exportedMethods, type MethodClass } from "./exported.ts";
import type { Setting } from "./settings.ts";

type Options = Readonly<Record<string, unknown>>;

/** Enough steps for a sum to come out, and few samples. */
const few = {
  target: 0,
  nSteps: 24,
  nSamples: 200,
  nRepeats: 2,
  npermutations: 2,
  gridSize: 2,
  maxEvals: 200,
  neuron: 1,
};
/** Few, where the samples are orders or maps of another method. */
const own: Readonly<Record<string, Options>> = { NoiseTunnel: { nSamples: 4 }, ShapleyValueSampling: { nSamples: 4 } };

/** A class of `attribute`: its method, and what it says. */
export interface Asked {
  readonly name: string;
  readonly about: About;
  readonly Method: MethodClass;
}

/** Every exported method that takes inputs of a model: all but LIME's for texts. */
export const asked: readonly Asked[] = [...exportedMethods].flatMap(([name, Method]) =>
  Method.about && "attribute" in Method.prototype ? [{ name, about: Method.about, Method }] : [],
);

/** Those that say they explain what a model takes and have what they need of it. */
export const suited = ({ kind, isSum, hasAttention, endsInMean, inputs }: Setting): readonly Asked[] =>
  asked.filter(({ name, about }) => {
    if (!about.explains.includes(kind)) return false;
    if (name === "LinearShap") return isSum;
    if (name === "Cam") return endsInMean;
    if (name === "LimeTabular") return "columns" in inputs;
    return about.family === "attention" || name === "GradientAttentionRollout" ? hasAttention : true;
  });

/** What a method cannot do without here, and little work. */
export function optionsFor({ name, about }: Asked, setting: Setting): Options {
  const size = sizeOfRow(setting);
  const parts = name === "ShapleyValues" && size > 12 ? { featureMask: maskOf(setting) } : {};
  const given = {
    ...few,
    ...own[name],
    ...parts,
    // Felzenszwalb's at six scales take their time, for pictures this small too.
    ...(setting.places && { segments: gridSegments(setting.places, 2) }),
    slidingWindowShapes: setting.window,
    ...(about.needs.background && { baselines: setting.background, trainingData: setting.background }),
    // Of a table's rows nobody knows what stands for nothing.
    ...(setting.kind === "table" && { background: setting.background }),
  };
  return optionsOf(about.options, given);
}

/** A method of a model, with defaults. */
export function made(
  { name, about, Method }: Asked,
  model: Model,
  setting: Setting,
  defaults: Options = {},
): Explainer {
  const Made = Method as unknown as new (...parameters: unknown[]) => Explainer;
  if (name === "NoiseTunnel") return new Made(new Saliency(model), defaults);
  if (name === "LimeTabular") return new Made(model, { trainingData: setting.background, ...defaults });
  if (!about.needs.layer) return new Made(model, defaults);
  return new Made(model, setting.layer, defaults);
}

/** One call. */
export function ask(
  method: Asked,
  model: Model,
  setting: Setting,
  more: Options = {},
  inputs: Inputs = setting.inputs,
) {
  const { trainingData: _, ...options } = { ...optionsFor(method, setting), ...more } as Record<string, unknown>;
  return made(method, model, setting).attribute(inputs, options) as Promise<Explanation>;
}

/** Holds something of each of some methods, and fails with the names of those of which it does not. */
export async function ofEach(methods: readonly Asked[], holds: (method: Asked) => Promise<void> | void): Promise<void> {
  assert.ok(methods.length > 0);
  const faults: string[] = [];
  for (const method of methods) {
    try {
      await holds(method);
    } catch (error) {
      faults.push(`${method.name}: ${(error as Error).message.split("\n").slice(0, 8).join(" ")}`);
    }
  }
  assert.deepEqual(faults, []);
}

const isOne = (inputs: Inputs): inputs is Inputs & { values: ArrayLike<number>; shape: readonly number[] } =>
  "values" in inputs && "shape" in inputs;

/** Row `i` of each input by itself. */
export function rowOf(inputs: Inputs, i: number): Inputs {
  if (!isOne(inputs)) {
    return Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, rowOf(each, i)])) as Inputs;
  }
  const [, ...rest] = inputs.shape;
  const size = rest.reduce((all, length) => all * length, 1);
  const { values, shape, ...named } = inputs;
  return { ...named, values: Float32Array.from(values).slice(i * size, (i + 1) * size), shape: [1, ...rest] };
}

function sizeOfRow({ inputs }: Setting): number {
  const each = isOne(inputs) ? [inputs] : (Object.values(inputs) as { shape: readonly number[] }[]);
  return each.reduce((sum, { shape }) => sum + shape.slice(1).reduce((all, length) => all * length, 1), 0);
}

/** Six parts. */
function maskOf(setting: Setting) {
  const { inputs } = setting;
  const shape = isOne(inputs) ? inputs.shape.slice(1) : [];
  return { values: Int32Array.from({ length: sizeOfRow(setting) }, (_, i) => i % 6), shape };
}
