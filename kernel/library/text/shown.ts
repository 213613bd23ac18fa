import { say } from "../ground/say.ts";

/** A value as an error says it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value))
    return value.length > 6 ? say`a list of ${value.length}` : `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null) return say`an object`;
  return typeof value === "function" ? say`a function` : String(value);
}
