import type { Language } from "./language.ts";

/** The product's language for a tag such as `zh-CN`, `zh_CN.UTF-8` or `C`; undefined for none. */
export function languageOf(tag: unknown): Language | undefined {
  if (typeof tag !== "string" || tag === "") return undefined;
  return /^zh\b|^zh_/i.test(tag) ? "zh-CN" : "en";
}

/** Whether a tag names a language that the product speaks. */
export const isSpoken = (tag: string): boolean => /^(en|zh)(?![a-z])/i.test(tag);

/** What the user's environment asks for: `GLASSBOOK_LANGUAGE`, or else the system's own variables. */
export function languageOfEnvironment(env: Readonly<Record<string, string | undefined>>): Language {
  const { GLASSBOOK_LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = env;
  return languageOf(GLASSBOOK_LANGUAGE || LC_ALL || LC_MESSAGES || LANG) ?? "en";
}
