import type { Targets } from "../../engine/trainer.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { sizeOf } from "../../math/sizeOf.ts";
import type { Objective } from "./objective.ts";
import type { Rows } from "./rows.ts";

/** The targets of all outputs as a trainer takes them: class indices, or a flat row of numbers for each example. */
export function encoded(objectives: readonly Objective[], targets: readonly Targets[], count: number): Targets {
  const parts = objectives.map((objective, i) => encodedOne(objective, targets[i] as Targets));
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const widths = parts.map((part) => part.length / count);
  const width = widths.reduce((sum, each) => sum + each, 0);
  const rows = new Float32Array(count * width);
  let from = 0;
  for (const [i, part] of parts.entries()) {
    const own = widths[i] ?? 0;
    for (let row = 0; row < count; row++) rows.set(part.subarray(row * own, (row + 1) * own), row * width + from);
    from += own;
  }
  return rows;
}

function encodedOne({ encoding, classes }: Objective, targets: Targets): Targets {
  if (encoding === "indices") return targets instanceof Int32Array ? targets : Int32Array.from(targets);
  if (encoding === "numbers") return targets instanceof Float32Array ? targets : Float32Array.from(targets);
  const rows = new Float32Array(targets.length * classes);
  for (const [i, label] of targets.entries()) rows[i * classes + label] = 1;
  return rows;
}

/** @throws DataError for a class index without an output, and for a label that is not between 0 and 1. */
export function checkTargets(objectives: readonly Objective[], rows: Rows, what: string): void {
  for (const [output, { encoding, classes }] of objectives.entries()) {
    if (classes === 0) continue;
    const width = sizeOf(rows.targets[output]?.shape ?? []);
    for (let i = 0; i < rows.size; i++) {
      for (let place = 0; place < width; place++) {
        const label = rows.targetAt(output, i, place);
        const allowed = encoding === "numbers" ? label <= 1 : Number.isInteger(label) && label < classes;
        if (label >= 0 && allowed) continue;
        throw new DataError(
          encoding === "numbers"
            ? say`Example ${i} of the ${what} set has the label ${label}: expected 0 or 1.`
            : say`Example ${i} of the ${what} set has the label ${label}: the model has ${classes} outputs (0–${classes - 1}).`,
        );
      }
    }
  }
}
