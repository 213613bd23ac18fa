/** What is said of one map, sentence by sentence: a report says once what all its maps have in common. */
export interface Told {
  /** What is explained. */
  readonly head: string;
  /** What the model answered, where that is a sentence of its own. */
  readonly answer: readonly string[];
  readonly map: readonly string[];
  /** How positions are counted. */
  readonly counting: readonly string[];
  readonly trust: readonly string[];
}

export const allOf = ({ head, answer, map, counting, trust }: Told): string[] => [
  head,
  ...answer,
  ...map,
  ...counting,
  ...trust,
];
