import { inspect } from "node:util";
import { figureProblem } from "../../payloads/figure.ts";
import { isRecord } from "../../payloads/isRecord.ts";
import { photographs } from "../drawing/photographs.ts";
import { plot } from "../drawing/plot.ts";
import { type Row, tableBundle } from "../drawing/table.ts";
import { isExplanation } from "../explanation/isExplanation.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { type Displayable, displayKey, mime } from "../ground/mimeBundle.ts";
import { say } from "../ground/say.ts";
import { decodePicture } from "../inputFiles/decodePicture.node.ts";
import { isPicture as isPictureFile } from "../inputFiles/rawPicture.node.ts";
import { heatmap } from "./heatmap/heatmap.ts";
import type { ModelLike } from "./modelBundle.ts";
import { isPicture, pictureBundle, picturesIn } from "./pictureBundle.ts";
import { isOfTable, tableBar } from "./tableBar.ts";
import { tensorText } from "./tensorText.ts";

/**
 * How any value is shown: an object with the `Symbol.for("Jupyter.display")` method says it itself; explanations are
 * heat maps (of rows of a table bars), tensors are previewed (and shown, where they are pictures: `[height, width, 1 or 3]`
 * or a batch of up to 64, from 0 to 1, or whole numbers from 0 to 255; 0 is black), models and lists of plain objects are
 * tables, the bytes of PNG, JPEG and WebP files and pictures read from them are pictures, `{ data, layout }` is a Plotly
 * figure, all else is text as Node's `inspect` writes it.
 *
 * Never throws and never rejects: where a value's own method fails, its text says so.
 *
 * @example
 * await toBundle([{ a: 1 }, { a: 2 }]); // { "application/vnd.glassbook.table.v1+json": { rows: [[1], [2]], … }, "text/html": "<table>…", "text/plain": "a\n1\n2" }
 */
export function toBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  try {
    const bundle = isObject(value) ? ownBundle(value) : undefined;
    if (bundle instanceof Promise) return bundle.catch((error) => failed(value, error));
    return bundle ?? { [mime.text]: textOf(value) };
  } catch (error) {
    return failed(value, error);
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

function ownBundle(value: object): MimeBundle | Promise<MimeBundle> | undefined {
  const hook = (value as Partial<Displayable>)[displayKey];
  if (typeof hook === "function") return hooked(value, hook.call(value));
  if (typeof value === "function") return undefined;
  // Maps of inputs of different kinds have no figure of their own: what they say is said, and each can be shown.
  if (isExplanation(value) && value.maps.length > 1) return { [mime.text]: value.describe() };
  if (isExplanation(value) && isOfTable(value)) return hooked(value, tableBar(value));
  if (isExplanation(value)) return hooked(value, heatmap(value)[displayKey]());
  if (isTensor(value)) return tensorBundle(value);
  if (isPicture(value)) return pictureBundle(value);
  // What reads a model needs TensorFlow.js, which a cell that shows none has not loaded.
  if (isModel(value)) return import("./modelBundle.ts").then(({ modelBundle }) => modelBundle(value));
  if (value instanceof Uint8Array && isPng(value))
    return { [mime.png]: Buffer.from(value).toString("base64"), [mime.text]: textOf(value) };
  if (value instanceof Uint8Array && isPictureFile(value)) return pictureBundle(decodePicture(value));
  if (isTable(value)) return tableBundle(value);
  if (isFigure(value))
    return hooked(value, plot(value.data, value.layout, value.config ? { config: value.config } : {})[displayKey]());
  return undefined;
}

/** What a hook gave, checked: a bundle, a promise of one, or else a text that says what came. */
function hooked(value: object, given: unknown): MimeBundle | Promise<MimeBundle> {
  if (isThenable(given)) return Promise.resolve(given).then((awaited) => checked(value, awaited));
  return checked(value, given);
}

function checked(value: object, given: unknown): MimeBundle {
  if (!isRecord(given) || !Object.keys(given).some((type) => type.includes("/"))) {
    throw new TypeError(
      `${nameOf(value)} gave ${textOf(given)} instead of a MIME bundle such as { "text/plain": "…" }`,
    );
  }
  // A bundle travels as JSON: what JSON cannot hold must fail here, where it can be said.
  for (const data of Object.values(given)) if (typeof data !== "string") JSON.stringify(data);
  return given;
}

const nameOf = (value: object) => value.constructor?.name || "an object";

function failed(value: unknown, error: unknown): MimeBundle {
  const reason = error instanceof Error ? error.message : textOf(error);
  return { [mime.text]: `${textOf(value)}\n${say`(how it shows itself failed: ${reason})`}` };
}

/** Node's `inspect`, also of objects whose getters or proxies throw. */
function textOf(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 });
  } catch {
    return "[a value that cannot be looked at]";
  }
}

/** What of a `tf.Tensor` is read here. */
export interface TensorLike {
  shape: number[];
  dtype: string;
  isDisposed: boolean;
  data(): Promise<ArrayLike<unknown>>;
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";

/** Whether a value is a tensor, of whichever tfjs. */
export const isTensor = (value: object): value is TensorLike =>
  "dtype" in value && "isDisposed" in value && "dataId" in value && "data" in value && typeof value.data === "function";

async function tensorBundle(tensor: TensorLike): Promise<MimeBundle> {
  const { dtype, shape } = tensor;
  if (tensor.isDisposed)
    return { [mime.text]: `Tensor ${dtype} [${shape.join(", ")}] (disposed: its values are gone)` };
  const values = await tensor.data();
  const text = tensorText(dtype, shape, values);
  const pictures = picturesIn(shape, values);
  return pictures ? { ...photographs(pictures), [mime.text]: text } : { [mime.text]: text };
}

/** Whether a value is a `tf.LayersModel`. */
export const isModel = (value: object): value is ModelLike =>
  "layers" in value &&
  Array.isArray(value.layers) &&
  "countParams" in value &&
  "predict" in value &&
  "summary" in value;

const isPng = (bytes: Uint8Array) => [137, 80, 78, 71, 13, 10, 26, 10].every((byte, i) => bytes[i] === byte);

const isPlain = (value: unknown): value is Row => {
  const prototype = isRecord(value) ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || (prototype === null && isRecord(value));
};

/** Flat rows: nothing in them that a cell of a table cannot show. */
const isTable = (value: object): value is Row[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => isPlain(row) && Object.keys(row).length > 0 && Object.values(row).every(isCell));

const isCell = (value: unknown) => typeof value !== "function" && (!isObject(value) || value instanceof Date);

const isFigure = (value: object): value is { data: Row[]; layout: Row; config?: Row } =>
  isPlain(value) && isPlain(value.layout) && figureProblem(value) === undefined && (value.data as Row[]).every(isPlain);
