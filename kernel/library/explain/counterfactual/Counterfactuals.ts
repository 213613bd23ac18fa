import { imageGrid } from "../../drawing/imageGrid.ts";
import { tableBundle } from "../../drawing/table.ts";
import type { DescribeOptions } from "../../explanation/describe/describe.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import { type Column, cellText } from "../../signature/columns.ts";
import { number } from "../../text/number.ts";
import { inChinese, inEnglish, probabilityText, tableWords } from "./words.ts";

/** One feature that is another. */
export interface Change {
  readonly feature: number;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** A row that the model answers otherwise, and what there is to say of it. */
export interface Counterfactual {
  readonly values: Float32Array;
  /** P(target) there. */
  readonly probability: number;
  /** Whether the wish is fulfilled. */
  readonly valid: boolean;
  /** Proximity: how far it is away, Σ |change| / scale, 1 for another category. */
  readonly distance: number;
  /** Sparsity: how many features change. */
  readonly changes: readonly Change[];
  /** Share of the data's rows that lie farther from their nearest neighbor than this does, 0 to 1; without data unknown. */
  readonly plausibility: number | undefined;
}

export interface CounterfactualsFields {
  readonly input: Float32Array;
  readonly shape: readonly number[];
  readonly columns: readonly Column[];
  readonly className: (target: number) => string;
  /** Whether the model assigns labels, which do not exclude each other. */
  readonly ofLabels: boolean;
  /** The class the model gives the input, and the one that was wished for. */
  readonly predicted: number;
  readonly target: number;
  /** P(target) of the input, and the least that was wished for. */
  readonly before: number;
  readonly wished: number;
  /** Nearest first; none where none was found. */
  readonly found: readonly Counterfactual[];
  /** Where nothing was found: the row that came nearest to the wish. */
  readonly closest: Counterfactual | undefined;
  /** The nearest row of the data that the model gives the target. */
  readonly nearestUnlikeNeighbor: Counterfactual | undefined;
  /** The way from the input to the first one found, in even steps: `[steps, ...]`, with P(target) at each. */
  readonly steps: { readonly values: Float32Array; readonly probabilities: Float64Array } | undefined;
  readonly modelPasses: number;
}

/** What would have to change for another answer. Shows itself as a table of changes, or as a strip of pictures. */
export class Counterfactuals implements Displayable {
  readonly fields: CounterfactualsFields;

  constructor(fields: CounterfactualsFields) {
    this.fields = fields;
  }

  get found(): readonly Counterfactual[] {
    return this.fields.found;
  }

  get closest(): Counterfactual | undefined {
    return this.fields.closest;
  }

  get nearestUnlikeNeighbor(): Counterfactual | undefined {
    return this.fields.nearestUnlikeNeighbor;
  }

  get steps(): CounterfactualsFields["steps"] {
    return this.fields.steps;
  }

  get modelPasses(): number {
    return this.fields.modelPasses;
  }

  /** In sentences; where nothing was found, how near it came. */
  describe({ locale = language() }: Pick<DescribeOptions, "locale"> = {}): string {
    return locale === "zh-CN" ? inChinese(this.fields) : inEnglish(this.fields);
  }

  [displayKey](): MimeBundle | Promise<MimeBundle> {
    const { steps, shape, columns, found, closest, nearestUnlikeNeighbor, className, target } = this.fields;
    const locale = language();
    const words = tableWords[locale];
    const text = this.describe({ locale });
    if (shape.length > 2 && steps) {
      const count = steps.probabilities.length;
      const grid = imageGrid(
        { values: steps.values, shape: [count, ...shape.slice(1)] },
        {
          labels: Array.from(steps.probabilities, (p) => probabilityText(className(target), p, locale)),
          columns: count,
        },
      );
      return Promise.resolve(grid[displayKey]()).then((bundle) => ({ ...bundle, [mime.text]: text }));
    }
    const shown = found.length > 0 ? found : closest ? [closest] : [];
    const all = [...shown.entries()].map(([i, one]) => ({
      title: found.length > 0 ? words.counterfactual(i + 1) : words.nearest,
      one,
    }));
    if (nearestUnlikeNeighbor) all.push({ title: words.neighbor, one: nearestUnlikeNeighbor });
    const changing = [...columns.keys()].filter((i) =>
      all.some(({ one }) => one.changes.some(({ feature }) => feature === i)),
    );
    const rows: Record<string, unknown>[] = changing.map((feature) => ({
      [words.feature]: columns[feature].name,
      [words.now]: cellText(columns[feature], this.fields.input[feature]),
      ...Object.fromEntries(
        all.map(({ title, one }) => {
          const change = one.changes.find((own) => own.feature === feature);
          return [title, change ? cellText(columns[feature], change.to) : "·"];
        }),
      ),
    }));
    const line = (feature: string, now: unknown, told: (one: Counterfactual) => unknown) =>
      rows.push({
        [words.feature]: feature,
        [words.now]: now,
        ...Object.fromEntries(all.map(({ title, one }) => [title, told(one)])),
      });
    line(`P(${className(target)})`, number(this.fields.before), (one) => number(one.probability));
    line(words.distance, "", (one) => number(one.distance));
    if (all.some(({ one }) => one.plausibility !== undefined)) {
      line(words.plausibility, "", (one) => (one.plausibility === undefined ? "" : number(one.plausibility, 2)));
    }
    return {
      ...tableBundle(rows, { caption: words.caption(className(target)) }),
      [mime.text]: text,
    };
  }
}
