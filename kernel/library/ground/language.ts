import type { Catalog } from "./say.ts";

/** A language that the product speaks. */
export type Language = "en" | "zh-CN";

let current: Language = "en";
/** Loaded when it is first spoken: who reads English loads none. */
let chinese: Catalog | undefined;

/**
 * The language of errors, notices and, unless an option says otherwise, of descriptions, views and charts. In a notebook
 * it is the notebook's; in a script `"en"`, until `setLanguage`.
 */
export const language = (): Language => current;

/**
 * Chooses the language. A notebook has its own already: `locale` of its metadata, the editor's setting, or `%language`.
 *
 * @example
 * import { setLanguage } from "glassbook";
 * await setLanguage("zh-CN");
 */
export async function setLanguage(language: Language): Promise<void> {
  current = language;
  if (language === "zh-CN") chinese ??= (await import("./chinese/index.ts")).chinese;
}

/** The texts of the chosen language; undefined for English, which stands in the code. */
export const texts = (): Catalog | undefined => (current === "zh-CN" ? chinese : undefined);
