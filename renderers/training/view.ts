import { number, tidyNumber } from "../../kernel/payloads/number.ts";
import type { EpochPayload, TrainingPayload } from "../../kernel/payloads/trainingPayload.ts";
import { element } from "../dom/element.ts";
import { css, type Palette } from "../shared/colors.ts";
import { lineChart, type Series } from "./lineChart.ts";
import { type Strings, timeText } from "./strings.ts";

/** Where the Stop button stands. */
export type Stopping = "can" | "asked" | "gone" | "over";

/** What is drawn: a payload, or one that runs no more without having said how it ended. */
export interface Viewed extends Omit<TrainingPayload, "state"> {
  state: TrainingPayload["state"] | "lost";
}

/** How far it is, in words. */
export function facts(payload: Viewed, strings: Strings): HTMLElement {
  const { state, epochs, stepsPerEpoch, steps, seconds, remaining, history, examples, batchSize, engine } = payload;
  const epoch = Math.min(epochs, Math.floor(Math.max(0, steps - 1) / stepsPerEpoch) + 1);
  const step = steps === 0 ? 0 : ((steps - 1) % stepsPerEpoch) + 1;
  const last = history.at(-1);
  const results = last ? resultsOf(last, payload, strings) : [];
  const told =
    state === "running"
      ? [
          strings.stepOf(step, stepsPerEpoch),
          strings.elapsed(timeText(seconds, strings)),
          ...(remaining === undefined ? [] : [strings.remaining(timeText(remaining, strings))]),
        ]
      : [strings.epochs(history.length), strings.took(timeText(seconds, strings)), ...results];
  const { done, stopped, failed, lost } = strings;
  const title = { running: strings.epochOf(epoch, epochs), done, stopped, failed, lost }[state];
  return element(
    "div",
    { class: "facts" },
    element("span", { class: "state" }, title),
    element("span", {}, told.join(" · ")),
    element("span", { class: "dim" }, `${strings.setting(tidyNumber(examples), batchSize)} · ${engine}`),
  );
}

/** What the last epoch came to: of which set, too. */
function resultsOf(last: EpochPayload, payload: Pick<Viewed, "metric">, strings: Strings): string[] {
  const { of, loss, training, validation: validating } = strings;
  const metrics = metricsOf(payload, strings).map(({ name, own, validation, format }) => {
    const value = validation(last);
    const validated = typeof value === "number";
    return `${of(validated ? validating : training, name)} ${format(validated ? value : own(last))}`;
  });
  return [`${of(training, loss)} ${four(last.loss)}`, ...metrics];
}

/** Bar, charts and their key. */
export function pictures(payload: Viewed, palette: Palette, strings: Strings): HTMLElement[] {
  const { state, steps, stepsPerEpoch, epochs, history } = payload;
  const bar = element("progress", { max: epochs * stepsPerEpoch, value: steps, "aria-label": strings.view });
  return [
    ...(state === "running" ? [bar] : []),
    ...(steps > 0 || history.length > 0 ? [charts(payload, palette, strings), key(payload, palette, strings)] : []),
  ];
}

interface Metric {
  readonly name: string;
  readonly top: number | undefined;
  readonly bottom: number | undefined;
  own(epoch: EpochPayload): number | undefined;
  validation(epoch: EpochPayload): number | undefined;
  format(value: number | null | undefined): string;
}

/** What is measured beside the loss: one thing, or nothing. */
function metricsOf({ metric }: Pick<Viewed, "metric">, strings: Strings): Metric[] {
  if (metric === "none") return [];
  return metric === "mae"
    ? [
        {
          name: strings.mae,
          ...{ top: undefined, bottom: 0 },
          own: ({ mae }) => mae,
          validation: ({ valMae }) => valMae,
          format: four,
        },
      ]
    : [
        {
          name: strings.accuracy,
          ...{ top: 1, bottom: undefined },
          own: ({ accuracy }) => accuracy,
          validation: ({ valAccuracy }) => valAccuracy,
          format: percent,
        },
      ];
}

function charts(payload: Viewed, palette: Palette, strings: Strings): HTMLElement {
  const { state, epochs: planned, steps, stepsPerEpoch, curve, history } = payload;
  const epochs =
    state === "running" ? planned : Math.max(1, Math.ceil(steps / stepsPerEpoch), history.at(-1)?.epoch ?? 0);
  const [train, validation] = [css(palette.against), css(palette.for)];
  const chart = (
    title: string,
    within: 1 | 2,
    own: (epoch: EpochPayload) => number | undefined,
    val: (epoch: EpochPayload) => number | undefined,
    range: { bottom?: number; top?: number },
    format: (value: number) => string,
  ) => {
    const line = (
      name: string,
      of: (epoch: EpochPayload) => number | undefined,
      look: Pick<Series, "color" | "mark">,
    ) => ({
      name,
      points: history.map((epoch): [number, number] => [epoch.epoch, of(epoch) ?? Number.NaN]),
      ...look,
    });
    const live = curve.map((point): [number, number] => [point[0], point[within] ?? Number.NaN]);
    const known = [...live.map(([, y]) => y), ...history.map((epoch) => own(epoch) ?? Number.NaN)].filter(
      Number.isFinite,
    );
    const now = known.at(-1);
    return lineChart({
      title,
      end: epochs,
      bottom: range.bottom,
      top: range.top,
      format,
      series: [
        { name: strings.within, points: live, color: train, mark: "none" },
        line(strings.training, own, { color: train, mark: "circle" }),
        line(strings.validation, val, { color: validation, mark: "diamond" }),
      ],
      point: strings.point,
      text: now === undefined ? strings.noPicture(title) : strings.picture(title, format(now), format(known[0])),
    });
  };
  return element(
    "div",
    { class: "charts" },
    chart(
      strings.loss,
      1,
      ({ loss }) => loss,
      ({ valLoss }) => valLoss,
      { bottom: 0 },
      (value) => number(value, 3),
    ),
    ...metricsOf(payload, strings).map(({ name, own, validation, top, bottom, format }) =>
      chart(name, 2, own, validation, { top, bottom }, format),
    ),
  );
}

/** Which line is which. */
function key({ history }: Viewed, palette: Palette, strings: Strings): HTMLElement {
  const entry = (name: string, color: string, mark: Series["mark"]) => {
    const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    line.setAttribute("viewBox", "0 0 26 10");
    line.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const shape = { none: "", circle: "M10 5a3 3 0 1 0 6 0a3 3 0 1 0-6 0", diamond: "M13 1l4 4l-4 4l-4-4Z" }[mark];
    path.setAttribute("d", `M0 5H26${shape}`);
    path.setAttribute("style", `stroke:${color};fill:${color};stroke-width:${mark === "none" ? 1 : 2}`);
    line.append(path);
    return element("span", {}, line as unknown as Node, name);
  };
  const validated = history.some(({ valLoss }) => typeof valLoss === "number");
  return element(
    "div",
    { class: "key" },
    entry(strings.within, css(palette.against), "none"),
    entry(strings.training, css(palette.against), "circle"),
    ...(validated ? [entry(strings.validation, css(palette.for), "diamond")] : []),
  );
}

/** Each epoch in numbers. */
export function table({ history, metric }: Pick<Viewed, "history" | "metric">, strings: Strings): HTMLElement {
  const validated = history.some(({ valLoss }) => typeof valLoss === "number");
  const metrics = metricsOf({ metric }, strings);
  const measured = [strings.loss, ...metrics.map(({ name }) => name)];
  const more = validated ? measured.map((name) => strings.of(strings.validation, name)) : [];
  const row = (epoch: EpochPayload) =>
    [
      String(epoch.epoch),
      four(epoch.loss),
      ...metrics.map(({ own, format }) => format(own(epoch))),
      ...(validated
        ? [four(epoch.valLoss), ...metrics.map(({ validation, format }) => format(validation(epoch)))]
        : []),
      typeof epoch.seconds === "number" ? epoch.seconds.toFixed(1) : "",
    ].map((text) => element("td", {}, text));
  const head = [strings.epoch, ...measured, ...more, strings.seconds].map((name) =>
    element("th", { scope: "col" }, name),
  );
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...history.map((epoch) => element("tr", {}, ...row(epoch)))),
  );
}

const four = (value: number | null | undefined) => (typeof value === "number" ? value.toFixed(4) : "–");
const percent = (value: number | null | undefined) =>
  typeof value === "number" ? `${Number((100 * value).toFixed(2))}%` : "–";
