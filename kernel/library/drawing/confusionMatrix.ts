import { ellipsis, escapeText, textWidth } from "../../../renderers/shared/textWidth.ts";
import { OptionError, TargetError } from "../ground/errors.ts";
import { type Displayable, displayable, mime } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { percent, tidyNumber } from "../text/number.ts";
import { titleOf } from "./title.ts";
import { drawingWords } from "./words.ts";

export interface ConfusionMatrixOptions {
  /** Names of the classes, by index. Default: the index. */
  labels?: readonly string[];
  title?: string;
}

const confusionMatrixNames = { labels: true, title: true } as const satisfies Names<ConfusionMatrixOptions>;

/** `counts[true][predicted]`. */
export type Confusions = readonly (readonly number[])[];

/**
 * How often each class was predicted as each: correct predictions on the diagonal, mistakes colored by the share of their
 * row. Beside each row the share found (recall), below each column the share right (precision).
 *
 * @param expected the true classes, `[n]`.
 * @param predicted the classes that the model predicted, `[n]`.
 * @throws OptionError where the two differ in length or are empty; TargetError for a class that is no index.
 * @example
 * display(confusionMatrix(test.classes, predictions, { title: "10,000 test digits" }));
 */
export function confusionMatrix(
  expected: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: ConfusionMatrixOptions = {},
): Displayable {
  checkNames("confusionMatrix()", confusionMatrixNames, options);
  const { labels, title } = options;
  const counts = countConfusions(expected, predicted, labels?.length);
  const names = counts.map((_, i) => labels?.[i] ?? String(i));
  return displayable({
    [mime.plotly]: confusionFigure(counts, names, title),
    [mime.text]: [title, ...sentences(counts, names), "", ...grid(counts, names)]
      .filter((line) => line !== undefined)
      .join("\n"),
  });
}

function countConfusions(expected: ArrayLike<number>, predicted: ArrayLike<number>, classes = 0): Confusions {
  if (expected.length !== predicted.length || expected.length === 0) {
    throw new OptionError(
      say`${expected.length} true classes and ${predicted.length} predictions; expected as many of each, at least one`,
    );
  }
  let size = classes;
  for (const list of [expected, predicted]) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? -1;
      if (!Number.isInteger(value) || value < 0)
        throw new TargetError(say`class ${value} at ${i} is not a class index (0, 1, …)`);
      if (classes && value >= classes)
        throw new TargetError(say`class ${value} at ${i} has no label: ${classes} were given`);
      size = Math.max(size, value + 1);
    }
  }
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let i = 0; i < expected.length; i++) {
    const row = counts[expected[i] ?? 0];
    const column = predicted[i] ?? 0;
    if (row) row[column] = (row[column] ?? 0) + 1;
  }
  return counts;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const column = (counts: Confusions, at: number) => counts.map((row) => row[at] ?? 0);
const cellOf = (counts: Confusions, row: number, at: number) => counts[row]?.[at] ?? 0;

function confusionFigure(counts: Confusions, names: readonly string[], title: string | undefined) {
  const words = drawingWords();
  const size = names.length;
  const escaped = names.map(escapeText);
  const recall = counts.map((row, i) => cellOf(counts, i, i) / total(row));
  const precision = names.map((_, i) => cellOf(counts, i, i) / total(column(counts, i)));
  const share = counts.map((row) => row.map((count) => count / Math.max(1, total(row))));
  const hover = counts.map((row, i) =>
    row.map(
      (count, j) =>
        `${words.pairIs(escaped[i], escaped[j])}<br>${words.shareOf(count, total(row), percent(share[i]?.[j] ?? 0))}`,
    ),
  );
  const part = (right: boolean) => ({
    type: "heatmap",
    z: share.map((row, i) =>
      row.map((value, j) => ((i === j) === right && value > 0 ? Number(value.toPrecision(4)) : null)),
    ),
    text: counts.map((row) => row.map((count) => (count ? tidyNumber(count) : ""))),
    texttemplate: "%{text}",
    customdata: hover,
    hovertemplate: "%{customdata}<extra></extra>",
    hoverongaps: false,
    showscale: false,
    xgap: 1,
    ygap: 1,
    zmin: 0,
    textfont: { color: "#24292f" },
    meta: { role: "cells" },
  });
  const mistakes = Math.max(0.01, ...share.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const shown = names.map((name) => escapeText(ellipsis(name, 12, 120)));
  const widest = Math.min(120, Math.max(...names.map((name) => textWidth(name, 12))));
  const cell = Math.max(30, Math.min(60, Math.round(460 / size)));
  const turned = widest > cell;
  const margin = { l: widest + 72, r: 76, t: (title ? 66 : 40) + (turned ? widest : 14), b: cell < 50 ? 52 : 30 };
  const axis = { showgrid: false, zeroline: false, ticks: "", tickvals: names.map((_, i) => i), ticktext: shown };
  const beside = (text: string, x: number, y: number, extra: object) => ({
    text,
    x,
    y,
    showarrow: false,
    font: { size: 11 },
    ...extra,
  });
  return {
    data: [
      { ...part(true), zmax: 1, colorscale: grayBlue },
      { ...part(false), zmax: mistakes, colorscale: orange },
    ],
    layout: {
      ...(title && { title: titleOf(title) }),
      width: margin.l + cell * size + margin.r,
      height: margin.t + cell * size + margin.b,
      autosize: false,
      margin,
      xaxis: {
        ...axis,
        side: "top",
        tickangle: turned ? -90 : 0,
        title: { text: words.predicted, standoff: 6, font: { size: 12 } },
        range: [-0.5, size - 0.5],
      },
      yaxis: { ...axis, title: { text: words.true, standoff: 8, font: { size: 12 } }, range: [size - 0.5, -0.5] },
      annotations: [
        ...recall.map((value, i) => beside(percent(value), 1, i, { xref: "paper", xanchor: "left", xshift: 6 })),
        ...precision.map((value, i) =>
          beside(percent(value), i, 0, { yref: "paper", yanchor: "top", yshift: -4, textangle: cell < 50 ? -45 : 0 }),
        ),
        beside(words.recall, 1, 1, {
          xref: "paper",
          yref: "paper",
          xanchor: "left",
          yanchor: "bottom",
          xshift: 6,
          yshift: 4,
        }),
        beside(words.precision, 0, 0, {
          xref: "paper",
          yref: "paper",
          xanchor: "right",
          yanchor: "top",
          xshift: -6,
          yshift: -4,
        }),
      ],
    },
  };
}

const grayBlue = [
  [0, "rgba(74,123,208,0.05)"],
  [1, "rgba(74,123,208,0.4)"],
];
const orange = [
  [0, "rgba(230,97,1,0)"],
  [1, "rgba(230,97,1,0.7)"],
];

function sentences(counts: Confusions, names: readonly string[]): string[] {
  const words = drawingWords();
  const all = total(counts.map(total));
  const right = total(counts.map((_, i) => cellOf(counts, i, i)));
  const mistakes = counts
    .flatMap((row, i) => row.map((count, j) => ({ count, expected: names[i], predicted: names[j], off: i !== j })))
    .filter(({ count, off }) => off && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3);
  const worst = mistakes.map(({ count, expected, predicted }) => words.mistake(expected, predicted, count));
  return [words.correct(percent(right / all), all), ...(worst.length > 0 ? [words.mistakes(worst)] : [])];
}

/** The counts as aligned text: rows true, columns predicted. */
function grid(counts: Confusions, names: readonly string[]): string[] {
  const width =
    Math.max(...names.map((name) => name.length), ...counts.flat().map((count) => String(count).length)) + 1;
  const line = (head: string, cells: readonly (string | number)[]) =>
    head.padStart(width) + cells.map((text) => String(text).padStart(width)).join("");
  return [line("", names), ...counts.map((row, i) => line(names[i] ?? "", row))];
}
