/** Where a verdict turns: once for every language and every view. */
export const thresholds = {
  /** A best guess below this probability is unsure. */
  sure: 0.6,
  /** Beside an unsure best guess, a class at least this many times as probable is named with it. */
  rival: 0.5,
  /** A label of at least this probability is assigned. */
  assigned: 0.5,
  /**
   * Positive and negative places are told as mixed where their distributions over the areas of a picture overlap by this
   * share. Measured: 0.94 to 1.00 for gradient methods on photographs (EfficientNet-Lite0), at most 0.89 for all maps of
   * digits, at most 0.74 for ablation by regions.
   */
  mixed: 0.9,
  /** Two sides of fewer places (those that hold half of each) lie side by side, which is not everywhere. */
  mixedPlaces: 10,
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
  /** The same gap, relative to what the values should add up to: beyond, the amounts or the sum cannot be trusted. */
  missedClose: 0.1,
  missedFair: 0.5,
  /** A change of the answer below this part of the answers themselves is measured by them. */
  near: 0.1,
  /** A value this small beside the largest is what rounding to float32 leaves, and no value. */
  dust: 1e-7,
  /** What rounding to float32 makes of an exact sum, relative to the numbers that it is made of. */
  rounding: 2e-6,
} as const;
