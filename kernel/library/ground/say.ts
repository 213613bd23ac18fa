/** A language that the product speaks. */
export type Language = "en" | "zh-CN";

/** English text, with `{0}`, `{1}`, … for what is put into it, to the same in another language. */
export type Catalog = Readonly<Record<string, string>>;

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

/** The key under which a catalog has a template. */
export const keyOf = (parts: readonly string[]): string =>
  parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);

/**
 * Text for the user in their language; the English stands in the code, and is the key.
 *
 * @example
 * throw new OptionError(say`nSamples is ${nSamples}: give 1 at least`);
 */
export function say(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const translated = current === "zh-CN" ? chinese?.[keyOf(parts)] : undefined;
  if (translated === undefined) return String.raw({ raw: parts }, ...values);
  return translated.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}
