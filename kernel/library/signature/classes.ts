import type { OutputSpec } from "./Signature.ts";

/** Whether an output tells classes or labels apart, so that its answers are probabilities (or the logits of such). */
export const tellsClasses = (spec: OutputSpec | undefined): boolean =>
  spec?.kind === "classes" || spec?.kind === "binary" || spec?.kind === "labels";

/** How an output's numbers are called, where that is known: classes, labels, targets or values, by index. */
export function namesOf(spec: OutputSpec | undefined): readonly string[] | undefined {
  switch (spec?.kind) {
    case "classes":
    case "binary":
    case "labels":
    case "pixels":
    case "boxes":
      return spec.classNames;
    case "number":
      return spec.targetName === undefined ? undefined : [spec.targetName];
    case "numbers":
      return spec.targetNames;
    case "values":
      return spec.valueNames;
    default:
      return undefined;
  }
}

/** How classes are called: by the model, or else by the rows that it is asked about; numbers are no classes. */
export const classNamesOf = (
  spec: OutputSpec | undefined,
  given: readonly string[] | undefined,
): readonly string[] | undefined => namesOf(spec) ?? (tellsClasses(spec) ? given : undefined);
