import type { Agreement } from "../explanation/agreement/agreement.ts";
import { isApart } from "../explanation/describe/agreementFacts.ts";
import { tidyNumber } from "../text/number.ts";
import type { Locale } from "../text/words.ts";

/**
 * `disagrees`: two maps are correlated by less than 0.5, share none of their strongest places, or give most of those
 * that they share opposite signs. `agrees`: every pair is
 * beyond what chance does with it. `chance`: a pair is not. `unmeasured`: alike, but chance is not known.
 */
export type VerdictKind = "agrees" | "disagrees" | "chance" | "unmeasured";

/** Whether maps of one answer agree. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** Whether `kind` is `"agrees"`. */
  readonly agrees: boolean;
  /** The two that the verdict rests on: that agree least, or no more than by chance. */
  readonly least: {
    readonly names: readonly [string, string];
    readonly rank: number | null;
    readonly overlap: number;
    /** At how many of the shared places the two have opposite signs. */
    readonly opposed: number;
    /** The correlation that 95 % of what chance does with these two stays under, where that was measured. */
    readonly bound: number | undefined;
  };
  /** How many of the strongest places are compared. */
  readonly k: number;
  readonly methods: number;
}

export function verdictOf(found: Agreement): Verdict {
  const pairs = found.pairs();
  const apart = pairs.findLast(isApart);
  const byChance = pairs.findLast(({ standing }) => standing === "chance");
  // The same order of a few places is no measure of chance; the same values need none.
  const isKnown = pairs.every(({ yardstick, equal }) => yardstick !== undefined || equal);
  const kind = apart ? "disagrees" : byChance ? "chance" : isKnown ? "agrees" : "unmeasured";
  const { a, b, rank, overlap, opposed, yardstick } = apart ?? byChance ?? pairs[pairs.length - 1];
  return {
    kind,
    agrees: kind === "agrees",
    least: { names: [found.names[a], found.names[b]], rank, overlap, opposed, bound: yardstick?.rank },
    k: found.k,
    methods: found.names.length,
  };
}

export interface ReportFacts {
  readonly inputs: readonly {
    readonly input: number;
    /** What it is called: a file. */
    readonly name?: string | undefined;
    readonly verdict: Verdict | undefined;
    readonly compared: string | undefined;
    readonly maps: readonly string[];
    /** How positions in them are counted, a sentence. */
    readonly counting: readonly string[];
  }[];
  readonly skipped: readonly { readonly method: string; readonly why: string }[];
  /** Methods that could be asked besides. */
  readonly more: readonly { readonly method: string; readonly modelPasses: number }[];
  readonly modelPasses: number;
  readonly passesAlone: number;
  readonly randomizationPasses: number;
  /** Whether pictures are shown, of which nobody says how the model's numbers come out of pixels. */
  readonly isStretched?: boolean;
  /** Of maps over several inputs, which are not compared: the first input's name. */
  readonly ofInput?: string | undefined;
}

const told = (rank: number | null) => (rank === null ? "–" : rank.toFixed(2).replace("-", "−"));

const en = {
  input: (i: number, name?: string) => (name === undefined ? `Input ${i}.` : `${name}:`),
  agrees: ({ methods, least }: Verdict) =>
    `The ${methods} methods agree: their rank correlation is at least ${told(least.rank)} (${least.names.join(" and ")}${least.bound === undefined ? "" : `; by chance up to ${told(least.bound)}`}).`,
  chance: ({ methods, least }: Verdict) =>
    `The ${methods} methods agree no more than by chance: ${least.names.join(" and ")} have a rank correlation of ${told(least.rank)}, and chance gives these two up to ${told(least.bound ?? null)}.`,
  unmeasured: ({ methods, least }: Verdict) =>
    `The ${methods} methods give similar maps, with a rank correlation of at least ${told(least.rank)} (${least.names.join(" and ")}), but how much of that is chance was not measured: explain(model, inputs, { randomizations: 10 }) measures it.`,
  disagrees: ({ least, k }: Verdict) =>
    `The methods disagree, so no single map can be taken as the reason: ${least.names.join(" and ")} ${least.rank === null ? "differ (one map is constant)" : `have a rank correlation of ${told(least.rank)}`} and share ${least.overlap} of their top ${k}${least.opposed > 0 ? `, ${least.opposed} of them with opposite signs` : ""}.`,
  alone: "There is only one map, so nothing confirms what it shows.",
  several: (name: string) =>
    `The maps are of several inputs, so they were not compared: agreement(report.explanations.map((map) => map.of("${name}"))) compares them on one input.`,
  stretched:
    "How the model's numbers come out of pixels is not stated, so pictures are shown from their least to their largest value.",
  skipped: (method: string, why: string) => `${method} was left out: ${why}.`,
  passes: (own: number, alone: number, random: number) =>
    `${tidyNumber(own)} evaluations in all${alone > own ? `; separately, the methods would have taken ${tidyNumber(alone)}` : ""}.${random > 0 ? ` To measure chance on random weights: ${tidyNumber(random)} more.` : ""}`,
  more: (methods: readonly string[]) =>
    `More can be asked with explain(model, inputs, { methods: […] }); in evaluations: ${methods.join(", ")}.`,
  title: {
    agrees: "The methods agree",
    chance: "The methods agree no more than by chance",
    unmeasured: "The methods give similar maps; chance was not measured",
    disagrees: "The methods disagree: read the notes below each map before you trust it",
    alone: "One method",
    several: "Maps of several inputs, not compared",
  },
};

const zh: typeof en = {
  input: (i, name) => (name === undefined ? `输入 ${i}。` : `${name}：`),
  agrees: ({ methods, least }) =>
    `${methods} 种方法一致：秩相关至少为 ${told(least.rank)}（${least.names.join(" 与 ")}${least.bound === undefined ? "" : `；随机基准不超过 ${told(least.bound)}`}）。`,
  chance: ({ methods, least }) =>
    `${methods} 种方法的一致没有超出随机水平：${least.names.join(" 与 ")} 的秩相关为 ${told(least.rank)}，而这一对的随机基准可达 ${told(least.bound ?? null)}。`,
  unmeasured: ({ methods, least }) =>
    `${methods} 种方法给出的热力图相近，秩相关至少为 ${told(least.rank)}（${least.names.join(" 与 ")}），但其中有多少出于随机没有测量：用 explain(model, inputs, { randomizations: 10 }) 测量。`,
  disagrees: ({ least, k }) =>
    `各方法不一致，不能只凭其中一幅热力图下结论：${least.names.join(" 与 ")} ${least.rank === null ? "之一为常数" : `的秩相关为 ${told(least.rank)}`}，前 ${k} 个中有 ${least.overlap} 个相同${least.opposed > 0 ? `，其中 ${least.opposed} 个符号相反` : ""}。`,
  alone: "只有一幅热力图，其结果得不到印证。",
  several: (name) =>
    `热力图涉及多个输入，因此没有互相比较：可用 agreement(report.explanations.map((map) => map.of("${name}"))) 在一个输入上比较。`,
  stretched: "未说明模型输入与像素值的换算关系，因此图像按最小值到最大值显示。",
  skipped: (method, why) => `未使用 ${method}：${why}。`,
  passes: (own, alone, random) =>
    `共调用模型 ${tidyNumber(own)} 次${alone > own ? `；若各方法分别运行，需 ${tidyNumber(alone)} 次` : ""}。${random > 0 ? `另外在随机权重上调用 ${tidyNumber(random)} 次，用来测量随机基准。` : ""}`,
  more: (methods) =>
    `还可用 explain(model, inputs, { methods: […] }) 运行其他方法，所需调用次数：${methods.join("、")}。`,
  title: {
    agrees: "各方法一致",
    chance: "各方法的一致没有超出随机水平",
    unmeasured: "各方法的热力图相近；随机基准没有测量",
    disagrees: "各方法不一致：采信之前，请先看每幅图下的说明",
    alone: "一种方法",
    several: "多个输入的热力图，未比较",
  },
};

const wordsIn = (locale: Locale) => (locale === "zh-CN" ? zh : en);
const kind = (verdict: Verdict | undefined) => verdict?.kind ?? "alone";

/** A report in words: the verdicts first, those of disagreement before the others. */
export function wordsOf(facts: ReportFacts, locale: Locale): string {
  const words = wordsIn(locale);
  const several = facts.inputs.length > 1;
  const verdicts = facts.inputs
    .map(({ input, name, verdict }) => ({ input, name, verdict, kind: kind(verdict) }))
    .sort((a, b) => Number(b.kind === "disagrees") - Number(a.kind === "disagrees") || a.input - b.input)
    .map(({ input, name, verdict }) => {
      const none = facts.ofInput === undefined ? words.alone : words.several(facts.ofInput);
      const said = verdict === undefined ? none : words[verdict.kind](verdict);
      return several ? `${words.input(input, name)} ${said}` : said;
    });
  const maps = facts.inputs.flatMap(({ input, name, compared, maps, counting }) => [
    ...(several ? [words.input(input, name)] : []),
    ...(compared === undefined ? [] : [compared]),
    ...maps.map((map) => `• ${map}`),
    // Where the comparison says it already, it is not said again.
    ...counting.filter((sentence) => !compared?.includes(sentence)),
  ]);
  const rest = [
    ...(facts.isStretched ? [words.stretched] : []),
    ...facts.skipped.map(({ method, why }) => words.skipped(method, why.replace(/[.。]$/, ""))),
    words.passes(facts.modelPasses, facts.passesAlone, facts.randomizationPasses),
    ...(facts.more.length === 0
      ? []
      : [words.more(facts.more.map(({ method, modelPasses }) => `${method} ${tidyNumber(modelPasses)}`))]),
  ];
  return [...verdicts, ...maps, ...rest].join("\n");
}

/** The verdict in a few words. */
wordsOf.title = (verdict: Verdict | undefined, locale: Locale, ofInput?: string): string =>
  wordsIn(locale).title[ofInput === undefined ? kind(verdict) : "several"];
