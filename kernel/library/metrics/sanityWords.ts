import { spaced } from "../text/chinese.ts";
import type { Locale } from "../text/words.ts";
import { type Judgement, strong } from "./judge.ts";

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

const en: SanityWords = {
  columns: {
    layer: "randomized down to",
    rank: "similarity of the map",
    magnitude: "of its |values| alone",
    gradient: "of the plain gradient",
  },
  sentences({ name, verdict, worst, why, steps, random }) {
    const { layer, rank, standardError, size, gradient, gradientMagnitude = 0 } = worst;
    const error = Number.isFinite(standardError) ? ` ± ${told(standardError)}` : "";
    const alike = `a rank correlation of ${told(rank)}${error}`;
    const yardstick = gradient === undefined ? "" : `; the plain gradient's is ${told(gradient)}`;
    const where = `With weights randomized from the output down to ${layer}`;
    const because = {
      unchanged: `${where}, its map stays the same (${alike}${yardstick}): it shows the input, not what the model has learned.`,
      sign: `${where}, its map stays the same except for its sign (mean |ρ| ${told(size)}): the learned weights decide only which way it points.`,
      alike: `${where}, its map still has ${alike} with the original${yardstick}: much of what it shows does not come from what those layers learned.`,
      partly: `${where}, its map still has ${alike} with the original${yardstick}: part of what it shows does not come from those layers.`,
      asGradient: `${where}, its map still has ${alike} with the original, but the plain gradient keeps ${told(gradient ?? 0)} (its |values| ${told(gradientMagnitude)}): in this network, that much similarity comes from the input and the architecture.`,
      noGradient: `${where}, its map still has ${alike} with the original, and this model has no gradient to compare that with.`,
      constant: "Its map has the same value everywhere, so there is nothing to compare.",
      changes: `Even where it is most similar (randomized down to ${layer}), its map has ${alike} with the original${yardstick}: it changes with what the model has learned.`,
    }[why];
    const head = {
      passes: `${name} passes the sanity check.`,
      doubtful: `${name} is doubtful.`,
      fails: `${name} fails the sanity check.`,
      "cannot tell": `This model cannot tell whether ${name} shows what it has learned.`,
    }[verdict];
    const advice = {
      passes: "That does not make it right: the check can refute a method, not prove it.",
      doubtful: "Compare it with a method that passes.",
      fails: "Do not use it as evidence about this model.",
      "cannot tell": "Measure it otherwise, by infidelity for example.",
    }[verdict];
    const magnitude = Math.min(...steps.map((step) => step.magnitude));
    const strengths =
      verdict === "passes" && magnitude >= strong
        ? ` But its |values| hardly change (${told(magnitude)}): the outline comes from the input; only signs and proportions come from the model.`
        : "";
    const noise = random ? " The input was random; use real examples." : "";
    return `${head} ${because}${strengths} ${advice}${noise}`;
  },
};

const zh: SanityWords = {
  columns: {
    layer: "随机化到此层",
    rank: "热力图的相似度",
    magnitude: "仅绝对值的相似度",
    gradient: "普通梯度的相似度",
  },
  sentences({ name, verdict, worst, why, steps, random }) {
    const { layer, rank, standardError, size, gradient, gradientMagnitude = 0 } = worst;
    const error = Number.isFinite(standardError) ? ` ± ${told(standardError)}` : "";
    const alike = `秩相关 ${told(rank)}${error}`;
    const yardstick = gradient === undefined ? "" : `；普通梯度为 ${told(gradient)}`;
    const where = `从输出层到 ${layer} 的权重随机化后`;
    const because = {
      unchanged: `${where}，热力图仍然不变（${alike}${yardstick}）：它显示的是输入，而不是模型学到的内容。`,
      sign: `${where}，热力图除正负号外没有变化（|ρ| 平均 ${told(size)}）：学到的权重只决定正负。`,
      alike: `${where}，热力图与原图的${alike}${yardstick}：它显示的内容大多与这些层学到的权重无关。`,
      partly: `${where}，热力图与原图的${alike}${yardstick}：它显示的内容有一部分与这些层无关。`,
      asGradient: `${where}，热力图与原图的${alike}，但普通梯度也有 ${told(gradient ?? 0)}（其绝对值 ${told(gradientMagnitude)}）：在这个网络里，这部分相似来自输入和结构。`,
      noGradient: `${where}，热力图与原图的${alike}，而这个模型没有梯度可作对照。`,
      constant: "热力图处处相同，没有可比较的内容。",
      changes: `相似度最高的一步（随机化到 ${layer}）也只有${alike}${yardstick}：热力图确实随权重变化。`,
    }[why];
    const head = {
      passes: `${name} 通过了健全性检查。`,
      doubtful: `${name} 可疑。`,
      fails: `${name} 未通过健全性检查。`,
      "cannot tell": `这个模型无法判断 ${name} 是否反映了它学到的内容。`,
    }[verdict];
    const advice = {
      passes: "通过并不等于正确：该检查只能证伪，不能证实。",
      doubtful: "请与通过检查的方法对照着看。",
      fails: "不能用作关于该模型的证据。",
      "cannot tell": "请用其他指标衡量，例如不忠实度。",
    }[verdict];
    const magnitude = Math.min(...steps.map((step) => step.magnitude));
    const strengths =
      verdict === "passes" && magnitude >= strong
        ? `但取绝对值后几乎不变（${told(magnitude)}）：轮廓来自输入，模型只决定正负和相对大小。`
        : "";
    const noise = random ? "本次用的是随机输入，请换成真实样本。" : "";
    return spaced(`${head}${because}${strengths}${advice}${noise}`);
  },
};

export const sanityWords = (locale: Locale): SanityWords => (locale === "zh-CN" ? zh : en);
