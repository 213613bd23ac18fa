/** A number for reading: four significant digits unless told, a real minus sign, `∞` and `NaN` as they are. */
export function number(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  return String(Number(value.toPrecision(digits)))
    .replaceAll("-", "−")
    .replace("e+", "e");
}

export const signedNumber = (value: number, digits = 4): string =>
  value > 0 ? `+${number(value, digits)}` : number(value, digits);

/** Whole numbers as they are, with commas between thousands; others in four significant digits. */
export const tidyNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
        .replace("-", "−")
        .replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",")
    : number(value);

/** A share of 0 to 1 as percent, one decimal: `98.2%`. */
export const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(1)}%` : "–");
