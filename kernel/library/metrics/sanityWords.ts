import type { Locale } from "../text/words.ts";
import type { Judgement } from "./judge.ts";

/** What a verdict's words are made of. */
export interface SanityFacts extends Judgement {
  readonly name: string;
  readonly random: boolean;
}

interface SanityWords {
  readonly columns: Readonly<Record<"layer" | "rank" | "magnitude" | "gradient", string>>;
  sentences(facts: SanityFacts): string;
}

const told = (value: number) => value.toFixed(2).replace("-", "−");
/** From here on the strengths are the input's rather than the model's. */
const strong = 0.8;

const en: SanityWords = {
  columns: {
    layer: "random down to",
    rank: "map stays alike",
    magnitude: "its strengths |value| alone",
    gradient: "plain gradient stays alike",
  },
  sentences({ name, verdict, worst, why, steps, random }) {
    const { layer, rank, standardError, size, gradient } = worst;
    const error = Number.isFinite(standardError) ? ` ± ${told(standardError)}` : "";
    const alike = `a rank correlation of ${told(rank)}${error}`;
    const yardstick = gradient === undefined ? "" : `; the plain gradient's is ${told(gradient)}`;
    const where = `With random weights from the output down to ${layer}`;
    const because = {
      unchanged: `${where}, its map is still the same (${alike}${yardstick}): it shows the input, not what the model has learnt.`,
      sign: `${where}, its map is the same but for its sign (mean |ρ| ${told(size)}): the learnt weights decide no more than which way it points.`,
      alike: `${where}, its map still has ${alike} with that of the trained model${yardstick}: much of what it shows does not come from what those layers learnt.`,
      partly: `${where}, its map keeps ${alike} with that of the trained model${yardstick}: a part of what it shows does not come from those layers.`,
      asGradient: `With random weights down to ${layer}, its map keeps ${alike} with that of the trained model, but the plain gradient keeps as much (${told(gradient ?? 0)}): in this network that much lies in the input alone.`,
      changes: `Where most is left of its map, with random weights down to ${layer}, that is ${alike} with that of the trained model${yardstick}: it changes with what the model has learnt.`,
    }[why];
    const head = {
      passes: `${name} passes the sanity check.`,
      doubtful: `${name} is doubtful.`,
      fails: `${name} fails the sanity check.`,
    }[verdict];
    const advice = {
      passes: "That does not make it right: the check can only convict.",
      doubtful: "Read it beside a method that passes.",
      fails: "Do not use it to argue about this model.",
    }[verdict];
    const magnitude = Math.min(...steps.map((step) => step.magnitude));
    const strengths =
      verdict === "passes" && magnitude >= strong
        ? ` But where it is strong, whichever the sign, hardly changes (${told(magnitude)}): its outline comes from the input; only its signs and proportions come from the model.`
        : "";
    const noise = random ? " It was asked about random numbers; give inputs that the model knows." : "";
    return `${head} ${because}${strengths} ${advice}${noise}`;
  },
};

const zh: SanityWords = {
  columns: {
    layer: "随机化到此层",
    rank: "图的相似程度",
    magnitude: "仅强度 |值|",
    gradient: "普通梯度的相似程度",
  },
  sentences({ name, verdict, worst, why, steps, random }) {
    const { layer, rank, standardError, size, gradient } = worst;
    const error = Number.isFinite(standardError) ? ` ± ${told(standardError)}` : "";
    const alike = `秩相关 ${told(rank)}${error}`;
    const yardstick = gradient === undefined ? "" : `；普通梯度为 ${told(gradient)}`;
    const where = `从输出层到 ${layer} 换成随机权重后`;
    const because = {
      unchanged: `${where}，图仍然不变（${alike}${yardstick}）：它显示的是输入，而不是模型学到的东西。`,
      sign: `${where}，图除正负号外没有变（|ρ| 平均 ${told(size)}）：学到的权重只决定了它的正负。`,
      alike: `${where}，图与原来的仍有${alike}${yardstick}：它显示的东西多半不来自这些层所学。`,
      partly: `${where}，图与原来的还有${alike}${yardstick}：它显示的东西有一部分不来自这些层。`,
      asGradient: `随机化到 ${layer} 后，图与原来的还有${alike}，但普通梯度也一样多（${told(gradient ?? 0)}）：在这个网络里，这些只取决于输入。`,
      changes: `残留最多时（随机化到 ${layer}），图与原来的${alike}${yardstick}：它随模型所学而变。`,
    }[why];
    const head = {
      passes: `${name} 通过了合理性检查。`,
      doubtful: `${name} 可疑。`,
      fails: `${name} 未通过合理性检查。`,
    }[verdict];
    const advice = {
      passes: "这并不说明它正确：检查只能定罪。",
      doubtful: "请与通过检查的方法对照着看。",
      fails: "不要用它来论证这个模型。",
    }[verdict];
    const magnitude = Math.min(...steps.map((step) => step.magnitude));
    const strengths =
      verdict === "passes" && magnitude >= strong
        ? `但不论正负，强处几乎不变（${told(magnitude)}）：轮廓来自输入，来自模型的只是正负与比例。`
        : "";
    const noise = random ? "这里用的是随机数输入；请给出模型认识的输入。" : "";
    return `${head}${because}${strengths}${advice}${noise}`;
  },
};

export const sanityWords = (locale: Locale): SanityWords => (locale === "zh-CN" ? zh : en);
