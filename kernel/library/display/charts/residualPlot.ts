import { escapeText } from "../../../../renderers/shared/textWidth.ts";
import { axisTitle, manyPoints } from "../../drawing/labels.ts";
import { plot } from "../../drawing/plot.ts";
import { titleOf } from "../../drawing/title.ts";
import { tones } from "../../drawing/tones.ts";
import { OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { namesInWords, say } from "../../ground/say.ts";
import type { Evaluation } from "../../models/evaluation/Evaluation.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { spaced } from "../../text/chinese.ts";
import { number, tidyNumber } from "../../text/number.ts";

export interface ResidualPlotOptions {
  /** Which of several numbers, by name or index. Default: the first. */
  target?: number | string;
  title?: string;
}

const residualPlotNames = { target: true, title: true } as const satisfies Names<ResidualPlotOptions>;

/**
 * What a regression is off by, against what it answers, a point for each example. A cloud around 0 without a shape is what a
 * model without systematic errors leaves; a slope or a bow is something that it has not learned. No model pass.
 *
 * @param evaluation of `evaluate(model, data)`, of numbers.
 * @throws OptionError for a target that there is not, or an evaluation of classes.
 * @example
 * display(residualPlot(await evaluate(regression, houses.test)));
 */
export function residualPlot(evaluation: Evaluation, options: ResidualPlotOptions = {}): Displayable {
  checkNames("residualPlot()", residualPlotNames, options);
  const { target = 0, title } = options;
  const { byTarget, answers, residuals } = evaluation;
  const place = typeof target === "number" ? target : byTarget.findIndex(({ name }) => name === target);
  const score = byTarget[place];
  if (!score) {
    throw new OptionError(
      say`There is no target ${target}: there are ${namesInWords(byTarget.map(({ name }) => name))}.`,
    );
  }
  const { name, unit, r2, mae } = score;
  const words = texts[language()];
  const of = (values: Float32Array) => values.filter((_, at) => at % byTarget.length === place);
  const [x, y] = [of(answers), of(residuals)];
  const inUnits = (text: string) => (unit === undefined ? text : words.inUnits(text, unit));
  const data = [
    {
      type: x.length > manyPoints ? "scattergl" : "scatter",
      mode: "markers",
      x,
      y,
      customdata: Array.from(x, (_, row) => row),
      hovertemplate: `${escapeText(words.answer(name))} %{x:.4g}<br>${words.residual} %{y:+.4g}<br>${words.row} %{customdata}<extra></extra>`,
      marker: { size: 6, opacity: 0.6, color: tones.negative },
    },
  ];
  const layout = {
    title: titleOf(title ?? words.title(name)),
    height: 360,
    margin: { l: 20, r: 20, t: 48, b: 50 },
    hovermode: "closest",
    showlegend: false,
    xaxis: { automargin: true, zeroline: false, title: axisTitle(inUnits(words.answer(name))) },
    yaxis: { automargin: true, zeroline: true, title: axisTitle(inUnits(words.residual)) },
  };
  const text = words.text(title ?? words.title(name), tidyNumber(x.length), number(r2, 3), number(mae, 3));
  return plot(data, layout, { text });
}

const texts = {
  en: {
    title: (name: string) => `Residuals of ${name}`,
    answer: (name: string) => `predicted ${name}`,
    residual: "residual (predicted − true)",
    row: "row",
    inUnits: (text: string, unit: string) => `${text} [${unit}]`,
    text: (title: string, count: string, r2: string, mae: string) =>
      `${title}: ${count} examples, R² ${r2}, mean absolute error ${mae}.`,
  },
  "zh-CN": {
    title: (name: string) => spaced(`${name} 的残差`),
    answer: (name: string) => spaced(`${name} 的预测值`),
    residual: "残差（预测值 − 真实值）",
    row: "行",
    inUnits: (text: string, unit: string) => `${text}［${unit}］`,
    text: (title: string, count: string, r2: string, mae: string) =>
      `${title}：${count} 个样本，R² ${r2}，平均绝对误差 ${mae}。`,
  },
};
