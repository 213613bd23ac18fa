import type { Agreement } from "../explanation/agreement/agreement.ts";
import type { Locale } from "../text/words.ts";

/** Below this correlation two maps are told as disagreeing. */
const alike = 0.5;

/** Whether maps of one answer agree. */
export interface Verdict {
  readonly agrees: boolean;
  /** The two that agree least. */
  readonly least: { readonly names: readonly [string, string]; readonly rank: number | null; readonly overlap: number };
  /** How many of the strongest places are compared. */
  readonly k: number;
  readonly methods: number;
}

/** Maps disagree where two of them are correlated by less than 0.5, or share none of their strongest places. */
export function verdictOf(found: Agreement): Verdict {
  const pairs = found.pairs();
  const { a, b, rank, overlap } = pairs[pairs.length - 1];
  return {
    agrees: rank !== null && rank >= alike && overlap > 0,
    least: { names: [found.names[a], found.names[b]], rank, overlap },
    k: found.k,
    methods: found.names.length,
  };
}

export interface ReportFacts {
  readonly inputs: readonly {
    readonly input: number;
    readonly verdict: Verdict | undefined;
    readonly compared: string | undefined;
    readonly maps: readonly string[];
  }[];
  readonly skipped: readonly { readonly method: string; readonly why: string }[];
  readonly modelPasses: number;
  readonly passesAlone: number;
}

const told = (rank: number | null) => (rank === null ? "–" : rank.toFixed(2).replace("-", "−"));

const en = {
  input: (i: number) => `Input ${i}.`,
  agrees: ({ methods, least }: Verdict) =>
    `The ${methods} methods agree: their rank correlation is ${told(least.rank)} at least (${least.names.join(" and ")}).`,
  disagrees: ({ least, k }: Verdict) =>
    `The methods disagree, so no single map is the reason: ${least.names.join(" and ")} have a rank correlation of ${told(least.rank)} and share ${least.overlap} of their ${k} strongest places.`,
  alone: "There are no two maps to compare, so nothing confirms what one method says.",
  skipped: (method: string, why: string) => `${method} was left out: ${why}.`,
  passes: (own: number, alone: number) =>
    `${own} passes through the model in all; each method for itself would have made ${alone}.`,
  title: {
    agrees: "The methods agree",
    disagrees: "The methods disagree: see below each map before you trust one",
    alone: "One method",
  },
};

const zh: typeof en = {
  input: (i) => `输入 ${i}。`,
  agrees: ({ methods, least }) =>
    `${methods} 种方法一致：它们的秩相关至少为 ${told(least.rank)}（${least.names.join("与")}）。`,
  disagrees: ({ least, k }) =>
    `各方法不一致，因此没有哪一幅图单独就是原因：${least.names.join("与")}的秩相关为 ${told(least.rank)}，最强的 ${k} 处中有 ${least.overlap} 处相同。`,
  alone: "没有两幅图可以比较，因此一种方法的说法得不到印证。",
  skipped: (method, why) => `未使用 ${method}：${why}。`,
  passes: (own, alone) => `总共 ${own} 次模型计算；各方法单独进行则需 ${alone} 次。`,
  title: { agrees: "各方法一致", disagrees: "各方法不一致：相信某一幅之前请看图下的说明", alone: "一种方法" },
};

const wordsIn = (locale: Locale) => (locale === "zh-CN" ? zh : en);
const kind = (verdict: Verdict | undefined) =>
  verdict === undefined ? "alone" : verdict.agrees ? "agrees" : "disagrees";

/** A report in words: the verdicts first, those of disagreement before the others. */
export function wordsOf(facts: ReportFacts, locale: Locale): string {
  const words = wordsIn(locale);
  const several = facts.inputs.length > 1;
  const verdicts = facts.inputs
    .map(({ input, verdict }) => ({ input, verdict, kind: kind(verdict) }))
    .sort((a, b) => Number(b.kind === "disagrees") - Number(a.kind === "disagrees") || a.input - b.input)
    .map(({ input, verdict }) => {
      const said =
        verdict === undefined ? words.alone : verdict.agrees ? words.agrees(verdict) : words.disagrees(verdict);
      return several ? `${words.input(input)} ${said}` : said;
    });
  const maps = facts.inputs.flatMap(({ input, compared, maps }) => [
    ...(several ? [words.input(input)] : []),
    ...(compared === undefined ? [] : [compared]),
    ...maps.map((map) => `• ${map}`),
  ]);
  const rest = [
    ...facts.skipped.map(({ method, why }) => words.skipped(method, why.replace(/[.。]$/, ""))),
    words.passes(facts.modelPasses, facts.passesAlone),
  ];
  return [...verdicts, ...maps, ...rest].join("\n");
}

/** The verdict in a few words. */
wordsOf.title = (verdict: Verdict | undefined, locale: Locale): string => wordsIn(locale).title[kind(verdict)];
