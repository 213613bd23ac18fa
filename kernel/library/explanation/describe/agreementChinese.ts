import { tidyNumber } from "../../text/number.ts";
import {
  type AgreementFacts,
  closestOf,
  gathered,
  hasCoordinates,
  headOf,
  named,
  nounOf,
  type Pair,
  type Place,
  placeText,
  told,
  way,
} from "./agreementFacts.ts";
import { ninthChinese, nounChinese } from "./chinese/places.ts";

/** What is known of the agreement of maps, in Simplified Chinese sentences. */
export function agreementInChinese(facts: AgreementFacts): string {
  const { names, places, leftOut, k, shared, alone } = facts;
  const kind = nounChinese[nounOf(facts)];
  const both = ({ a, b }: Pair) => `${names[a]} 与 ${names[b]}`;
  const how = ({ rank, overlap, opposed }: Pair) =>
    `${rank === null ? "其中一幅为常数" : `秩相关 ${told(rank)}`}，前 ${k} 个中有 ${overlap} 个相同${opposed > 0 ? `，其中 ${opposed} 个符号相反` : ""}`;
  const where = (place: Place) =>
    place.name ?? (place.position.length > 1 ? placeText(place, facts.inputKind) : `值 ${place.position[0]}`);
  // A space stands between Chinese and other letters only.
  const spaced = (text: string) => (/^[\x21-\x7e]/.test(text) ? ` ${text}` : text);
  const list = (found: readonly Place[], say: (place: Place) => string) =>
    `${found.slice(0, named).map(say).join("、")}${found.length > named ? `，另有 ${found.length - named} 处` : ""}`;

  const words = { for: "支持", against: "反对", split: "支持与反对不一" };
  const pairs = facts.pairs();
  const [first, last] = [closestOf(pairs), pairs[pairs.length - 1]];
  const several = pairs.length > 1;
  const over =
    leftOut > 0 ? `在输入与基线不同的 ${tidyNumber(places)} ${kind}上` : `在 ${tidyNumber(places)} ${kind}上`;
  const isAllSame = several && headOf(last) === "same";
  const head = {
    same: isAllSame ? `${names.length} 幅图的排序完全相同` : `${both(first)} 的排序完全相同`,
    agree: `${both(first)} ${several ? "最一致" : "一致"}`,
    little: several
      ? `没有两幅图一致；最接近的 ${both(first)} 虽超出随机水平，但相似程度很低`
      : `${both(first)} 的相似虽超出随机水平，但程度很低`,
    below: several
      ? `没有两幅图一致；最接近的 ${both(first)} 总体排序相近，但最强处不一致`
      : `${both(first)} 总体排序相近，但最强处不一致`,
    alike: several ? `${both(first)} 最接近` : both(first),
    chance: several
      ? `没有两幅图的一致超出随机水平；最接近的是 ${both(first)}`
      : `${both(first)} 的一致没有超出随机水平`,
    order: several
      ? `没有两幅图一致；最接近的 ${both(first)} 排序的相似没有超出随机水平，但最强处的重合超出了`
      : `${both(first)} 排序的相似没有超出随机水平，但最强处的重合超出了`,
    unlike: several ? `没有两幅图一致；最接近的是 ${both(first)}` : `${both(first)} 不一致`,
  }[headOf(first)];
  const highlighted = (found: readonly Place[], isSigned: boolean) => {
    if (!facts.division) {
      return spaced(list(found, (place) => `${where(place)}${isSigned ? `（${words[way(place)]}）` : ""}`));
    }
    const nouns = kind.replace(/^个/, "");
    const groups = gathered(found, facts.division, facts.size, isSigned);
    const each = groups
      .slice(0, named)
      .map(
        ({ area, count, way }) =>
          `${ninthChinese(area, "")}的${nouns}（${count} 个${isSigned ? `，${words[way]}` : ""}）`,
      );
    const rest = groups.slice(named).reduce((sum, { count }) => sum + count, 0);
    if (rest > 0) each.push(`其他位置的${nouns}（${rest} 个）`);
    return each.join("、");
  };
  const sentences = [`${over}，${head}：${how(first)}。`, ...chanceOf(first, k)];
  if (last !== first && !isAllSame) sentences.push(`差别最大的是 ${both(last)}：${how(last)}。`, ...chanceOf(last, k));
  const all = names.length === 2 ? "两者" : `${names.length} 种方法`;
  if (shared.length > 0) sentences.push(`${all}都突出了${highlighted(shared, facts.ofContributions)}。`);
  else
    sentences.push(
      `没有哪${facts.ofTable ? "一" : ""}${kind}同时进入${names.length === 2 ? "两者" : ` ${all}`}的前 ${k}。`,
    );
  for (const [map, found] of alone.entries()) {
    if (found.length > 0) sentences.push(`只有 ${names[map]} 突出了${highlighted(found, false)}。`);
  }
  if (hasCoordinates(facts)) {
    sentences.push(`位置为 (${facts.inputKind === "image" ? "行, 列" : "时间步, 特征"})，从 0 起。`);
  }
  if (pairs.some(({ standing }) => standing === "unmeasured")) sentences.push(unmeasuredOf(facts));
  return sentences.join("");
}

/** What chance does with these two. */
function chanceOf({ rank, overlap, yardstick }: Pair, k: number): string[] {
  if (!yardstick || rank === null) return [];
  const { kind, draws } = yardstick;
  const bound = `秩相关不超过 ${told(yardstick.rank)}、前 ${k} 个中相同的不超过 ${yardstick.overlap} 个`;
  const here = `此处为 ${told(rank)} 和 ${overlap} 个`;
  return kind === "shifts"
    ? [`把其中一幅平移后，这一对的${bound}（${tidyNumber(draws)} 次平移的 95%）；${here}。`]
    : [`权重随机化后，这一对的${bound}（${tidyNumber(draws)} 次抽样的 95%）；${here}。`];
}

/** Why chance was not measured, and what would measure it. */
function unmeasuredOf({ unmeasured, even }: AgreementFacts): string {
  const why = {
    even: `输入的 ${tidyNumber(even?.all ?? 0)} 个位置中有 ${tidyNumber(even?.places ?? 0)} 个${even?.of === "baseline" ? "等于基线" : "取同一个值"}，平移说明不了什么`,
    neighbors: "这些数值没有相邻关系，无法平移",
    few: "位置太少，无法平移",
    constant: "权重随机化后，这些图大多为常数",
  }[unmeasured ?? "few"];
  const advice = unmeasured === "constant" ? "" : "randomizedAgreement() 用随机权重的同一网络作对照。";
  return `其中有多少出于随机，没有测量：${why}。${advice}`;
}
