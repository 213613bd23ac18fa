import type { Model } from "../../../kernel/library/engine/model.ts";
import type { Runner } from "../../../kernel/library/engine/runner.ts";
import { runnerFor } from "../../../kernel/library/engine/runnerFor.ts";
import type { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import type { Inputs } from "../../../kernel/library/signature/Inputs.ts";
import { type Asked, ask } from "./asking.ts";
import type { Setting } from "./settings.ts";

/** What is seen of a method on a model, whatever it says of itself. */
export interface Observed {
  readonly map: Explanation;
  /** Its values where every input is what stands for nothing. */
  readonly ofNothing: Float32Array;
  /** Its values for another target. */
  readonly ofOther: Float32Array;
  /** How many there are. */
  readonly outputSize: number;
  /** What is explained, of each row: f(x). */
  readonly answers: readonly number[];
  /** f(baseline) of each row: what the map says it started from, else 0. */
  readonly ofBaseline: readonly number[];
  /** E f(background). */
  readonly ofBackground: number;
}

/** Runs a method three times. */
export async function observe(method: Asked, model: Model, setting: Setting): Promise<Observed> {
  const { about } = method;
  const map = await ask(method, model, setting);
  const nothing = zerosOf(setting.inputs);
  const absent = { background: zerosOf(setting.background), baselines: zerosOf(setting.background) };
  const needed = about.needs.background ? ["baselines"] : setting.kind === "table" ? ["background"] : [];
  const less = Object.fromEntries(
    Object.entries(absent).filter(([name]) => needed.includes(name) && name in about.options),
  );
  const ofNothing = (await ask(method, model, setting, less, nothing)).fields.values;
  const { shape } = setting.inputs as { shape?: number[] };
  const runner = await runnerFor(model, shape ? { inputShape: shape.slice(1) } : {});
  const other = "target" in about.options && runner.outputSize > 1 ? { target: 1 } : {};
  const ofOther = (await ask(method, model, setting, other)).fields.values;
  const answersTo = (inputs: Inputs) =>
    answersOf(runner, inputs, map, about.of === "neuron" ? setting.layer : undefined);
  const background = await answersTo(setting.background);
  return {
    map,
    ofNothing,
    ofOther,
    outputSize: runner.outputSize,
    answers: await answersTo(setting.inputs),
    ofBaseline: await answersTo(baselineOf(map, setting.inputs) ?? nothing),
    ofBackground: background.reduce((sum, value) => sum + value, 0) / background.length,
  };
}

/** Where a map of one input says that its baseline has numbers of its own. */
function baselineOf({ baseline }: Explanation, inputs: Inputs): Inputs | undefined {
  if (!(baseline instanceof Float32Array) || !("shape" in inputs)) return undefined;
  const { shape } = inputs as { shape: number[] };
  return { values: baseline, shape: [...shape] };
}

/** Target 0 of each row, or the layer's neuron 1. */
async function answersOf(runner: Runner, inputs: Inputs, { output }: Explanation, layer: string | undefined) {
  const each = "values" in inputs && "shape" in inputs ? [inputs] : Object.values(inputs);
  const arrays = each as { values: ArrayLike<number>; shape: readonly number[] }[];
  const [count] = arrays[0].shape;
  const rows = Array.from({ length: count }, (_, row) =>
    arrays.flatMap(({ values }) => {
      const size = values.length / count;
      return Array.from(values).slice(row * size, (row + 1) * size);
    }),
  );
  const batch = { values: Float32Array.from(rows.flat()), count };
  const { outputs, layers } = await runner.predict(batch, { output, ...(layer && { layers: [layer] }) });
  const numbers = layer ? layers.get(layer)?.activation : outputs;
  if (!numbers) throw new Error(`${layer} was not asked`);
  return rows.map((_, row) => numbers[(row * numbers.length) / count + (layer ? 1 : 0)]);
}

function zerosOf(inputs: Inputs): Inputs {
  if (!("values" in inputs && "shape" in inputs)) {
    return Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, zerosOf(each)])) as Inputs;
  }
  const { shape, values, columns } = inputs as { shape: number[]; values: ArrayLike<number>; columns?: object };
  return { shape, values: new Float32Array(values.length), ...(columns && { columns }) } as Inputs;
}
