import { type DeclaredInput, type Port, portsOf, rowSizeOf } from "../../engine/ports.ts";
import type { Batch, Runner } from "../../engine/runner.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "./inputs.ts";
import type { ReadInput } from "./modelInputs.ts";

/** Inputs that a call holds still: the model gets them as they are, and no method sees them. */
export interface HeldInputs {
  /** All inputs of the model, in its order. */
  readonly ports: readonly Port[];
  readonly names: ReadonlySet<string>;
  /** Rows of all inputs with what is held in its place, `[count, total]`. */
  readonly rows: Float32Array;
  /** 1 where all examples have the same, or one for each. */
  readonly count: number;
}

/** @param free what is explained; @param fixed what is held, of one row each or of one for each example. */
export function heldInputs(
  declared: readonly DeclaredInput[],
  free: readonly ReadInput[],
  fixed: readonly ReadInput[],
): HeldInputs {
  const shapes = new Map([...free, ...fixed].map(({ name, shape }) => [name, shape.slice(1)]));
  const ports = portsOf(declared.map(({ name, dtype }) => ({ name, dtype, shape: shapes.get(name) ?? [] })));
  const total = rowSizeOf(ports);
  const count = fixed.every(isOneRow) ? 1 : Math.max(...fixed.map(({ shape }) => shape[0]));
  const rows = new Float32Array(count * total);
  for (const { name, values, shape } of fixed) {
    const port = ports.find((each) => each.name === name);
    if (!port) continue;
    for (let row = 0; row < count; row++) {
      const own = (shape[0] === 1 ? 0 : row) * port.size;
      rows.set(values.subarray(own, own + port.size), row * total + port.offset);
    }
  }
  return { ports, names: new Set(fixed.map(({ name }) => name)), rows, count };
}

/** Whether all rows are the same. */
function isOneRow({ values, shape }: ReadInput): boolean {
  const size = sizeOf(shape.slice(1));
  return values.every((value, i) => value === values[i % size]);
}

/** A runner of the inputs that are not held: each row goes to the model with the held ones beside it. */
export function withHeld(runner: Runner, { ports, names, rows: held, count: kinds }: HeldInputs): Runner {
  const total = rowSizeOf(ports);
  const free = ports.filter(({ name }) => !names.has(name));
  const own = portsOf(free);
  const size = rowSizeOf(own);
  /** Runs of numbers that are not held: where they lie in a row of all inputs, and in one of ours. */
  const places = own.map(({ offset, size }, i) => ({ to: free[i].offset, from: offset, size }));
  const whole = (values: Float32Array, { count, examples }: Batch) => {
    const all = new Float32Array(count * total);
    for (let row = 0; row < count; row++) {
      const example = kinds === 1 ? 0 : (examples?.[row] ?? -1);
      if (example < 0) {
        throw new OptionError(
          say`the method also asks about rows that belong to no example, such as a background's, and fixed differs between examples: give one row for all, or explain one example at a time`,
        );
      }
      all.set(held.subarray(example * total, (example + 1) * total), row * total);
      for (const { to, from, size: length } of places) {
        all.set(values.subarray(row * size + from, row * size + from + length), row * total + to);
      }
    }
    return all;
  };
  const ours = (values: Float32Array, count: number) => {
    if (values.length === 0) return values;
    const some = new Float32Array(count * size);
    for (let row = 0; row < count; row++) {
      for (const { to, from, size: length } of places) {
        some.set(values.subarray(row * total + to, row * total + to + length), row * size + from);
      }
    }
    return some;
  };
  const batchOf = (batch: Batch): Batch => ({ values: whole(batch.values, batch), count: batch.count });
  return {
    ...runner,
    // What ran last may change: these are not copied.
    get engine() {
      return runner.engine;
    },
    get reason() {
      return runner.reason;
    },
    inputShape: own.length === 1 ? own[0].shape : [size],
    ports: own.length === 1 ? undefined : own,
    predict: (batch, options) => runner.predict(batchOf(batch), options),
    async gradients(batch, options) {
      const { rules } = options;
      const withReferences =
        rules?.kind === "deepLift" ? { ...rules, references: whole(rules.references, batch) } : rules;
      const found = await runner.gradients(batchOf(batch), { ...options, rules: withReferences });
      return { ...found, input: ours(found.input, batch.count) };
    },
  };
}
