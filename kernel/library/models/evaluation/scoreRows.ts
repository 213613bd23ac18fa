import type { Row, TableOptions } from "../../drawing/table.ts";
import { language } from "../../ground/language.ts";
import type { ClassScore } from "../../math/scores/classScores.ts";

const heads = {
  en: { class: "class", examples: "examples", precision: "precision", recall: "recall", f1: "F1" },
  "zh-CN": { class: "类别", examples: "样本数", precision: "精确率", recall: "召回率", f1: "F1" },
} as const;

/** A row for each class or label, and the sentences below: what `tableBundle` takes. */
export function scoreRows(
  scores: readonly (ClassScore & { readonly name: string })[],
  notes: readonly string[],
): [Row[], TableOptions, { notes: readonly string[] }] {
  const words = heads[language()];
  const rows = scores.map(({ name, support, precision, recall, f1 }) => ({
    [words.class]: name,
    [words.examples]: support,
    [words.precision]: precision,
    [words.recall]: recall,
    [words.f1]: f1,
  }));
  return [rows, {}, { notes }];
}
