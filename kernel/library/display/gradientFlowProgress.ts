import type { Figure } from "../../payloads/figure.ts";
import { lowToHigh } from "../drawing/tones.ts";
import type { Model } from "../engine/model.ts";
import { gradientFlow, type LayerFlow } from "../explain/parameters/gradientFlow.ts";
import { currentCell, type MimeBundle } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { mime } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import type { TrainCallbacks } from "../models/history.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { number } from "../text/number.ts";
import { displayWords } from "./words.ts";

export interface GradientFlowOptions {
  /** Asks after every so many steps instead of after each epoch. The compiled engine hands its weights over each time. */
  everySteps?: number;
  /** Whether to draw it while the model trains. Default true. */
  chart?: boolean;
}

const gradientFlowNames = { everySteps: true, chart: true } as const satisfies Names<GradientFlowOptions>;

/** The norms of all layers at one moment of a training. */
export interface FlowAt {
  /** In epochs: 0.5 is half of the first. */
  readonly at: number;
  readonly layers: readonly LayerFlow[];
}

/** Between the first and the last layer, times by which a gradient has vanished or exploded. */
const far = 1000;

/**
 * Callbacks for `train` that ask `gradientFlow` of one batch as the model learns, and draw the norm of each layer's gradient
 * in one view that changes in place: lines that lie orders of magnitude below the last layer's are gradients that vanish,
 * lines that climb are gradients that explode. Cost: one forward and one backward pass of the batch each time, on the
 * session's tfjs.
 *
 * @param model the one that is trained. @param inputs `[n, ...]`, some tens of examples. @param labels the class of each.
 * @returns callbacks, with the norms of every moment in `history`.
 * @throws OptionError for `everySteps` below 1, and what `gradientFlow` throws, in the training.
 * @example
 * const { inputs, labels } = digits.batch(Array.from({ length: 64 }, (_, i) => i));
 * const flow = gradientFlowProgress(model, { values: inputs, shape: [64, 28, 28, 1] }, labels);
 * await train(model, digits, { callbacks: [progress(), flow] });
 */
export function gradientFlowProgress(
  model: Model,
  inputs: Inputs,
  labels: ArrayLike<number>,
  options: GradientFlowOptions = {},
): TrainCallbacks & { readonly history: readonly FlowAt[] } {
  checkNames("gradientFlowProgress()", gradientFlowNames, options);
  const { everySteps, chart = true } = options;
  if (everySteps !== undefined && !(Number.isInteger(everySteps) && everySteps > 0)) {
    throw new OptionError(say`everySteps is ${everySteps}: give a whole number of steps, at least 1`);
  }
  const history: FlowAt[] = [];
  let id = "";
  const ask = async (at: number) => {
    history.push({ at, layers: await gradientFlow(model, inputs, labels) });
    if (!chart) return;
    const update = id !== "";
    if (!update) id = `glassbook-flow-${crypto.randomUUID()}`;
    currentCell().display(bundleOf(history), { display_id: id, update });
  };
  const isDue = (step: number) => everySteps !== undefined && step % everySteps === 0;
  return {
    history,
    async onTrainBegin({ resumed }) {
      history.length = 0;
      id = "";
      await ask(resumed.length);
    },
    readsWeightsAt: isDue,
    async onBatchEnd(step, { epoch, stepsPerEpoch }) {
      if (isDue(step)) await ask(epoch - 1 + step / stepsPerEpoch);
    },
    async onEpochEnd(epoch) {
      if (everySteps === undefined) await ask(epoch);
    },
  };
}

function bundleOf(history: readonly FlowAt[]): MimeBundle {
  return { [mime.plotly]: flowFigure(history), [mime.text]: flowText(history.at(-1)) };
}

/** Kernels only: the biases' norms are those of what passes, and would double the lines. */
const kernels = ({ layers }: FlowAt) => {
  const found = layers.filter(({ name }) => name.includes("kernel"));
  return found.length > 0 ? found : layers;
};

/** A line for each layer, from blue (the first) to orange (the last), over a scale of powers of ten. */
export function flowFigure(history: readonly FlowAt[]): Figure {
  const [first] = history;
  const names = first ? kernels(first) : [];
  const title = (text: string) => ({ text, font: { size: 12 } });
  return {
    data: names.map(({ layer, name }, i) => ({
      type: "scatter",
      mode: "lines+markers",
      name: name === "kernel" ? layer : `${layer} ${name}`,
      x: history.map(({ at }) => Number(at.toPrecision(4))),
      // A scale of powers has no place for 0.
      y: history.map((moment) => {
        const norm = kernels(moment)[i]?.norm ?? 0;
        return norm > 0 && Number.isFinite(norm) ? Number(norm.toPrecision(4)) : null;
      }),
      line: { color: between(names.length > 1 ? i / (names.length - 1) : 1), width: 2 },
      marker: { size: 5 },
      hovertemplate: "%{y:.3g}<extra>%{fullData.name}</extra>",
    })),
    layout: {
      height: 320,
      margin: { l: 64, r: 16, t: 16, b: 44 },
      hovermode: "x unified",
      xaxis: { title: title(displayWords().epoch), zeroline: false },
      yaxis: {
        title: title(displayWords().gradientNorm),
        type: "log",
        exponentformat: "power",
        // Within two powers of ten their own ticks would be one or two: 2 and 5 are told too.
        dtick: spread(history) > 2 ? 1 : "D2",
      },
    },
  };
}

/** Powers of ten between the smallest and the largest norm. */
function spread(history: readonly FlowAt[]): number {
  const norms = history.flatMap((moment) => kernels(moment).map(({ norm }) => norm));
  const drawn = norms.filter((norm) => norm > 0 && Number.isFinite(norm)).map(Math.log10);
  return Math.max(...drawn) - Math.min(...drawn);
}

/** A color of the scale from low to high, 0 to 1. */
function between(share: number): string {
  const at = lowToHigh.findIndex(([place]) => place >= share);
  const [from, to] = [lowToHigh[Math.max(0, at - 1)] ?? lowToHigh[0], lowToHigh[at] ?? lowToHigh[2]];
  const part = to[0] === from[0] ? 0 : (share - from[0]) / (to[0] - from[0]);
  const channel = (color: string, i: number) => Number.parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map((i) => Math.round(channel(from[1], i) * (1 - part) + channel(to[1], i) * part));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** What the last moment says of vanishing and exploding gradients. */
export function flowText(moment: FlowAt | undefined): string {
  if (!moment) return displayWords().noGradient;
  const found = kernels(moment);
  const words = displayWords();
  const when = words.afterEpochs(number(Number(moment.at.toPrecision(3))));
  const [first, last] = [found[0], found.at(-1)];
  if (!first || !last || found.length < 2) return words.normIs(when, number(first?.norm ?? 0));
  const broken = found.find(({ norm }) => !Number.isFinite(norm));
  if (broken) return words.exploded(broken.layer, when);
  const told = words.normsAre(when, short(first.norm), first.layer, short(last.norm), last.layer);
  if (first.norm === 0 && last.norm > 0) return told + words.flow.none;
  if (first.norm * far < last.norm) return told + words.flow.vanish;
  if (first.norm > far * last.norm) return told + words.flow.explode;
  return told + words.flow.fine;
}

const short = (value: number) => Number(value.toPrecision(3)).toString().replace("-", "−");
