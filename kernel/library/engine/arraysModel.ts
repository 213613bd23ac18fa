import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { remember, withRemembered } from "../signature/remembered.ts";
import type { Signature } from "../signature/Signature.ts";
import type { HintsOf, InputHint, SignatureOptions } from "../signature/SignatureOptions.ts";
import { unknownInput, unknownOutput } from "../signature/unknown.ts";
import type { RunnableModel } from "./arrayModel.ts";
import { type ArrayInput, type Ask, arrayRunner, type Schedule } from "./arrayRunner.ts";
import { type Port, portsOf, rowSizeOf } from "./ports.ts";
import { describedRunner } from "./signature/describedRunner.ts";

/** Hints of several inputs, by name; undefined where they are of one. */
export function hintsOfSeveral(
  inputs: HintsOf<InputHint> | undefined,
): Readonly<Record<string, InputHint>> | undefined {
  if (typeof inputs !== "object") return undefined;
  if (Array.isArray(inputs)) {
    const list: readonly InputHint[] = inputs;
    return list.length > 1 ? Object.fromEntries(list.map((hint, i) => [`input${i}`, hint])) : undefined;
  }
  const hints = Object.entries(inputs as Readonly<Record<string, InputHint>>);
  const areHints = hints.length > 1 && hints.every(([, hint]) => typeof hint === "object" && "shape" in hint);
  return areHints ? Object.fromEntries(hints) : undefined;
}

/** A function over plain arrays that takes several inputs: in flat rows, as all models of several inputs run. */
export function arraysModel(
  ask: Ask,
  hints: Readonly<Record<string, InputHint>>,
  outputSize: number | undefined,
  schedule: Schedule,
  said: SignatureOptions,
): RunnableModel {
  const ports = portsOf(Object.entries(hints).map(([name, hint]) => portOf(name, hint)));
  const inputs = ports.map(({ name, shape, dtype }) => unknownInput(name, shape, dtype));
  const read: Signature = { inputs, outputs: [unknownOutput("output", [])] };
  const model: RunnableModel = {
    get signature() {
      return withRemembered(read, model, { raw: "probabilities", isOpen: true });
    },
    async runner() {
      const askParts: Ask = ({ values, shape }, signal) =>
        ask({ values, shape, inputs: partsOf(values, shape[0], ports) }, signal);
      const runner = await arrayRunner(askParts, [rowSizeOf(ports)], outputSize, schedule);
      return describedRunner(model, { ...runner, ports, signature: { ...runner.signature, inputs } });
    },
  };
  remember(model, { ...said, inputs: hints }, "user");
  return model;
}

function portOf(name: string, hint: InputHint): Pick<Port, "name" | "shape" | "dtype"> {
  const { shape, kind, dtype = kind === "tokens" ? "int32" : "float32" } = typeof hint === "object" ? hint : {};
  const sizes = shape?.filter((size) => size !== null);
  if (!shape || sizes?.length !== shape.length) {
    throw new OptionError(
      say`a function of several inputs needs the shape of ${name}: { ${name}: { shape: [28, 28, 1] } }`,
    );
  }
  return { name, shape: sizes, dtype };
}

/** Each input's own rows. */
function partsOf(values: Float32Array, count: number, ports: readonly Port[]): Readonly<Record<string, ArrayInput>> {
  const total = rowSizeOf(ports);
  const parts = ports.map(({ name, shape, offset, size }) => {
    const own = new Float32Array(count * size);
    for (let row = 0; row < count; row++) {
      own.set(values.subarray(row * total + offset, row * total + offset + size), row * size);
    }
    return [name, { values: own, shape: [count, ...shape] }] as const;
  });
  return Object.fromEntries(parts);
}
