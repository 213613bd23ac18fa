import { tableBundle } from "../../drawing/table.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { type Displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { spearman } from "../../math/spearman.ts";
import type { Column } from "../../signature/columns.ts";
import { type Locale, methodName } from "../../text/words.ts";
import { agreementInChinese } from "../describe/agreementChinese.ts";
import { agreementInEnglish } from "../describe/agreementEnglish.ts";
import type { AgreementFacts, Pair, Place } from "../describe/agreementFacts.ts";
import type { DescribeOptions } from "../describe/describe.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partOf } from "../parts.ts";
import { middleOf, positionOf } from "../top.ts";
import { type Pooled, pool } from "./pool.ts";

export interface AgreementOptions {
  /** How many of the strongest places are compared (default: a fifth of them, from 1 to 10). */
  k?: number;
  /** Which map of each explanation (default 0; inputs run fastest, targets slowest). */
  index?: number;
  /** Of the words it is shown with (default `"en"`). */
  locale?: Locale;
}

/** How far maps of the same answer agree. */
export class Agreement implements AgreementFacts, Displayable {
  /** The methods, in the order of rows and columns; a method that comes twice is numbered. */
  readonly names: readonly string[];
  /** How many places are compared: segments, or positions where no map has segments. */
  readonly places: number;
  readonly segmented: boolean;
  /** Whether the places are columns of a table. */
  readonly ofTable: boolean;
  readonly k: number;
  /** Spearman's correlation of the |values|, −1 to 1; null where a map is constant. */
  readonly rank: readonly (readonly (number | null)[])[];
  /** How many of the `k` strongest places two maps have in common. */
  readonly overlap: readonly (readonly number[])[];
  /** Places among the strongest of every map, strongest first, with each map's value. */
  readonly shared: readonly Place[];
  /** By map: places among its strongest and no other's. */
  readonly alone: readonly (readonly Place[])[];

  readonly #locale: Locale;

  constructor(explanations: readonly ExplanationFields[], { k, index = 0, locale = "en" }: AgreementOptions) {
    this.#locale = locale;
    this.names = numbered(explanations.map(({ method }) => methodName(method)));
    const pooled = pool(explanations, index);
    this.places = pooled.count;
    this.segmented = pooled.mask !== undefined;
    const columns = pooled.shape.length === 1 ? explanations[0].columns : undefined;
    this.ofTable = columns !== undefined;
    this.k = k ?? Math.max(1, Math.min(10, Math.ceil(pooled.count / 5)));
    if (!Number.isInteger(this.k) || this.k < 1 || this.k > pooled.count) {
      throw new OptionError(say`k is ${k}: give a whole number from 1 to the ${pooled.count} places there are`);
    }
    const sizes = pooled.values.map((values) => values.map(Math.abs));
    const tops = sizes.map((size) => strongest(size, this.k));
    this.rank = sizes.map((a) => sizes.map((b) => spearman(a, b)));
    this.overlap = tops.map((a) => tops.map((b) => a.filter((place) => b.includes(place)).length));
    const told = (place: number) => placeOf(place, pooled, columns);
    this.shared = tops[0].filter((place) => tops.every((top) => top.includes(place))).map(told);
    this.alone = tops.map((top, own) =>
      top.filter((place) => tops.every((other, i) => i === own || !other.includes(place))).map(told),
    );
  }

  /** The two maps of each pair, most alike first. */
  pairs(): Pair[] {
    const pairs = this.names.flatMap((_, a) =>
      this.names.slice(a + 1).map((_, offset) => {
        const b = a + 1 + offset;
        return { a, b, rank: this.rank[a][b], overlap: this.overlap[a][b] };
      }),
    );
    return pairs.sort((x, y) => (y.rank ?? -2) - (x.rank ?? -2));
  }

  /** Which maps agree most and least, what all of them point at, and what only one does. */
  describe({ locale = this.#locale }: Pick<DescribeOptions, "locale"> = {}): string {
    return locale === "zh-CN" ? agreementInChinese(this) : agreementInEnglish(this);
  }

  [displayKey](): MimeBundle {
    const words = tableWords[this.#locale];
    const rows = this.pairs().map(({ a, b, rank, overlap }) => ({
      [words.maps]: `${this.names[a]} – ${this.names[b]}`,
      [words.rank]: rank === null ? "–" : Number(rank.toFixed(2)),
      [words.common(this.k)]: overlap,
    }));
    const text = this.describe();
    return { ...tableBundle(rows, {}, { notes: [text] }), [mime.text]: text };
  }
}

const tableWords = {
  en: { maps: "maps", rank: "rank correlation", common: (k: number) => `of the ${k} strongest in common` },
  "zh-CN": { maps: "两幅图", rank: "秩相关", common: (k: number) => `最强 ${k} 处中相同的` },
};

/**
 * Whether explanations of one answer agree: rank correlation and overlap of their strongest places. Maps with segments
 * and maps of pixels are compared by segment, a segment's pixels summed.
 *
 * Agreement is no proof: methods can share a mistake. Disagreement shows that one map alone is not the reason.
 *
 * @param explanations two or more, of the same inputs and target.
 * @returns shows itself as a table and a paragraph; `describe()` gives the words alone.
 * @throws OptionError, ShapeError, DataError where they cannot be compared.
 * @example
 * agreement([ig, lime, shap]).describe();
 */
export function agreement(explanations: readonly ExplanationFields[], options: AgreementOptions = {}): Agreement {
  if (explanations.length < 2)
    throw new OptionError(say`agreement compares two explanations or more, not ${explanations.length}`);
  const { index = 0 } = options;
  const parts = explanations.map((fields) => partOf(fields, index));
  for (const [place, part] of parts.entries()) {
    const { method } = explanations[place];
    if (part.target !== parts[0].target) {
      throw new OptionError(
        say`${method} explains class ${part.target}, ${explanations[0].method} class ${parts[0].target}: compare maps of one class`,
      );
    }
    if (part.input.some((value, i) => value !== parts[0].input[i])) {
      throw new OptionError(
        say`${method} explains another input than ${explanations[0].method}: compare maps of one input`,
      );
    }
    if (part.values.some((value) => !Number.isFinite(value))) {
      throw new DataError(say`the map of ${method} holds NaN or infinity: it cannot be compared`);
    }
  }
  return new Agreement(explanations, options);
}

/** Where equal, the first in order; a place that got nothing is not strong. */
const strongest = (sizes: Float64Array, k: number): number[] =>
  [...sizes.keys()]
    .filter((place) => sizes[place] > 0)
    .sort((a, b) => sizes[b] - sizes[a] || a - b)
    .slice(0, k);

function placeOf(place: number, { values, mask, shape }: Pooled, columns: readonly Column[] | undefined): Place {
  const own = columns?.filter((_, i) => (mask ? mask[i] : i) === place);
  return {
    ...(own ? { name: own.map(({ name }) => name).join(" + ") } : {}),
    position: mask ? middleOf(mask, place, shape) : positionOf(place, shape),
    ...(mask ? { segment: place } : {}),
    values: values.map((map) => map[place]),
  };
}

function numbered(names: readonly string[]): string[] {
  return names.map((name, place) => {
    const same = names.flatMap((other, i) => (other === name ? [i] : []));
    return same.length === 1 ? name : `${name} ${same.indexOf(place) + 1}`;
  });
}
