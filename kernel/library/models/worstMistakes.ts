import { type ClassAnswers, requireClasses } from "./evaluation/Evaluation.ts";

/** An example that the model takes for something else. */
export interface Mistake {
  /** Its place in the data. */
  readonly index: number;
  readonly label: number;
  readonly prediction: number;
  /** What the model gives the wrong class, 0 to 1. */
  readonly confidence: number;
  /** What it gives the right one. */
  readonly probability: number;
}

/**
 * The mistakes of which a model that tells classes apart was surest, the surest first.
 *
 * @param count how many at most; default 10.
 * @example
 * for (const { index, label, prediction } of worstMistakes(await evaluate(model, test), 5)) console.log(index, label, prediction);
 */
export function worstMistakes(evaluation: ClassAnswers, count = 10): Mistake[] {
  requireClasses(evaluation, "worstMistakes");
  const { labels, predictions, probabilities, classes } = evaluation;
  const mistakes: Mistake[] = [];
  labels.forEach((label, index) => {
    const prediction = predictions[index] as number;
    if (prediction === label) return;
    const of = (column: number) => probabilities[index * classes + column] as number;
    mistakes.push({ index, label, prediction, confidence: of(prediction), probability: of(label) });
  });
  return mistakes.sort((a, b) => b.confidence - a.confidence || a.index - b.index).slice(0, count);
}
