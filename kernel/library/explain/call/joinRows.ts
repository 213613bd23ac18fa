import { Explanation, type ExplanationFields } from "../../explanation/Explanation.ts";
import { originOf, withOrigin } from "./origin.ts";

/** Arrays that hold something for each target of each row, or for each row. */
const ofMaps = ["values", "answers", "convergenceDelta", "fit", "standardError", "expectedValue"] as const;
const ofRows = ["inputs", "probabilities", "featureMask"] as const;

/**
 * Explanations of single rows as one of all of them. Where rows have masks of their own, `featureMask` has a row for each,
 * and `coefficients` as many numbers for each map as the row with most parts has, NaN behind those of the others.
 */
export function joinRows(found: readonly Explanation[], options: object): Explanation {
  const rows = found.map(({ fields }) => fields);
  const [first] = rows;
  const leading = first.shape.length - first.inputShape.length === 1 ? [first.shape[0]] : [];
  const targets = leading[0] ?? 1;
  const count = rows.length;
  const joined: Partial<Record<(typeof ofMaps)[number] | (typeof ofRows)[number], Float32Array | Int32Array>> = {};
  for (const name of [...ofMaps, ...ofRows]) {
    const all = byTargets<Float32Array | Int32Array>(
      rows.map((row) => row[name]),
      ofRows.some((each) => each === name) ? 1 : targets,
    );
    if (all) joined[name] = all;
  }
  const most = Math.max(...rows.map(({ coefficients = [] }) => coefficients.length / targets));
  const coefficients = rows.map((row) => row.coefficients && padded(row.coefficients, targets, most));
  const explanation = new Explanation({
    ...first,
    ...(joined as Pick<ExplanationFields, (typeof ofMaps)[number] | (typeof ofRows)[number]>),
    shape: [...leading, count, ...first.shape.slice(leading.length + 1)],
    inputShape: [count, ...first.inputShape.slice(1)],
    target: leading.length > 0 ? first.target : oneOrEach(rows.flatMap(({ target }) => target)),
    coefficients: byTargets(coefficients, targets),
    baseline: baselineOf(rows),
    cells: undefined,
    ...(first.targetRegions && { targetRegions: rows.flatMap(({ targetRegions = [] }) => targetRegions) }),
    elapsedMs: rows.reduce((sum, row) => sum + row.elapsedMs, 0),
    modelPasses: rows.reduce((sum, row) => sum + row.modelPasses, 0),
  });
  const origin = originOf(found[0]);
  if (!origin) return explanation;
  const all = { ...origin.rows, values: explanation.fields.inputs, count, shape: explanation.fields.inputShape };
  return withOrigin(explanation, { method: origin.method, rows: all, options: { ...options } });
}

/** What each row has of each target, as `[targets, rows, ...]`. */
function byTargets<T extends Float32Array | Int32Array>(
  each: readonly (T | undefined)[],
  targets: number,
): T | undefined {
  const [first] = each;
  if (!first) return undefined;
  const size = first.length / targets;
  const all = new (first.constructor as new (length: number) => T)(each.length * first.length);
  for (const [row, own] of each.entries()) {
    for (let target = 0; own && target < targets; target++) {
      all.set(own.subarray(target * size, (target + 1) * size), (target * each.length + row) * size);
    }
  }
  return all;
}

function padded(coefficients: Float32Array, targets: number, most: number): Float32Array {
  const own = coefficients.length / targets;
  return Float32Array.from({ length: targets * most }, (_, i) =>
    i % most < own ? coefficients[Math.floor(i / most) * own + (i % most)] : Number.NaN,
  );
}

function baselineOf(rows: readonly ExplanationFields[]): ExplanationFields["baseline"] {
  const [{ baseline: first }] = rows;
  if (typeof first !== "object" && rows.every(({ baseline }) => baseline === first)) return first;
  return byTargets(
    rows.map(({ baseline, inputs }) =>
      typeof baseline === "number" ? new Float32Array(inputs.length).fill(baseline) : baseline,
    ),
    1,
  );
}

const oneOrEach = (targets: readonly number[]) =>
  targets.every((target) => target === targets[0]) ? targets[0] : targets;
