/** Where a verdict turns: once for every language and every view. */
export const thresholds = {
  /** A best guess below this probability is unsure. */
  sure: 0.6,
  /** A label of at least this probability is assigned. */
  assigned: 0.5,
  /** Two sides that differ by a smaller factor are about even. */
  even: 1.1,
  /** A larger factor is not told as a number. */
  lopsided: 1000,
  /** A value of at most this many standard errors may be chance. */
  standardErrors: 2,
  /** R² of a linear model: from here on a fair picture, from there on a partial one. */
  goodFit: 0.8,
  fairFit: 0.5,
  /** A gap of the sum, relative to the size of the values: amounts can be trusted, places can be compared. */
  close: 0.01,
  fair: 0.05,
  /** A value this small beside the largest is what rounding to float32 leaves, and no value. */
  dust: 1e-7,
  /** What rounding to float32 makes of an exact sum, relative to the numbers that it is made of. */
  rounding: 2e-6,
} as const;
