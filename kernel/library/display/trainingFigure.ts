import type { Figure } from "../../payloads/figure.ts";
import { tones } from "../drawing/tones.ts";
import type { EpochLogs, TrainPlan } from "../models/history.ts";
import { number, percent } from "../text/number.ts";
import type { TrainingSoFar } from "./trainingBundle.ts";
import { displayWords } from "./words.ts";

/** Loss within the epochs: where (in epochs, from 0), and its mean over the steps since the point before. */
export type Curve = [number, number][];

const colors = { train: tones.negative, validation: tones.positive };

/** What is measured beside the loss. */
const metrics = {
  accuracy: { tickformat: ".1~%", hover: "%{y:.2%}" },
  mae: { tickformat: "", hover: "%{y:.4g}" },
} as const;

/** Loss and metric side by side, after each epoch; the loss within them as a faint line. */
export function trainingFigure(
  epochs: readonly EpochLogs[],
  curve: Readonly<Curve>,
  { epochs: planned, metric = "accuracy" }: Pick<TrainPlan, "epochs" | "metric">,
): Figure {
  const words = displayWords();
  const measured = metric === "none" ? undefined : { ...metrics[metric], name: words[metric] };
  const setOf = (name: "train" | "validation") => (name === "train" ? words.training : words.validation);
  const line = (name: "train" | "validation", axis: "" | "2", values: (number | undefined)[]) => ({
    type: "scatter",
    mode: "lines+markers",
    name: setOf(name),
    legendgroup: name,
    showlegend: axis === "",
    x: epochs.map(({ epoch }) => epoch),
    y: values.map((value) => (value === undefined ? null : Number(value.toPrecision(4)))),
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    line: { color: colors[name], width: 2 },
    marker: { size: 6, symbol: name === "train" ? "circle" : "diamond" },
    hovertemplate:
      axis === ""
        ? `${words.of(setOf(name), words.loss)} %{y:.4f}<extra></extra>`
        : `${words.of(setOf(name), measured?.name ?? "")} ${measured?.hover}<extra></extra>`,
  });
  const metricLines = (key: "accuracy" | "mae") => [
    line(
      "train",
      "2",
      epochs.map((logs) => logs[key]),
    ),
    ...(validated
      ? [
          line(
            "validation",
            "2",
            epochs.map(({ valAccuracy, valMae }) => valAccuracy ?? valMae),
          ),
        ]
      : []),
  ];
  const validated = epochs.some(({ valLoss }) => valLoss !== undefined);
  const x = { range: [0, planned + 0.08 * planned], dtick: Math.max(1, Math.ceil(planned / 10)), zeroline: false };
  const title = (text: string) => ({ text, font: { size: 12 } });
  return {
    data: [
      {
        type: "scatter",
        mode: "lines",
        name: words.perBatch,
        x: curve.map(([at]) => Number(at.toPrecision(4))),
        y: curve.map(([, loss]) => Number(loss.toPrecision(4))),
        line: { color: colors.train, width: 1 },
        opacity: 0.5,
        hoverinfo: "skip",
      },
      line(
        "train",
        "",
        epochs.map(({ loss }) => loss),
      ),
      ...(validated
        ? [
            line(
              "validation",
              "",
              epochs.map(({ valLoss }) => valLoss),
            ),
          ]
        : []),
      ...(metric === "none" ? [] : metricLines(metric)),
    ],
    layout: {
      height: 300,
      margin: { l: 56, r: 16, t: 36, b: 44 },
      hovermode: "x unified",
      legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" },
      xaxis: { ...x, domain: [0, measured ? 0.45 : 1], title: title(words.epoch) },
      yaxis: { title: title(words.loss), rangemode: "tozero", zeroline: false },
      ...(measured && {
        xaxis2: { ...x, domain: [0.57, 1], title: title(words.epoch), anchor: "y2" },
        yaxis2: { title: title(measured.name), tickformat: measured.tickformat, anchor: "x2", zeroline: false },
      }),
    },
  };
}

export function trainingText({ epochs, plan, state, error }: TrainingSoFar): string {
  const last = epochs.at(-1);
  const words = displayWords();
  const why = error ? ` ${error}` : "";
  if (!last)
    return state === "running" ? words.inEpoch(1, plan.epochs) : `${words.endedIn[state](1, plan.epochs)}${why}`;
  const results = (set: string, loss: number, accuracy: number | undefined, mae: number | undefined) => [
    words.measured(words.of(set, words.loss), loss.toFixed(4)),
    ...(accuracy === undefined ? [] : [words.measured(words.accuracy, percent(accuracy))]),
    ...(mae === undefined ? [] : [words.measured(words.mae, number(mae))]),
  ];
  const validation =
    last.valLoss === undefined ? [] : results(words.validation, last.valLoss, last.valAccuracy, last.valMae);
  const own = results(words.training, last.loss, last.accuracy, last.mae);
  return `${words.results(words.ended[state](last.epoch, plan.epochs), [...own, ...validation])}${why}`;
}
