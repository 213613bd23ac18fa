import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Baseline, Inputs } from "../../signature/Inputs.ts";
import type { Names } from "../../text/checkNames.ts";
import { type Rows, readBaselines, shortBaseline } from "../call/inputs.ts";
import { readBackgrounds } from "../gradient/backgrounds.ts";

/** What stands where something is absent. */
export interface AbsentOptions {
  /** A number (default 0; rows of a table have no default), one row, or one row for each input. */
  baselines?: Baseline;
  /**
   * A sample of rows, in place of `baselines`: what is absent is taken from each in turn, and the answers are averaged, as
   * SHAP does with its background data. Every pass is made once for each of them.
   */
  background?: Inputs;
}

export const absentNames = { baselines: true, background: true } as const satisfies Names<AbsentOptions>;

/** Rows that what is absent is taken from, in turn. */
export interface Absent {
  readonly values: Float32Array;
  /** How many take turns for each input. */
  readonly turns: number;
  /** Where in `values` the row of a turn begins. */
  start(input: number, turn: number): number;
  /** What an explanation says of it. */
  readonly said: { baseline?: number | Float32Array };
}

/** One row for each input. */
export const absentAs = (values: Float32Array, { size }: Rows): Absent => ({
  values,
  turns: 1,
  start: (input) => input * size,
  said: { baseline: shortBaseline(values) },
});

/** @throws OptionError where both are given, or, for rows of a table, neither is. */
export async function readAbsent({ baselines, background }: AbsentOptions, rows: Rows): Promise<Absent> {
  if (background !== undefined) {
    if (baselines !== undefined) throw new OptionError(say`give either baselines or background, not both`);
    const { values, count } = await readBackgrounds(background, rows);
    return { values, turns: count, start: (_, turn) => turn * rows.size, said: {} };
  }
  if (baselines === undefined && rows.columns) {
    throw new OptionError(
      say`a row of a table has no natural baseline: give background, some typical rows such as train.slice(0, 100), or baselines`,
    );
  }
  return absentAs(await readBaselines(baselines ?? 0, rows), rows);
}

/** For the options of an explanation: how many rows of background there were. */
export const backgroundSize = ({ turns, said }: Absent): { background?: number } =>
  "baseline" in said ? {} : { background: turns };
