import type { About } from "../../../kernel/library/explain/call/about.ts";
import * as methods from "../../../kernel/library/explain/methods.ts";

/** A class that explains: what is exported and has `attribute`, or lime's `explainInstance`. */
export interface MethodClass {
  readonly name: string;
  readonly prototype: object;
  readonly about?: About;
}

/** Every exported method by its name: a new one is here by being exported. */
export const exportedMethods: ReadonlyMap<string, MethodClass> = new Map(
  Object.entries(methods).filter((entry): entry is [string, MethodClass & (typeof entry)[1]] => {
    const [, value] = entry;
    // It ranks weights and gives no explanation.
    if (value === methods.ParameterImportance) return false;
    if (typeof value !== "function" || typeof value.prototype !== "object") return false;
    return "attribute" in value.prototype || "explainInstance" in value.prototype;
  }),
);
