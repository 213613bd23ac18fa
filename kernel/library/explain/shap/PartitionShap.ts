import type { Explanation } from "../../explanation/Explanation.ts";
import { PriorityQueue } from "../../math/queue.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { type Call, pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { absentRules, maskRule, plain, probabilityRules, type Rules, targetRules } from "../call/rules.ts";
import { type Absent, type AbsentOptions, backgroundSize, readAbsent } from "../perturbation/absent.ts";
import { askMasked } from "../perturbation/perturb.ts";
import { rowByRow } from "../segments/rowByRow.ts";
import { type MaskOfAll, readSegments, type Segments, spread } from "../segments/segments.ts";
import { aboutShapley } from "./aboutShapley.ts";
import { bisect, type Hierarchy, type Linkage, readLinkage } from "./hierarchy.ts";

/** Coalitions of one input that are asked at a time, as SHAP does: which come next hangs on their answers. */
const atATime = 10;
/** The same where all of them are asked anyway. */
const allAtATime = 512;

export interface PartitionShapOptions extends AttributeOptions, AbsentOptions {
  /** Segments that come and go together (default: every number of the input by itself). */
  featureMask?: MaskOfAll;
  /**
   * The hierarchy of the segments, as SciPy's `linkage` gives it (default: the input is halved across its longer side
   * again and again, as SHAP does with images; for a table, give a clustering of its columns).
   */
  linkage?: Linkage;
  /** Coalitions asked for each input at most (default 500, as SHAP); `Infinity` for exact Owen values. */
  maxEvals?: number;
}

const rules = {
  ...probabilityRules,
  ...targetRules,
  ...absentRules,
  ...maskRule,
  linkage: plain("array"),
  maxEvals: { kind: "number", least: 2, default: 500 },
} as const satisfies Rules;

/**
 * Owen values: Shapley values in which segments come in by clusters of a hierarchy, a cluster's segments one after the
 * other. Their number of coalitions grows with the square of the number of segments in place of its exponential, so
 * single pixels can be explained. What a cluster adds does not depend on how it is cut further.
 *
 * The clusters that moved the answer most are cut first; where `maxEvals` ends this early, what a cluster added is
 * spread evenly over its segments. The values sum to F(x) − F(baseline) in any case. Nothing is drawn at random:
 * there is no standard error.
 *
 * Owen 1977, "Values of Games with a Priori Unions"; Winter 1989; SHAP's `PartitionExplainer`.
 *
 * @example
 * const map = await new PartitionShap(model).attribute(image, { maxEvals: 2000 });
 * const exact = await new PartitionShap(model).attribute(image, { featureMask: gridSegments([28, 28], 4), maxEvals: Infinity });
 */
export class PartitionShap extends Method<PartitionShapOptions> {
  static readonly about: About = {
    name: "PartitionShap",
    label: "Partition SHAP",
    ...aboutShapley,
    options: rules,
  };

  /**
   * Values have the shape of the inputs: each position has its segment's value, which `coefficients` holds once. In units
   * of the output, of the probability by default. Cost: `maxEvals` forward passes for each input, whatever the number of
   * targets; for exact values about ⅔ M² with M segments and a balanced hierarchy.
   *
   * @throws ShapeError, DataError, TargetError; OptionError for a linkage that is no tree over the segments.
   */
  async attribute(inputs: Inputs, options: PartitionShapOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const eachAlone = await rowByRow(this, inputs, settings);
    if (eachAlone) return eachAlone;
    const { maxEvals } = settings;
    const call = await this.begin(inputs, settings);
    const segments = await readSegments(settings.featureMask, call.rows);
    const from = await readAbsent(settings, call.rows);
    const hierarchy = settings.linkage ? readLinkage(settings.linkage, segments) : bisect(segments, call.rows);
    const { values, moved, expected, evals, isExact } = await owenValues(call, segments, from, hierarchy, maxEvals);

    const coefficients = Float32Array.from(values);
    const delta = moved.map(
      (difference, pair) =>
        values.subarray(pair * segments.count, (pair + 1) * segments.count).reduce((sum, value) => sum + value, 0) -
        difference,
    );
    return call.explanation({
      values: spread(coefficients, segments),
      coefficients,
      convergenceDelta: Float32Array.from(delta),
      expectedValue: expected,
      featureMask: segments.of,
      ...from.said,
      options: {
        maxEvals: Number.isFinite(maxEvals) ? maxEvals : "all",
        evals,
        exact: isExact,
        ...backgroundSize(from),
      },
    });
  }
}

/** A cluster that came to the coalition `present`: what the targets' answers were before and after it. */
interface Step {
  readonly node: number;
  readonly present: Uint8Array;
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly weight: number;
}

async function owenValues(call: Call, segments: Segments, from: Absent, tree: Hierarchy, maxEvals: number) {
  const { rows, targets, outputs, runner } = call;
  const { count } = segments;
  const pairs = pairCount(call);
  const perInput = pairs / rows.count;
  const classes = runner.outputSize;
  const asksAll = maxEvals === Number.POSITIVE_INFINITY;
  const queues = Array.from({ length: rows.count }, () => new PriorityQueue<Step>());
  const add = (input: number, step: Step) => {
    const moved = step.after.reduce((most, answer, t) => Math.max(most, Math.abs(answer - step.before[t])), 0);
    // Where all are asked, small clusters first keep the queue short.
    queues[input].push(step, asksAll ? -tree.members(step.node).length : moved * step.weight);
  };
  const moved = new Float64Array(pairs);
  const none = new Uint8Array(count);
  call.stage(0, 0);
  const expected = new Float32Array(pairs);
  const first = (input: number) => ({ input, present: none });
  await askMasked(call, segments, from, rows.count, first, (input, answers) => {
    const before = answers.slice();
    const after = before.map((_, t) => outputs[input * classes + targets.classes[t * rows.count + input]]);
    for (let t = 0; t < perInput; t++) {
      moved[t * rows.count + input] = after[t] - before[t];
      expected[t * rows.count + input] = before[t];
    }
    add(input, { node: 2 * count - 2, present: none, before, after, weight: 1 });
  });

  const found = new Float64Array(pairs * (2 * count - 1));
  const settle = (input: number, { node, before, after, weight }: Step) => {
    for (let t = 0; t < perInput; t++) {
      found[(t * rows.count + input) * (2 * count - 1) + node] += (after[t] - before[t]) * weight;
    }
  };
  const spent = new Float64Array(rows.count).fill(2);
  const largest = asksAll ? count * (count - 1) + 2 : maxEvals;
  for (;;) {
    const asked: { input: number; step: Step; with: [Uint8Array, Uint8Array] }[] = [];
    for (const [input, queue] of queues.entries()) {
      for (let taken = 0; taken < (asksAll ? allAtATime : atATime) && queue.size > 0 && spent[input] < maxEvals; ) {
        const step = queue.pop();
        if (!step) break;
        if (step.node < count) settle(input, step);
        else {
          const more = (child: number) => {
            const present = step.present.slice();
            for (const segment of tree.members(child)) present[segment] = 1;
            return present;
          };
          asked.push({ input, step, with: [more(tree.left[step.node - count]), more(tree.right[step.node - count])] });
          spent[input] += 2;
          taken += 2;
        }
      }
    }
    if (asked.length === 0) break;
    const done = spent.reduce((least, evals) => Math.min(least, evals)) / largest;
    call.stage(done, done);
    const answers: Float64Array[] = [];
    const which = (row: number) => ({ input: asked[row >> 1].input, present: asked[row >> 1].with[row & 1] });
    await askMasked(call, segments, from, 2 * asked.length, which, (row, found) => {
      answers[row] = found.slice();
    });
    for (const [i, { input, step, with: present }] of asked.entries()) {
      const [left, right] = [tree.left[step.node - count], tree.right[step.node - count]];
      const [withLeft, withRight] = [answers[2 * i], answers[2 * i + 1]];
      const weight = step.weight / 2;
      add(input, { node: left, present: step.present, before: step.before, after: withLeft, weight });
      add(input, { node: right, present: step.present, before: step.before, after: withRight, weight });
      add(input, { node: left, present: present[1], before: withRight, after: step.after, weight });
      add(input, { node: right, present: present[0], before: withLeft, after: step.after, weight });
    }
  }
  call.stage(1, 1);
  let isExact = true;
  for (const [input, queue] of queues.entries()) {
    for (let step = queue.pop(); step; step = queue.pop()) {
      if (step.node >= count) isExact = false;
      settle(input, step);
    }
  }
  return { values: lowered(found, tree), moved, expected, evals: Math.max(...spent), isExact };
}

/** What was left on clusters, handed down evenly to their segments. */
function lowered(found: Float64Array, { count, left, right, members }: Hierarchy): Float64Array {
  const nodes = 2 * count - 1;
  const values = new Float64Array((found.length / nodes) * count);
  for (let pair = 0; pair < found.length / nodes; pair++) {
    const own = found.subarray(pair * nodes, (pair + 1) * nodes);
    // A cluster's number is above those of its parts.
    for (let node = nodes - 1; node >= count; node--) {
      const share = own[node] / members(node).length;
      for (const child of [left[node - count], right[node - count]]) own[child] += share * members(child).length;
    }
    values.set(own.subarray(0, count), pair * count);
  }
  return values;
}
