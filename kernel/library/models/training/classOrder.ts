import type { Targets } from "../../engine/trainer.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import { classNamesOf } from "./classNamesOf.ts";
import type { Rows } from "./rows.ts";

/**
 * The rows with their classes in the model's order: a class is known by its name, whatever its place in a file.
 *
 * @throws DataError where the data has a class that the model does not know.
 */
export function inOrderOf(spec: OutputSpec | undefined, rows: Rows, what: string): Rows {
  const known = classNamesOf(spec);
  const { classNames } = rows;
  if (!known || !classNames || rows.targets.length !== 1) return rows;
  const places = classNames.map((name) => known.indexOf(name));
  const missing = classNames.find((_, i) => (places[i] ?? -1) < 0);
  if (missing !== undefined) {
    throw new DataError(
      say`The ${what} data have the class ${missing}, but the model distinguishes ${known.join(", ")}: load data of these classes, or rename the model's classes with describeModel.`,
    );
  }
  if (places.every((place, i) => place === i)) return { ...rows, classNames: known };
  const recoded = (codes: Targets) => codes.map((code) => places[code] ?? code);
  return {
    ...rows,
    classNames: known,
    draw(indices) {
      const { inputs, targets } = rows.draw(indices);
      return { inputs, targets: targets.map(recoded) };
    },
    targetAt: (output, index, place) => places[rows.targetAt(output, index, place)] ?? -1,
  };
}
