import { types } from "node:util";
import { isModel, isTensor } from "../library/display/toBundle.node.ts";
import { brief } from "./brief.ts";
import { TensorPart } from "./tensorPart.ts";

/** So many at a time. */
const most = 100;

/** What is left of a value's parts. */
export class Rest {
  readonly of: unknown;
  readonly from: number;

  constructor(of: unknown, from: number) {
    this.of = of;
    this.from = from;
  }
}

/** What is told in place of a value that is not read. */
export class Unread {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

type Part = [name: string, value: unknown];

/** The parts that a value is made of: how many, and some of them. */
interface Inside {
  count: number;
  some(from: number, to: number): Part[] | Promise<Part[]>;
}

/** Whether there is something to look into. */
export function hasParts(value: unknown): boolean {
  try {
    return value instanceof Rest || (inside(value)?.count ?? 0) > 0;
  } catch {
    return false;
  }
}

/** The rows, elements, entries, layers, exports or properties of a value: a hundred, and then the rest as one part. */
export async function partsOf(value: unknown): Promise<Part[]> {
  const { of, from } = value instanceof Rest ? value : new Rest(value, 0);
  const parts = inside(of);
  if (!parts) return [];
  const to = Math.min(parts.count, from + most);
  const left = parts.count - to;
  return [...(await parts.some(from, to)), ...(left > 0 ? [[`… ${left} more`, new Rest(of, to)] satisfies Part] : [])];
}

function inside(value: unknown): Inside | undefined {
  if (typeof value !== "object" || value === null || value instanceof Unread) return undefined;
  if (value instanceof TensorPart) return insideTensor(value);
  if (types.isModuleNamespaceObject(value)) return insideObject(value);
  if (isTensor(value)) return insideTensor(new TensorPart(value));
  if (isModel(value)) return insideList(value.layers, (i) => value.layers[i]?.name);
  if (Array.isArray(value) || types.isTypedArray(value)) return insideList(value);
  if (types.isMap(value)) return insideIterable(value, value.size, ([key, each]) => [brief(key), each]);
  if (types.isSet(value)) return insideIterable(value, value.size, (each, i) => [String(i), each]);
  return insideObject(value);
}

function insideObject(value: object): Inside {
  const keys = Object.keys(value);
  return { count: keys.length, some: (from, to) => keys.slice(from, to).map((key) => [key, propertyOf(value, key)]) };
}

function insideList(list: ArrayLike<unknown>, nameOf: (index: number) => string | undefined = String): Inside {
  const part = (i: number): Part => [nameOf(i) ?? String(i), propertyOf(list, String(i))];
  return { count: list.length, some: (from, to) => indices(from, to).map(part) };
}

function insideIterable<T>(values: Iterable<T>, count: number, part: (value: T, index: number) => Part): Inside {
  return {
    count,
    some(from, to) {
      const parts: Part[] = [];
      let i = 0;
      for (const value of values) {
        if (i === to) break;
        if (i >= from) parts.push(part(value, i));
        i++;
      }
      return parts;
    },
  };
}

function insideTensor(part: TensorPart): Inside | undefined {
  const [count, ...inner] = part.shape;
  if (count === undefined || !part.isReadable) return undefined;
  if (inner.length > 0) return { count, some: (from, to) => indices(from, to).map((i) => [String(i), part.row(i)]) };
  return {
    count,
    some: async (from, to) => (await part.values(from, to - from)).map((value, i) => [String(from + i), value]),
  };
}

const indices = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Reading one must not run code of the value's, nor fail for all the others. */
function propertyOf(value: object, key: string): unknown {
  try {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return !property || "value" in property ? property?.value : new Unread("a getter, which is not called");
  } catch {
    return new Unread("cannot be looked at");
  }
}
