import { tableBundle } from "../drawing/table.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { language } from "../ground/language.ts";
import { type Displayable, displayKey, mime } from "../ground/mimeBundle.ts";
import { type Locale, methodName } from "../text/words.ts";
import { type Judgement, judge, type Kept, type Verdict } from "./judge.ts";
import { readPlaces } from "./maps.ts";
import type { ParameterRandomization } from "./Randomization.ts";
import { sanityWords } from "./sanityWords.ts";

export interface SanityFields {
  /** The plain gradient's own test. */
  yardstick: ParameterRandomization | undefined;
  name?: string | undefined;
  locale?: Locale | undefined;
  /** Whether the inputs were random numbers, for want of others. */
  random: boolean;
}

/** The verdict of `sanityCheck`. Shows itself as a paragraph and a table of the layers. */
export class SanityCheck implements Judgement, Displayable {
  readonly verdict: Verdict;
  readonly steps: readonly Kept[];
  readonly worst: Kept;
  readonly why: Judgement["why"];
  /** What the method is called. */
  readonly name: string;
  /** The whole test: its maps are in `randomization.trained` and `randomization.steps[i].explanation`. */
  readonly randomization: ParameterRandomization;
  /** The plain gradient's own test, of the same answers; undefined where the model has no gradient. */
  readonly yardstick: ParameterRandomization | undefined;
  /** Whether the inputs were random numbers, for want of others. */
  readonly random: boolean;

  readonly #locale: Locale;

  constructor(randomization: ParameterRandomization, { yardstick, name, locale = language(), random }: SanityFields) {
    const isConstant = readPlaces(randomization.trained).every((map) => map.every((value) => value === map[0]));
    const { verdict, steps, worst, why } = judge(randomization, yardstick, isConstant);
    this.verdict = verdict;
    this.steps = steps;
    this.worst = worst;
    this.why = why;
    this.name = name ?? methodName(randomization.method);
    this.randomization = randomization;
    this.yardstick = yardstick;
    this.random = random;
    this.#locale = locale;
  }

  /** Whether nothing speaks against the method: the verdict is `"passes"`. */
  get passed(): boolean {
    return this.verdict === "passes";
  }

  /** The verdict, what it rests on, and what it cannot tell. */
  describe({ locale = this.#locale }: { locale?: Locale } = {}): string {
    return sanityWords(locale).sentences(this);
  }

  [displayKey](): MimeBundle {
    const { columns } = sanityWords(this.#locale);
    const told = (value: number | undefined) => (value === undefined ? "–" : Number(value.toFixed(2)));
    const rows = this.steps.map(({ layer, rank, magnitude, gradient }) => ({
      [columns.layer]: layer,
      [columns.rank]: told(rank),
      [columns.magnitude]: told(magnitude),
      [columns.gradient]: told(gradient),
    }));
    const text = this.describe();
    return { ...tableBundle(rows, {}, { notes: [text] }), [mime.text]: text };
  }
}
