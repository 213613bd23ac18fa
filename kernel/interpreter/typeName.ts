import { types } from "node:util";

/** `number`, `Array(3)`, `Tensor`, `class`, `function`, `module`. Never throws, whatever the value's own code does. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (typeof value !== "object") return typeof value;
  if (types.isModuleNamespaceObject(value)) return "module";
  try {
    if (Array.isArray(value)) return `Array(${value.length})`;
    const name: unknown = value.constructor?.name;
    return typeof name === "string" && name !== "" ? name : "Object";
  } catch {
    return "Object";
  }
}

export const isClass = (value: object): boolean => /^class\b/.test(Function.prototype.toString.call(value));
