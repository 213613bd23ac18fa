import { type AgreementFacts, chance, named, type Pair, type Place, told, way } from "./agreementFacts.ts";
import { percent } from "./percent.ts";

/** What is known of the agreement of maps, in Simplified Chinese sentences. */
export function agreementInChinese(facts: AgreementFacts): string {
  const { names, places, segmented, ofTable, k, shared, alone } = facts;
  const kind = ofTable ? "列" : segmented ? "个区块" : "个位置";
  const both = ({ a, b }: Pair) => `${names[a]} 与 ${names[b]}`;
  const how = ({ rank, overlap }: Pair) =>
    `${rank === null ? "其中一幅为常数" : `秩相关 ${told(rank)}`}，最强的 ${k} 处中有 ${overlap} 处相同`;
  const where = (place: Place) =>
    place.name ??
    (place.position.length > 1 ? `第 ${place.position[0]} 行第 ${place.position[1]} 列` : `特征 ${place.position[0]}`);
  const list = (found: readonly Place[], say: (place: Place) => string) =>
    `${found.slice(0, named).map(say).join("、")}${found.length > named ? `，另有 ${found.length - named} 处` : ""}`;
  const pairs = facts.pairs();
  const [first, last] = [pairs[0], pairs[pairs.length - 1]];
  const sentences = [`在 ${places} ${kind}上，${both(first)}${pairs.length > 1 ? "最为" : ""}一致：${how(first)}。`];
  if (first.rank === null || first.rank < Number(chance(places)))
    sentences[0] = `在 ${places} ${kind}上，没有两幅图一致；最接近的是 ${both(first)}：${how(first)}。`;
  if (pairs.length > 1) sentences.push(`最不一致的是 ${both(last)}：${how(last)}。`);
  const words = { for: "支持", against: "反对", split: "支持与反对不一" };
  const all = names.length === 2 ? "两者" : `${names.length} 种方法`;
  if (shared.length > 0)
    sentences.push(`${all}都指向${list(shared, (place) => `${where(place)}（${words[way(place)]}）`)}。`);
  else sentences.push(`没有任何位置被${all}同时列入最强的 ${k} 处。`);
  for (const [map, found] of alone.entries()) {
    if (found.length > 0) sentences.push(`只有 ${names[map]} 指向${list(found, where)}。`);
  }
  sentences.push(`若只是偶然，秩相关应低于 ${chance(places)}，最强处应有 ${percent(k / places)} 相同。`);
  return sentences.join("");
}
