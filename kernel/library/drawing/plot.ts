import { encodeArray, type NumericArray } from "../../payloads/arraySpec.ts";
import type { Figure, Layout, Trace } from "../../payloads/figure.ts";
import { OptionError } from "../ground/errors.ts";
import { type Displayable, displayable, mime } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { drawingWords } from "./words.ts";

export interface PlotOptions {
  /** The chart in words: what a screen reader reads. Default: its title and kinds of traces. */
  text?: string;
  /** Plotly's `config`. */
  config?: Record<string, unknown>;
}

const plotNames = { text: true, config: true } as const satisfies Names<PlotOptions>;

/**
 * A Plotly figure of your own. Typed arrays and tensors are taken as they are, and stored compactly; plotly.js is the
 * reader's, not part of the output. Colors that you leave out follow the reader's theme.
 *
 * @param data traces, as in Plotly's reference.
 * @param layout as in Plotly's reference. Default height 400.
 * @throws OptionError where `data` is no list of traces.
 * @example
 * display(plot([{ type: "scatter", y: history.epochs.map((epoch) => epoch.loss) }], { title: { text: "Loss" } }));
 */
export function plot(data: readonly Trace[], layout: Layout = {}, options: PlotOptions = {}): Displayable {
  checkNames("plot()", plotNames, options);
  const { text, config } = options;
  if (!Array.isArray(data))
    throw new OptionError(say`the first argument of plot is a list of traces: plot([{ y: [1, 2, 3] }])`);
  const figure: Figure = {
    data: compact(data) as Trace[],
    layout: { height: 400, ...(compact(layout) as Layout) },
    ...(config && { config }),
  };
  return displayable({ [mime.plotly]: figure, [mime.text]: text ?? describe(figure) });
}

/** Typed arrays, tensors and long lists of numbers as base64; the rest of the figure as it is. */
function compact(value: unknown): unknown {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return compactArray(value);
  if (isTensor(value)) return encodeArray(value.dataSync(), value.shape.length > 1 ? value.shape : undefined);
  if (Array.isArray(value)) {
    const numbers = value.length > 64 && value.every((item) => typeof item === "number");
    return numbers ? encodeArray(Float64Array.from(value as number[])) : value.map(compact);
  }
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, compact(item)]));
}

function compactArray(array: ArrayBufferView): unknown {
  if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
    return encodeArray(Float64Array.from(array as unknown as ArrayLike<bigint>, Number));
  }
  if (array instanceof Uint8ClampedArray) return encodeArray(Uint8Array.from(array));
  return encodeArray(array as NumericArray);
}

interface TensorLike {
  shape: readonly number[];
  dataSync(): NumericArray;
}

const isTensor = (value: unknown): value is TensorLike =>
  typeof value === "object" &&
  value !== null &&
  "dataSync" in value &&
  typeof value.dataSync === "function" &&
  "shape" in value;

function describe({ data, layout }: Figure): string {
  const title = layout.title as string | { text?: string } | undefined;
  const told = typeof title === "string" ? title : title?.text;
  const kinds = [...new Set(data.map(({ type }) => String(type ?? "scatter")))];
  return drawingWords().chart(told ?? "", data.length, kinds);
}
