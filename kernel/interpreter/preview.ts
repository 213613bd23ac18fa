import { inspect, types } from "node:util";
import { shapeText } from "../library/display/shapeText.ts";
import { isModel, isTensor } from "../library/display/toBundle.node.ts";
import { isExplanation } from "../library/explanation/isExplanation.ts";
import { displayKey } from "../library/ground/mimeBundle.ts";
import { tidyNumber } from "../library/text/number.ts";
import { brief, cut, few, first, listed } from "./brief.ts";
import { TensorPart } from "./tensorPart.ts";
import { isClass } from "./typeName.ts";

/** Characters. */
const longest = 120;

/**
 * A value in one short line, beside its type. It costs little however large the value is, runs no getter and no display
 * hook, and never throws.
 *
 * @example
 * await preview(tf.zeros([2, 3])); // "float32 [2, 3]  0, 0, 0, 0, 0, 0"
 */
export async function preview(value: unknown): Promise<string> {
  try {
    return oneLine(await told(value));
  } catch {
    return "cannot be looked at";
  }
}

/** Without breaks, and cut where it is long. */
export function oneLine(text: string): string {
  const line = text
    .slice(0, 2 * longest)
    .replace(/\s*[\n\r\u2028\u2029]\s*/g, " ")
    .trimEnd();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

function told(value: unknown): string | Promise<string> {
  if (typeof value === "string") return inspect(value.slice(0, longest));
  if (typeof value === "function") return functionText(value);
  if (typeof value !== "object" || value === null) return inspect(value);
  if (value instanceof TensorPart) return tensorText(value);
  if (types.isModuleNamespaceObject(value)) return counted(Object.keys(value).length, "export");
  if (isTensor(value)) return tensorText(new TensorPart(value));
  if (isModel(value)) {
    return `${built(() => counted(value.countParams(), "parameter"))}, ${counted(value.layers.length, "layer")}`;
  }
  if (isExplanation(value)) return `${value.method}, target ${brief(value.target)}, ${shapeText(value.shape)}`;
  if (isLayer(value))
    return built(() => `${shapeText(value.outputShape)}, ${counted(value.countParams(), "parameter")}`);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return collectionText(value) ?? objectText(value);
}

function functionText(value: object): string {
  const name = nameOf(value);
  if (!isClass(value)) return `${name || "(anonymous)"}()`;
  const parent = nameOf(Object.getPrototypeOf(value) as object);
  return `class ${name || "(anonymous)"}${parent ? ` extends ${parent}` : ""}`;
}

/** A class may have a `name` of its own. */
function nameOf(value: object): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? name : "";
}

async function tensorText(part: TensorPart): Promise<string> {
  const { tensor, shape, size } = part;
  const head = `${tensor.dtype} ${shapeText(shape)}`;
  if (tensor.isDisposed) return `${head}  disposed`;
  if (size === 0) return `${head}  empty`;
  if (!part.isReadable) return head;
  try {
    return `${head}  ${listed(await part.values(0, few), size)}`;
  } catch {
    // Its backend is gone, say. What it is stays true.
    return head;
  }
}

interface LayerLike {
  outputShape: unknown;
  countParams(): number;
}

const isLayer = (value: object): value is LayerLike =>
  "outputShape" in value &&
  "countParams" in value &&
  "getClassName" in value &&
  typeof value.countParams === "function";

/** Layers have no shape and no parameters before they know their inputs. */
function built(text: () => string): string {
  try {
    return text();
  } catch {
    return "not built yet";
  }
}

function collectionText(value: object): string | undefined {
  if (Array.isArray(value)) return `[${listed(first(value), value.length)}]`;
  if (types.isTypedArray(value)) {
    return `[${value.length}]  ${listed(first(value as Iterable<number | bigint>), value.length)}`;
  }
  if (types.isSet(value)) return `${counted(value.size, "value")}  ${listed(first(value), value.size)}`;
  if (types.isMap(value)) {
    const entries = first(value).map(([key, each]) => `${brief(key)} → ${brief(each)}`);
    return `${counted(value.size, "entry", "entries")}  ${cut(entries, value.size)}`;
  }
  return undefined;
}

function objectText(value: object): string {
  const keys = Object.keys(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  if (keys.length === 0 && displayKey in value) return "something to display";
  // Dates, promises, regular expressions and the like say best themselves what they are.
  if (keys.length === 0 && !isPlain) return inspect(value, { depth: 0, maxArrayLength: few, breakLength: Infinity });
  if (keys.length === 0) return "{}";
  const entries = keys.slice(0, few).map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return `${key}: ${property && "value" in property ? brief(property.value) : "…"}`;
  });
  return `{ ${cut(entries, keys.length)} }`;
}

const counted = (count: number, one: string, many = `${one}s`) => `${tidyNumber(count)} ${count === 1 ? one : many}`;
