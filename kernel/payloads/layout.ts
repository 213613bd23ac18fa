import { isRecord } from "./isRecord.ts";

/**
 * What the rows and columns of a map are in the model's input. `values`: nothing is known of them. `series`: a row for each
 * feature, a column for each step. `list`: a row for each item, in one column; of
 * many items (`of`) the largest. `slice`: one of a volume's slices.
 */
export type LayoutPayload =
  | { kind: "values" }
  | { kind: "image"; color: boolean }
  | { kind: "series"; names?: string[] }
  | { kind: "list"; items: string[]; of: number }
  | { kind: "slice"; at: number; of: number };

const isTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === "string");

export function isLayout(value: unknown): value is LayoutPayload {
  if (!isRecord(value)) return false;
  switch (value.kind) {
    case "values":
      return true;
    case "image":
      return typeof value.color === "boolean";
    case "series":
      return value.names === undefined || isTexts(value.names);
    case "list":
      return isTexts(value.items) && Number.isInteger(value.of);
    case "slice":
      return Number.isInteger(value.at) && Number.isInteger(value.of);
    default:
      return false;
  }
}
