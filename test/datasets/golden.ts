import { type Table, tabular } from "../../kernel/library/datasets/index.ts";
import { goldens } from "../goldens.ts";

export const golden = goldens("tabular");

/** The golden case: 1000 rows of 10 numbers, two classes. */
export function goldenTable(): Table {
  const { values } = golden("X");
  return tabular.fromArrays({
    values: Float32Array.from(values),
    target: golden("y").values,
    targetName: "class",
    classNames: ["0", "1"],
  });
}
