import { texts } from "./language.ts";

/** English text, with `{0}`, `{1}`, … for what is put into it, to the same in another language. */
export type Catalog = Readonly<Record<string, string>>;

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
  const translated = texts()?.[keyOf(parts)];
  if (translated === undefined) return String.raw({ raw: parts }, ...values);
  return translated.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}
