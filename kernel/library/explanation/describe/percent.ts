import type { Locale } from "../../text/words.ts";

/** A share for reading: `42%`, `3.1%`; near the ends it does not round to all or nothing: `over 99.9%`. */
export const percent = (share: number, locale: Locale = "en"): string => {
  const value = 100 * share;
  return atTheEnds(value, locale) ?? `${value < 10 || value > 99 ? oneDecimal(value) : Math.round(value)}%`;
};

/** The same with one decimal everywhere: `42.3%`. */
export const precisePercent = (share: number, locale: Locale = "en"): string =>
  atTheEnds(100 * share, locale) ?? `${oneDecimal(100 * share)}%`;

const oneDecimal = (value: number) => Number(value.toFixed(1));

function atTheEnds(value: number, locale: Locale): string | undefined {
  if (value > 0 && value < 0.05) return locale === "en" ? "under 0.1%" : "不到 0.1%";
  if (value >= 99.95 && value < 100) return locale === "en" ? "over 99.9%" : "超过 99.9%";
  return undefined;
}
