import type { Locale } from "../../text/words.ts";

/** A share for reading: `42%`, `3.1%`; near the ends it does not round to all or nothing: `over 99.9%`. */
export function percent(share: number, locale: Locale = "en"): string {
  const value = 100 * share;
  if (value > 0 && value < 0.05) return locale === "en" ? "under 0.1%" : "不到 0.1%";
  if (value >= 99.95 && value < 100) return locale === "en" ? "over 99.9%" : "超过 99.9%";
  return `${value < 10 || value > 99 ? Number(value.toFixed(1)) : Math.round(value)}%`;
}
