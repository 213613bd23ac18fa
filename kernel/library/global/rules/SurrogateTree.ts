import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import { plot } from "../../drawing/plot.ts";
import { lowToHigh } from "../../drawing/tones.ts";
import type { DescribeOptions } from "../../explanation/describe/describe.ts";
import { precisePercent as percent } from "../../explanation/describe/percent.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayKey } from "../../ground/mimeBundle.ts";
import type { Column } from "../../signature/columns.ts";
import { spaced } from "../../text/chinese.ts";
import { number, tidyNumber } from "../../text/number.ts";
import { type Condition, conditionText, narrowed } from "./conditions.ts";
import { type Split, type TreeNode, treeAnswer } from "./growTree.ts";

/** A way from the root to a leaf. */
export interface TreeRule {
  readonly conditions: readonly Condition[];
  /** The same in words: `37 < age ≤ 48`. */
  readonly words: readonly string[];
  /** The mean answer there. */
  readonly value: number;
  /** Rows that it holds for, and their share of all. */
  readonly count: number;
  readonly share: number;
}

export interface SurrogateTreeFields {
  readonly root: TreeNode;
  readonly columns: readonly Column[];
  /** What is retold: `probability of yes`. */
  readonly answer: string;
  readonly depth: number;
  /** R² against the model on rows that the tree had not seen. */
  readonly fidelity: number;
  /** On which share of those rows tree and model fall on the same side of a half; of probabilities only. */
  readonly agreement: number | undefined;
  /** How many rows were set aside to judge it. */
  readonly aside: number;
  readonly modelPasses: number;
}

/** A model retold by a decision tree. Shows itself as nested boxes, as wide as their share of the rows. */
export class SurrogateTree implements Displayable {
  readonly fields: SurrogateTreeFields;
  /** One for each leaf, from left to right. */
  readonly rules: readonly TreeRule[];

  constructor(fields: SurrogateTreeFields) {
    this.fields = fields;
    this.rules = rulesOf(fields);
  }

  get root(): TreeNode {
    return this.fields.root;
  }

  get depth(): number {
    return this.fields.depth;
  }

  get fidelity(): number {
    return this.fields.fidelity;
  }

  get agreement(): number | undefined {
    return this.fields.agreement;
  }

  /** The tree's answer to a row. */
  predict(row: ArrayLike<number>): number {
    return treeAnswer(this.root, row);
  }

  /** The rules in words, highest answer first, and how far they can be believed. */
  describe({ locale = language() }: Pick<DescribeOptions, "locale"> = {}): string {
    const { answer, fidelity, agreement, aside, depth } = this.fields;
    const rules = [...this.rules].sort((a, b) => b.value - a.value);
    if (locale === "zh-CN") {
      const same = agreement === undefined ? "" : `，其中 ${percent(agreement, "zh-CN")} 的行与模型判断相同`;
      return [
        `深度为 ${depth} 的代理决策树（近似${answer}）：在 ${tidyNumber(aside)} 行未见过的数据上 R² = ${number(fidelity, 3)}${same}。${doubt(fidelity, "zh-CN")}`,
        ...rules.map(
          ({ words, value, count, share }) =>
            `${words.length > 0 ? `如果 ${words.join(" 且 ")}` : "任何情况"}：${number(value, 3)}（${tidyNumber(count)} 行，${percent(share, "zh-CN")}）`,
        ),
      ]
        .map(spaced)
        .join("\n");
    }
    const same = agreement === undefined ? "" : `, on the same side of one half for ${percent(agreement)} of them`;
    return [
      `Surrogate tree of depth ${depth} (${answer}): R² = ${number(fidelity, 3)} on ${tidyNumber(aside)} unseen rows${same}. ${doubt(fidelity, "en")}`.trim(),
      ...rules.map(
        ({ words, value, count, share }) =>
          `${words.length > 0 ? `If ${words.join(" and ")}` : "Always"}: ${number(value, 3)} (${tidyNumber(count)} ${count === 1 ? "row" : "rows"}, ${percent(share)})`,
      ),
    ].join("\n");
  }

  [displayKey]() {
    const boxes = boxesOf(this.fields);
    const data = [
      {
        type: "icicle",
        ids: boxes.map(({ id }) => id),
        parents: boxes.map(({ parent }) => parent),
        labels: boxes.map(({ label }) => escapeText(label)),
        values: boxes.map(({ node }) => node.count),
        text: boxes.map(({ node }) => number(node.value, 2)),
        customdata: boxes.map(({ node }) => [number(node.value), node.count]),
        branchvalues: "total",
        tiling: { orientation: "v" },
        sort: false,
        texttemplate: "%{label}<br><b>%{text}</b>",
        hovertemplate:
          language() === "zh-CN"
            ? "%{label}<br>均值 %{customdata[0]}，%{customdata[1]} 行<extra></extra>"
            : "%{label}<br>mean %{customdata[0]}, %{customdata[1]} rows<extra></extra>",
        marker: {
          colors: boxes.map(({ node }) => node.value),
          colorscale: lowToHigh,
          showscale: true,
          colorbar: {
            title: { text: escapeText(this.fields.answer), side: "right", font: { size: 12 } },
            thickness: 12,
            outlinewidth: 0,
          },
          line: { width: 1.5, color: "rgba(255,255,255,0.8)" },
        },
        textfont: { color: "#111111" },
        pathbar: { visible: false },
      },
    ];
    const height = 80 + 64 * (this.depth + 1);
    const layout = { height, margin: { l: 8, r: 8, t: 12, b: 8 } };
    return plot(data, layout, { text: this.describe() })[displayKey]();
  }
}

const doubt = (fidelity: number, locale: "en" | "zh-CN") => {
  if (fidelity >= 0.9) return "";
  return locale === "en"
    ? "The fit is poor: do not take its rules for the model's."
    : "近似程度不够：不要把这些规则当作模型的规则。";
};

const leftOf = ({ column, threshold, category }: Split): Condition =>
  category === undefined ? { column, most: threshold ?? Number.NaN } : { column, is: category };
const rightOf = ({ column, threshold, category }: Split): Condition =>
  category === undefined ? { column, above: threshold ?? Number.NaN } : { column, isNot: [category] };

function rulesOf({ root, columns }: SurrogateTreeFields): TreeRule[] {
  const walk = (node: TreeNode, way: readonly Condition[]): TreeRule[] => {
    if (node.split && node.left && node.right) {
      return [...walk(node.left, [...way, leftOf(node.split)]), ...walk(node.right, [...way, rightOf(node.split)])];
    }
    const conditions = narrowed(way);
    const words = conditions.map((condition) => conditionText(condition, columns));
    return [{ conditions, words, value: node.value, count: node.count, share: node.count / root.count }];
  };
  return walk(root, []);
}

interface Box {
  readonly id: string;
  readonly parent: string;
  readonly label: string;
  readonly node: TreeNode;
}

function boxesOf({ root, columns }: SurrogateTreeFields): Box[] {
  const walk = (node: TreeNode, id: string, parent: string, label: string): Box[] => {
    const own = { id, parent, label, node };
    if (!node.split || !node.left || !node.right) return [own];
    return [
      own,
      ...walk(node.left, `${id}l`, id, conditionText(leftOf(node.split), columns)),
      ...walk(node.right, `${id}r`, id, conditionText(rightOf(node.split), columns)),
    ];
  };
  return walk(root, "t", "", language() === "zh-CN" ? "全部行" : "all rows");
}
