import { inspect } from "node:util";
import { typeName } from "./typeName.ts";

/** Values that are shown of a tensor, an array, an object. */
export const few = 6;
/** Characters. */
const longestString = 40;

/** A value within another one. */
export function brief(value: unknown): string {
  if (typeof value === "number") return numberText(value);
  if (typeof value === "string")
    return inspect(value.length > longestString ? `${value.slice(0, longestString)}…` : value);
  if (typeof value === "function" || (typeof value === "object" && value !== null)) return typeName(value);
  return inspect(value);
}

/** Whole numbers as they are, others in four digits: these are float32 mostly. */
const numberText = (value: number) =>
  Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(4)));

/** As many as are shown. */
export function first<T>(values: Iterable<T>): T[] {
  const found: T[] = [];
  for (const value of values) {
    if (found.length === few) break;
    found.push(value);
  }
  return found;
}

/** The texts of the first ones, and a sign that there are more. */
export const cut = (texts: readonly string[], of: number) => [...texts, ...(of > texts.length ? ["…"] : [])].join(", ");

export const listed = (values: readonly unknown[], of: number) => cut(values.map(brief), of);
