/** A share for reading: `42%`, `3.1%`; near the ends it does not round to all or nothing. */
export function percent(share: number): string {
  const value = 100 * share;
  if (value > 0 && value < 0.1) return "<0.1%";
  if (value > 99.9 && value < 100) return ">99.9%";
  return `${value < 10 || value > 99 ? Number(value.toFixed(1)) : Math.round(value)}%`;
}
