import { heatmap } from "../display/heatmap/heatmap.ts";
import { tableBundle } from "../drawing/table.ts";
import { Agreement, checkComparable, type Randomized } from "../explanation/agreement/agreement.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { partCount, partOf } from "../explanation/parts.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { type Displayable, displayKey, mime } from "../ground/mimeBundle.ts";
import { pixelScale } from "../signature/pixelScale.ts";
import type { InputSpec } from "../signature/Signature.ts";
import { type Locale, methodName } from "../text/words.ts";
import { mapsInWords } from "./mapsInWords.ts";
import type { More } from "./more.ts";
import { type ReportFacts, type Verdict, verdictOf, wordsOf } from "./words.ts";

export interface ReportFields {
  readonly explanations: readonly Explanation[];
  readonly skipped: readonly { readonly method: string; readonly why: string }[];
  /** What else could be asked. */
  readonly more?: readonly More[];
  readonly modelPasses: number;
  readonly elapsedMs: number;
  /** The same maps on random weights, which chance is measured with. */
  readonly randomized?: Randomized | undefined;
  readonly labels?: readonly string[];
  /** What each input is called: its file. */
  readonly names?: readonly string[] | undefined;
  readonly locale: Locale;
}

/** Of drawings it does not matter; of a photograph a person sees other colors than there were. */
const isStretched = (spec: InputSpec | undefined): boolean =>
  spec?.kind === "image" && spec.ground === undefined && pixelScale(spec) === undefined;

/** Fewer places say all in the table: nothing is added in words. */
const fewest = 8;
/** Most heat maps that are drawn at a time. */
const drawn = 60;

/** What several methods say of the same answers, and whether they agree. */
export class Report implements ReportFields, Displayable {
  /** One for each method, in the order in which they were asked. */
  readonly explanations: readonly Explanation[];
  /** Methods that this model does not allow, and why. */
  readonly skipped: readonly { readonly method: string; readonly why: string }[];
  /** Of photographs: methods that could be asked besides, `explain(model, inputs, { methods: [...] })`, and what each would take. */
  readonly more: readonly More[];
  /**
   * Rank correlation and overlap of the strongest places, and what chance does with each pair, one for each input; none
   * where fewer than two maps compare, and of a model of several inputs.
   */
  readonly agreement: readonly Agreement[];
  /** Rows that went through the model, forward and backward counted once each, for all methods together. */
  readonly modelPasses: number;
  /** Rows that went through networks with random weights, on request: not in `modelPasses`. */
  readonly randomizationPasses: number;
  /** What the methods would have asked each for itself. */
  readonly passesAlone: number;
  readonly elapsedMs: number;
  readonly labels?: readonly string[];
  readonly names: readonly string[] | undefined;
  readonly locale: Locale;

  constructor(fields: ReportFields) {
    this.explanations = fields.explanations;
    this.skipped = fields.skipped;
    this.more = fields.more ?? [];
    this.modelPasses = fields.modelPasses;
    this.passesAlone = fields.explanations.reduce((sum, own) => sum + own.modelPasses, 0);
    this.randomizationPasses = fields.randomized?.modelPasses ?? 0;
    this.elapsedMs = fields.elapsedMs;
    if (fields.labels) this.labels = fields.labels;
    this.names = fields.names;
    this.locale = fields.locale;
    this.agreement = this.#compare(fields.randomized);
  }

  /** Whether the methods agree on an input: the worst pair of them, and where all of them point. */
  verdict(index = 0): Verdict {
    return verdictOf(this.agreement[index]);
  }

  /**
   * In sentences: first whether the methods agree, most of all if they do not; then what each of them says, which were
   * left out and why, and what it cost.
   */
  describe({ locale = this.locale, index }: { locale?: Locale; index?: number } = {}): string {
    const [first] = this.explanations;
    const count = first ? partCount(first.fields) : 0;
    const wanted = index === undefined ? Array.from({ length: count }, (_, i) => i) : [index];
    const facts: ReportFacts = {
      inputs: wanted.map((i) => ({
        input: i,
        name: this.names?.[i % (first?.fields.inputShape[0] ?? 1)],
        verdict: this.agreement[i] && verdictOf(this.agreement[i]),
        compared:
          this.agreement[i] && this.agreement[i].places >= fewest ? this.agreement[i].describe({ locale }) : undefined,
        ...mapsInWords(this.explanations, { locale, labels: this.labels, index: i }),
      })),
      more: this.more,
      skipped: this.skipped.map(({ method, why }) => ({ method: methodName(method), why })),
      modelPasses: this.modelPasses,
      passesAlone: this.passesAlone,
      randomizationPasses: this.randomizationPasses,
      isStretched: first !== undefined && isStretched(first.fields.inputSpec),
      ...(this.explanations.length > 1 && { ofInput: first?.inputParts?.[0]?.name }),
    };
    return wordsOf(facts, locale);
  }

  /** Everything as JSON; each explanation as `Explanation.fromJSON` reads it. */
  toJSON() {
    return {
      glassbook: "report",
      version: 1,
      explanations: this.explanations.map((own) => own.toJSON()),
      agreement: this.agreement.map(({ names, rank, overlap, k, places, yardsticks }) => ({
        names,
        rank,
        overlap,
        k,
        places,
        yardsticks,
      })),
      skipped: this.skipped,
      modelPasses: this.modelPasses,
      words: this.describe(),
    };
  }

  /** Pictures and volumes as heat maps under the verdict, rows as a table of the methods' values; and the words. */
  async [displayKey](): Promise<MimeBundle> {
    const text = this.describe();
    const [first] = this.explanations;
    if (!first) return { [mime.text]: text };
    const named = this.explanations.length > 1 ? first.inputParts?.[0]?.name : undefined;
    const title = wordsOf.title(this.agreement[0] && this.verdict(), this.locale, named);
    if (first.inputParts) {
      const count = this.explanations.reduce((sum, own) => sum + own.maps.length * partCount(own.fields), 0);
      if (count > drawn) return { [mime.text]: text };
      const options = { title, locale: this.locale, ...(this.labels && { labels: this.labels }) };
      return { ...(await heatmap(this.explanations, options)[displayKey]()), [mime.text]: text };
    }
    const isVolume = first.inputSpec?.kind === "volume";
    if ((first.inputShape.length === 4 || isVolume) && this.explanations.length * first.inputShape[0] <= drawn) {
      const [agreement] = this.agreement;
      const isWhole = this.agreement.length === 1 && agreement.names.length === this.explanations.length;
      const options = {
        title,
        locale: this.locale,
        ...(this.labels && { labels: this.labels }),
        ...(isWhole && { agreement }),
      };
      return { ...(await heatmap(this.explanations, options)[displayKey]()), [mime.text]: text };
    }
    return { ...this.#table(title), [mime.text]: text };
  }

  #table(caption: string): MimeBundle {
    const [first] = this.explanations;
    const { cells, values } = partOf(first, 0);
    const rows = Array.from(values, (_, i) => ({
      "": cells?.[i] ?? String(i),
      ...Object.fromEntries(this.explanations.map((own) => [methodName(own.method), partOf(own, 0).values[i]])),
    }));
    return tableBundle(rows, { caption });
  }

  #compare(randomized: Randomized | undefined): Agreement[] {
    // Of several inputs there is no one map to rank: they are compared input by input.
    if (this.explanations.some((own) => own.inputParts !== undefined)) return [];
    const isWhole = this.explanations.map(({ values }) => values.every(Number.isFinite));
    const whole = this.explanations.filter((_, i) => isWhole[i]);
    if (whole.length < 2) return [];
    const random = randomized && {
      ...randomized,
      maps: randomized.maps.map((run) => run.filter((_, i) => isWhole[i])),
    };
    return Array.from({ length: partCount(whole[0]) }, (_, index) => {
      checkComparable(whole, index);
      return new Agreement(whole, { index, locale: this.locale }, random);
    });
  }
}
