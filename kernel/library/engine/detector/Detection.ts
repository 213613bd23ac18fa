/** A box that a detector found. */
export interface Detection {
  /** Left, top, right and bottom, in pixels of the model's input. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  /** As the model gives it: objectness, or objectness times the class's probability. */
  readonly score: number;
  /** The class: the model's label, or the largest of its class scores. */
  readonly label: number | undefined;
  /** Scores of all classes, where the model gives them. */
  readonly classScores: Float32Array | undefined;
}
