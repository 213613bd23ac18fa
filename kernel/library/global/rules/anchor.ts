import type { Model } from "../../engine/model.ts";
import { beginCall, type Call } from "../../explain/call/call.ts";
import { readInputs } from "../../explain/call/inputs.ts";
import type { CommonOptions } from "../../explain/call/options.ts";
import { DataError, OptionError, ShapeError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { createRandom, type Random } from "../../math/random.ts";
import { classNamesOf } from "../../signature/classes.ts";
import type { Named } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { classOf, requireClasses } from "../classOf.ts";
import { columnsOf } from "../feature.ts";
import { AnchorRule } from "./AnchorRule.ts";
import { type AnchorSpace, anchorSpace } from "./anchorSpace.ts";
import { narrowed } from "./conditions.ts";
import { lowerBound, upperBound } from "./klBounds.ts";

export interface AnchorOptions extends Omit<CommonOptions, "output"> {
  /** Share of rows with the anchor that must get the same answer (default 0.95). */
  precision?: number;
  /** How often the statement about the precision may be wrong (default 0.05). */
  delta?: number;
  /** How much worse than the best a kept candidate may be (default 0.15). */
  tolerance?: number;
  /** Candidates that are kept from one size to the next (default 4). */
  beamSize?: number;
  /** Conditions at most (default: one for each column). */
  maxSize?: number;
  /** Rows that a candidate is asked about at a time (default 100). */
  batchSize?: number;
  /** Default 0. */
  seed?: number;
}

const anchorNames = {
  engine: true,
  internalBatchSize: true,
  signal: true,
  onProgress: true,
  precision: true,
  delta: true,
  tolerance: true,
  beamSize: true,
  maxSize: true,
  batchSize: true,
  seed: true,
} as const satisfies Names<AnchorOptions>;

/** A set of conditions, and what was asked about it. */
interface Candidate {
  readonly chosen: readonly number[];
  asked: number;
  same: number;
}

const mostAsked = 20_000;

/**
 * A rule that holds the answer: as long as its conditions are fulfilled, whatever the other columns are, the model says
 * the same (nearly always: `precision`, with its bounds). `coverage` tells how many rows of the data it speaks of. A
 * short rule with a wide coverage is the best there is; where none is precise enough, the most precise one is given, and
 * says so.
 *
 * Conditions are cuts at the data's quartiles, and categories. Rows are drawn from the data column by column, so
 * columns that go together come apart, as in alibi. Cost: some thousand to some ten thousand forward passes.
 *
 * Ribeiro et al. 2018, "Anchors: High-Precision Model-Agnostic Explanations" (beam search by KL-LUCB: Kaufmann,
 * Kalyanakrishnan 2013); alibi's `AnchorTabular`.
 *
 * @param row one row `[1, features]`.
 * @param data rows of the kind the row is of, 20 at least.
 * @throws ShapeError for several rows; DataError for too little data; OptionError.
 * @example
 * console.log((await anchor(model, table.slice(0, 1), table, { seed: 1 })).describe());
 */
export async function anchor(
  model: Model,
  row: Inputs & Named,
  data: Inputs & Named,
  options: AnchorOptions = {},
): Promise<AnchorRule> {
  checkNames("anchor()", anchorNames, options);
  const {
    precision = 0.95,
    delta = 0.05,
    tolerance = 0.15,
    beamSize = 4,
    batchSize = 100,
    seed = 0,
    maxSize,
    ...common
  } = options;
  if (!(precision > 0 && precision < 1))
    throw new OptionError(say`precision is ${precision}: give one between 0 and 1`);
  const call = await beginCall("anchor", model, row, { ...common, output: "probability", target: 0 });
  if (call.rows.count !== 1) throw new ShapeError(say`anchor takes one row; got ${call.rows.count}: rows.slice(0, 1)`);
  const rows = await readInputs(data, call.rows.columns);
  if (rows.size !== call.rows.size)
    throw new ShapeError(say`the data has ${rows.size} columns, and the row has ${call.rows.size}`);
  if (rows.count < 20)
    throw new DataError(say`${rows.count} rows of data are too few to sample from: give at least 20`);
  const columns = columnsOf(call.rows.columns ? call.rows : rows, rows.size);
  requireClasses(call.runner);
  const predicted = classOf(call.outputs, 0, call.runner.outputSize);
  const space = anchorSpace(call.rows.values, rows, columns);
  const ask = asker(call, space, predicted, batchSize, createRandom(seed));
  const level = (candidate: Candidate, among: number, round: number) =>
    Math.log((4 * among * round ** 1.1) / delta) / candidate.asked;

  let beam: Candidate[] = [{ chosen: [], asked: 0, same: 0 }];
  let best: Candidate | undefined;
  await ask(beam);
  if (isSure(beam[0])) best = beam[0];
  for (let size = 1; size <= (maxSize ?? columns.length) && !best; size++) {
    const longer = extensions(beam, space);
    if (longer.length === 0) break;
    await ask(longer);
    beam = await tell(longer);
    const sure: Candidate[] = [];
    for (const candidate of beam) if (await judged(candidate)) sure.push(candidate);
    best = sure.sort((a, b) => space.coverage(b.chosen) - space.coverage(a.chosen))[0];
  }
  const chosen = best ?? beam.reduce((a, b) => (b.same / b.asked > a.same / a.asked ? b : a));
  const bounds = level(chosen, 1, 1);
  return new AnchorRule({
    conditions: narrowed(chosen.chosen.map((at) => space.conditions[at])),
    columns,
    predicted,
    className:
      classNamesOf(call.runner.outputSpec, rows.classNames)?.[predicted] ??
      rows.classNames?.[predicted] ??
      String(predicted),
    precision: chosen.same / chosen.asked,
    interval: [lowerBound(chosen.same / chosen.asked, bounds), upperBound(chosen.same / chosen.asked, bounds)],
    asked: chosen.asked,
    coverage: space.coverage(chosen.chosen),
    wanted: precision,
    reached: best !== undefined,
    modelPasses: call.passes(),
  });

  function isSure(candidate: Candidate): boolean {
    const mean = candidate.same / candidate.asked;
    return mean >= precision && lowerBound(mean, level(candidate, 1, 1)) >= precision - 0.02;
  }

  /** Asks until it is clear whether the candidate is precise enough. */
  async function judged(candidate: Candidate): Promise<boolean> {
    for (;;) {
      const mean = candidate.same / candidate.asked;
      const own = level(candidate, 1, 1);
      if (mean >= precision && lowerBound(mean, own) >= precision - 0.02) return true;
      if (upperBound(mean, own) < precision || candidate.asked >= mostAsked) return mean >= precision;
      await ask([candidate]);
    }
  }

  /** The `beamSize` most precise ones, to `tolerance`: the weakest of the kept and the strongest of the others are asked on. */
  async function tell(candidates: Candidate[]): Promise<Candidate[]> {
    for (let round = 1; ; round++) {
      const sorted = [...candidates].sort(
        (a, b) => b.same / b.asked - a.same / a.asked || a.chosen.length - b.chosen.length,
      );
      const kept = sorted.slice(0, beamSize);
      const others = sorted.slice(beamSize);
      if (others.length === 0) return kept;
      const low = (one: Candidate) => lowerBound(one.same / one.asked, level(one, candidates.length, round));
      const high = (one: Candidate) => upperBound(one.same / one.asked, level(one, candidates.length, round));
      const weakest = kept.reduce((a, b) => (low(b) < low(a) ? b : a));
      const strongest = others.reduce((a, b) => (high(b) > high(a) ? b : a));
      if (high(strongest) - low(weakest) <= tolerance || weakest.asked + strongest.asked > mostAsked) return kept;
      await ask([weakest, strongest]);
    }
  }
}

/** Each candidate with one condition more that says something new; the same set once. */
function extensions(beam: readonly Candidate[], { conditions, fulfilled }: AnchorSpace): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const { chosen } of beam) {
    for (const at of conditions.keys()) {
      if (chosen.includes(at)) continue;
      const implied = chosen.some(
        (own) => conditions[own].column === conditions[at].column && within(fulfilled[own], fulfilled[at]),
      );
      if (implied) continue;
      const set = [...chosen, at].sort((a, b) => a - b);
      seen.set(set.join(), { chosen: set, asked: 0, same: 0 });
    }
  }
  return [...seen.values()];
}

const within = (inner: Uint8Array, outer: Uint8Array) => inner.every((one, i) => !one || outer[i]);

/** Asks each candidate about a batch of rows more, all in shared batches. */
function asker(call: Call, space: AnchorSpace, predicted: number, batchSize: number, random: Random) {
  const classes = call.runner.outputSize;
  return (candidates: readonly Candidate[]) =>
    call.predict(
      candidates.length * batchSize,
      (index, buffer, offset) => space.draw(candidates[Math.floor(index / batchSize)].chosen, random, buffer, offset),
      (first, number, { outputs }) => {
        for (let i = 0; i < number; i++) {
          const candidate = candidates[Math.floor((first + i) / batchSize)];
          candidate.asked++;
          if (classOf(outputs, i * classes, classes) === predicted) candidate.same++;
        }
      },
    );
}
