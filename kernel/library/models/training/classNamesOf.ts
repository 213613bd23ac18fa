import { namesOf, tellsClasses } from "../../signature/classes.ts";
import type { OutputSpec } from "../../signature/Signature.ts";

/** The names of the classes or labels that an output tells apart, where they are known. */
export const classNamesOf = (spec: OutputSpec | undefined): readonly string[] | undefined =>
  tellsClasses(spec) || spec?.kind === "pixels" ? namesOf(spec) : undefined;
