import { tableBundle } from "../../drawing/table.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { DataError, OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";
import type { InputKind, InputSpec } from "../../signature/Signature.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { type Locale, methodName } from "../../text/words.ts";
import { agreementInChinese } from "../describe/agreementChinese.ts";
import { agreementInEnglish } from "../describe/agreementEnglish.ts";
import type { AgreementFacts, Pair, Place } from "../describe/agreementFacts.ts";
import type { DescribeOptions } from "../describe/describe.ts";
import { blocks, type Division, ninths } from "../describe/division.ts";
import type { ExplanationFields } from "../Explanation.ts";
import { partOf } from "../parts.ts";
import { middleOf, positionOf } from "../top.ts";
import { alike, type Ranked, ranked } from "./alike.ts";
import type { ComparedPlaces } from "./places.ts";
import { type Pooled, pool } from "./pool.ts";
import { shiftsOf } from "./shifts.ts";
import { type Draws, standingOf, type Unmeasured, type Yardstick, yardstickOf } from "./yardstick.ts";

export interface AgreementOptions {
  /** How many of the strongest places are compared (default: a fifth of them, from 1 to 10). */
  k?: number;
  /** Which map of each explanation (default 0; inputs run fastest, targets slowest). */
  index?: number;
  /** Of the words it is shown with (default: the notebook's language). */
  locale?: Locale;
}

export const agreementNames = { k: true, index: true, locale: true } as const satisfies Names<AgreementOptions>;

/** Maps of the same inputs and targets made on networks with random weights, one list for each drawing of weights. */
export interface Randomized {
  /** In the order of the maps that they are compared with. */
  readonly maps: readonly (readonly ExplanationFields[])[];
  /** Rows that went through the random networks. */
  readonly modelPasses: number;
}

/** How far maps of the same answer agree, and what chance would do. */
export class Agreement implements AgreementFacts, Displayable {
  /** The methods, in the order of rows and columns; a method that comes twice is numbered. */
  readonly names: readonly string[];
  /** How many places are compared: segments; pixels of an image, all channels together; or numbers of other inputs. */
  readonly places: number;
  /** How many places are left out, since the input equals the baseline of a map there. */
  readonly leftOut: number;
  readonly segmented: boolean;
  /** Whether the places are columns of a table. */
  readonly ofTable: boolean;
  /** Whether the places are pixels. */
  readonly ofImage: boolean;
  /** What the input is stated to be. */
  readonly inputKind: InputKind | undefined;
  /** Of a picture that is no drawing, and of a volume: its areas, by which places are told. */
  readonly division: Division | undefined;
  /** One length for each axis of the places. */
  readonly size: readonly number[];
  /** Whether all maps are of contributions, which alone speak for or against. */
  readonly ofContributions: boolean;
  readonly k: number;
  /** Spearman's correlation of the |values|, −1 to 1; null where a map is constant. */
  readonly rank: readonly (readonly (number | null)[])[];
  /** How many of the `k` strongest places two maps have in common. */
  readonly overlap: readonly (readonly number[])[];
  /** At how many of these two maps of contributions have opposite signs; 0 of other maps. */
  readonly opposed: readonly (readonly number[])[];
  /** Which two are the same map, value for value. */
  readonly equal: readonly (readonly boolean[])[];
  /** What chance does with each pair: the bound that 95 % of its own draws stay under. Undefined where it is not known. */
  readonly yardsticks: readonly (readonly (Yardstick | undefined)[])[];
  /** Why chance is not known. */
  readonly unmeasured: Unmeasured | undefined;
  readonly even: AgreementFacts["even"];
  /** Rows that went through networks with random weights; 0 where chance was measured by shifts. */
  readonly modelPasses: number;
  /** Places among the strongest of every map, strongest first, with each map's value. */
  readonly shared: readonly Place[];
  /** By map: places among its strongest and no other's. */
  readonly alone: readonly (readonly Place[])[];

  readonly #locale: Locale;

  /** As `agreement` makes it, and `randomizedAgreement`, which gives `randomized`. */
  constructor(
    explanations: readonly ExplanationFields[],
    { k, index = 0, locale = language() }: AgreementOptions = {},
    randomized?: Randomized,
  ) {
    this.#locale = locale;
    this.names = numbered(explanations.map(({ method, about }) => about?.label ?? methodName(method)));
    const count = explanations.length;
    const pooled = pool([...explanations, ...(randomized?.maps.flat() ?? [])], index);
    const { places, compared, values, even } = pooled;
    this.places = compared.length;
    this.leftOut = pooled.leftOut;
    this.segmented = pooled.mask !== undefined;
    const columns = places.shape.length === 1 ? explanations[0].columns : undefined;
    this.ofTable = columns !== undefined;
    this.inputKind = explanations[0].inputSpec?.kind;
    this.size = places.shape;
    this.division = divisionOf(explanations[0].inputSpec, places);
    this.ofImage = !this.segmented && places.shifted === 2;
    this.ofContributions = explanations.every(({ about }) => about?.role === "contribution");
    this.k = k ?? Math.max(1, Math.min(10, Math.ceil(this.places / 5)));
    if (k !== undefined && (!Number.isInteger(k) || k < 1 || k > this.places)) {
      throw new OptionError(say`k is ${k}: give a whole number from 1 to ${this.places}, the number of positions`);
    }
    const all = values.map((map) => ranked(map, this.k));
    const maps = all.slice(0, count);
    const pairs = symmetric(count, (a, b) => alike(maps[a], maps[b]));
    this.rank = pairs.map((row) => row.map(({ rank }) => rank));
    this.overlap = pairs.map((row) => row.map(({ overlap }) => overlap));
    this.opposed = pairs.map((row) => row.map(({ opposed }) => (this.ofContributions ? opposed : 0)));

    this.equal = pairs.map((row) => row.map(({ equal }) => equal));
    this.even = even && { ...even, all: places.count };
    const shift = randomized || places.shifted === 0 || even ? undefined : shiftsOf(pooled, maps, this.k);
    const draws = randomized ? (a: number, b: number) => randomDraws(all, count, a, b) : shift;
    const kind = randomized ? "randomizations" : "shifts";
    this.yardsticks = symmetric(count, (a, b) => (a === b || !draws ? undefined : yardstickOf(kind, draws(a, b))));
    const isMeasured = this.yardsticks.some((row) => row.some((yardstick) => yardstick));
    this.unmeasured = isMeasured ? undefined : randomized ? "constant" : draws ? "few" : even ? "even" : "neighbors";
    this.modelPasses = randomized?.modelPasses ?? 0;

    const tops = maps.map(({ top }) => top);
    const told = (place: number) => placeOf(place, pooled, count, columns);
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
        const [rank, yardstick] = [this.rank[a][b], this.yardsticks[a][b]];
        const [overlap, opposed] = [this.overlap[a][b], this.opposed[a][b]];
        const standing = standingOf(rank, yardstick);
        return { a, b, rank, overlap, opposed, equal: this.equal[a][b], yardstick, standing };
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
    const short = (rank: number | null | undefined) => (typeof rank === "number" ? Number(rank.toFixed(2)) : "–");
    const rows = this.pairs().map(({ a, b, rank, overlap, yardstick }) => ({
      [words.maps]: `${this.names[a]} – ${this.names[b]}`,
      [words.rank]: short(rank),
      [words.rankByChance]: short(yardstick?.rank),
      [words.common(this.k)]: overlap,
      [words.commonByChance]: yardstick?.overlap ?? "–",
    }));
    const text = this.describe();
    return { ...tableBundle(rows, {}, { notes: [text] }), [mime.text]: text };
  }
}

const tableWords = {
  en: {
    maps: "pair",
    rank: "rank correlation",
    rankByChance: "by chance up to",
    common: (k: number) => `shared top ${k}`,
    commonByChance: "shared by chance, up to",
  },
  "zh-CN": {
    maps: "方法对",
    rank: "秩相关",
    rankByChance: "随机基准的秩相关",
    common: (k: number) => `前 ${k} 个中相同的个数`,
    commonByChance: "随机基准的相同个数",
  },
};

/**
 * Whether explanations of one answer agree: rank correlation and overlap of their strongest places. Maps with segments
 * and maps of pixels are compared by segment, a segment's pixels summed; the channels of a pixel are summed too. Places
 * where the input equals the baseline of a map are left out: there it is 0 whatever the model.
 *
 * What chance would do is measured, for each pair: one map is shifted over the other by every shift, wrapping around the edges (of
 * segments: by 200 shifts of each of the two), and the pair is held against the bound that 95 % of these stay under. That
 * needs an image, a volume or a series, as the model's signature says, and an input that is not mostly one even area or
 * its baseline, as a digit is: elsewhere nothing is said of chance, and `randomizedAgreement` of `glassbook/metrics`
 * measures it. Cost: no evaluation of the model; about 50 ms for a pair of 224 × 224 pixels.
 *
 * Agreement is no proof: methods can share a mistake, and two maps that both multiply by the input share its outline.
 * Disagreement shows that one map alone is not the reason.
 *
 * @param explanations two or more, of the same inputs and target.
 * @returns shows itself as a table and a paragraph; `describe()` gives the words alone.
 * @throws OptionError, ShapeError, DataError where they cannot be compared.
 * @example
 * agreement([ig, lime, shap]).describe();
 */
export function agreement(explanations: readonly ExplanationFields[], options: AgreementOptions = {}): Agreement {
  checkNames("agreement()", agreementNames, options);
  checkComparable(explanations, options.index);
  return new Agreement(explanations, options);
}

/** @throws OptionError, DataError where maps cannot be compared. */
export function checkComparable(explanations: readonly ExplanationFields[], index = 0): void {
  if (explanations.length < 2)
    throw new OptionError(say`agreement compares at least two explanations; got ${explanations.length}`);
  const parts = explanations.map((fields) => partOf(fields, index));
  for (const [place, part] of parts.entries()) {
    const { method } = explanations[place];
    if (part.target !== parts[0].target) {
      throw new OptionError(
        say`${method} explains class ${part.target}, but ${explanations[0].method} class ${parts[0].target}: compare maps of the same class`,
      );
    }
    if (part.input.some((value, i) => value !== parts[0].input[i])) {
      throw new OptionError(
        say`${method} explains another input than ${explanations[0].method}: compare maps of the same input`,
      );
    }
    if (part.values.some((value) => !Number.isFinite(value))) {
      throw new DataError(say`the map of ${method} has NaN or infinity and cannot be compared`);
    }
  }
}

/** Pictures and volumes have too many places to name each: they are told by area. Of drawings, strokes are. */
function divisionOf(spec: InputSpec | undefined, { shape, inInput }: ComparedPlaces): Division | undefined {
  if (!inInput) return undefined;
  const isPicture = spec?.kind === "image" && spec.ground === undefined && shape.length === 2;
  if (isPicture) return ninths(shape[0], shape[1], 1, undefined);
  return spec?.kind === "volume" && shape.length === 3 ? blocks(shape, (index) => index) : undefined;
}

/** A table of what is the same for `a` and `b` as for `b` and `a`, each worked out once. */
function symmetric<T>(count: number, of: (a: number, b: number) => T): T[][] {
  const half = Array.from({ length: count }, (_, a) => Array.from({ length: a + 1 }, (_, b) => of(b, a)));
  return half.map((_, a) => half.map((_, b) => half[Math.max(a, b)][Math.min(a, b)]));
}

/** Each of a pair with the other of a network with random weights; a constant map is no draw. */
function randomDraws(all: readonly Ranked[], count: number, a: number, b: number): Draws {
  const draws = Array.from({ length: all.length / count - 1 }, (_, i) => (i + 1) * count).flatMap((run) => [
    alike(all[a], all[run + b]),
    alike(all[run + a], all[b]),
  ]);
  const whole = draws.flatMap(({ rank, overlap }) => (rank === null ? [] : [{ rank, overlap }]));
  return { rank: whole.map(({ rank }) => rank), overlap: whole.map(({ overlap }) => overlap) };
}

function placeOf(
  at: number,
  { values, compared, mask, places }: Pooled,
  maps: number,
  columns: readonly Column[] | undefined,
): Place {
  const place = compared[at];
  const own = columns?.filter((_, i) => (mask ? mask[i] : i) === place);
  return {
    ...(own ? { name: own.map(({ name }) => name).join(" + ") } : {}),
    position: mask ? middleOf(mask, place, places.shape) : positionOf(place, places.shape),
    ...(mask ? { segment: place } : {}),
    values: values.slice(0, maps).map((map) => map[at]),
  };
}

function numbered(names: readonly string[]): string[] {
  return names.map((name, place) => {
    const same = names.flatMap((other, i) => (other === name ? [i] : []));
    return same.length === 1 ? name : `${name} ${same.indexOf(place) + 1}`;
  });
}
