import { number, signedNumber } from "../../../text/number.ts";
import type { Area, AreaShare, Horizontal, Ninth, Slices, Vertical } from "../areas.ts";
import type { Facts } from "../facts.ts";
import { percent } from "../percent.ts";
import type { Side } from "../sides.ts";
import type { Noun, Position, Terms } from "../terms.ts";

/** One side's areas with their shares: `图像右上方（30%）、上部（23%），99.4% 落在笔画上；最大值 +0.3526，位于 (10, 17)`. */
export function placesChinese({ areas, onStrokes, peak }: Side, facts: Facts): string {
  const { terms, meaning } = facts;
  const value = (own: number) => (meaning.signed || facts.mean !== undefined ? signedNumber(own) : number(own));
  const text = areasChinese(areas, facts, value);
  const strokes =
    onStrokes === undefined
      ? ""
      : onStrokes === 0
        ? "，没有落在笔画上的"
        : `，${percent(onStrokes, "zh-CN")} 落在笔画上`;
  if (!peak) return `${text}${strokes}`;
  const where = peak.segment === undefined ? "位于" : `属于${segmentChinese(peak, terms)}，中心约在`;
  const channel =
    peak.channel === undefined || peak.segment !== undefined
      ? ""
      : `，${peak.channel.name ?? `${terms.kind === "series" ? "特征" : "通道"} ${peak.channel.index}`}`;
  const extreme = peak.value < 0 ? "最小值" : "最大值";
  return `${text}${strokes}；${extreme} ${value(peak.value)}，${where}${placeChinese(peak.at, terms)}${channel}`;
}

/** A segment by where it lies; a number would say nothing to who has no mask at hand. */
function segmentChinese({ area, isWide }: Position, terms: Terms): string {
  if (isWide) return "一个范围很大的区块";
  if (!area) return "区块";
  return `${area.kind === "ninth" ? ninthChinese(area, "") : nameOf(area, terms)}的区块`;
}

/** A single place by its coordinates. */
export function placeChinese(at: readonly number[], { kind }: Terms): string {
  if (kind === "series") return `时间步 ${at[0]}`;
  if (kind === "tokens") return `token ${at[0]}`;
  if (kind === "layer") return `[${at.join(", ")}]`;
  return at.length === 1 ? `值 ${at[0]}` : `(${at.join(", ")})`;
}

/** `图像右上方（30%）、上部（23%）`: of what is said once. */
export const areasChinese = (areas: readonly AreaShare[], facts: Facts, say?: (own: number) => string): string =>
  areas.map((own, i) => areaChinese(own, facts, i > 0, say)).join("、");

function areaChinese(
  { area, share, value }: AreaShare,
  { terms, perDeviation }: Facts,
  isBare: boolean,
  say: (own: number) => string = signedNumber,
): string {
  const own = percent(share, "zh-CN");
  const amount = value === undefined ? "" : say(Number(value.toPrecision(3)));
  const deviation = perDeviation && amount ? "每增加一个标准差 " : "";
  const name = isBare && area.kind === "ninth" ? ninthChinese(area, "") : nameOf(area, terms);
  return `${name}（${amount ? `${deviation}${amount}，占 ${own}` : own}）`;
}

const range = (from: number, to: number) => (from === to ? `${from}` : `${from}–${to}`);
const verticals: Record<Vertical, string> = { upper: "上", middle: "中", lower: "下" };
const horizontals: Record<Horizontal, string> = { left: "左", center: "中", right: "右" };

function nameOf(area: Area, { kind }: Terms): string {
  switch (area.kind) {
    case "margin":
      return "空白背景";
    case "steps":
      return `时间步 ${range(area.from, area.to)}`;
    case "token":
      return `token ${area.index}${area.isPadding ? "（填充）" : area.text === undefined ? "" : `“${area.text}”`}`;
    case "cell":
      return area.text;
    case "value":
      return `值 ${area.position.length === 1 ? area.position[0] : `(${area.position.join(", ")})`}`;
    case "segment":
      return `区块 ${area.index}`;
    case "channel":
      return `通道 ${area.index}`;
    case "unit":
      return `单元 ${area.position.length === 1 ? area.position[0] : `[${area.position.join(", ")}]`}`;
    default:
      return ninthChinese(area, kind === "drawing" ? "字形" : "图像");
  }
}

/** `图像左上方`; of a volume in the slices that the area has. */
export function ninthChinese({ vertical, horizontal, slices }: Ninth, whole: string): string {
  const of = slices ? `${slicesChinese(slices)}的` : whole;
  if (vertical === "middle" && horizontal === "center") return `${of}中央`;
  if (vertical === "middle") return `${of}${horizontals[horizontal]}侧`;
  if (horizontal === "center") return `${of}${verticals[vertical]}部`;
  return `${of}${horizontals[horizontal]}${verticals[vertical]}方`;
}

function slicesChinese({ from, to, depths }: Slices): string {
  const told = `切片 ${range(from, to)}`;
  if (!depths) return `${told} `;
  const [near, far] = depths.map((depth) => number(Number(depth.toPrecision(3))));
  return `${told}（深 ${near === far ? near : `${near}–${far}`} mm）`;
}

/** How positions are counted, where any was told by numbers. */
export function countingChinese({ terms, positive, negative, mixed }: Facts): string[] {
  if (mixed) return [];
  const isTold = positive?.peak ?? negative?.peak;
  switch (terms.kind) {
    case "drawing":
    case "picture":
      return isTold ? ["位置为 (行, 列)，从 0 起。"] : [];
    case "volume":
      return isTold ? ["位置为 (深度, 行, 列)，从 0 起。"] : [];
    case "series":
      return isTold ? ["时间步从 0 起。"] : [];
    case "tokens":
      return terms.noun === "token" && (positive || negative) ? ["token 从 0 起。"] : [];
    default:
      return [];
  }
}

/** One place, with its measure word. */
export const nounChinese: Record<Noun, string> = {
  pixel: "个像素",
  voxel: "个体素",
  step: "个时间步",
  token: "个 token",
  word: "个词",
  column: "列",
  value: "个值",
  group: "组",
  segment: "个区块",
  unit: "个单元",
  place: "个位置",
};
