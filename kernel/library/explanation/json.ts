import { type ArraySpec, decodeArray, encodeArray, isArraySpec } from "../../payloads/arraySpec.ts";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { ExplanationFields } from "./Explanation.ts";

/** An explanation as JSON: arrays as base64 typed arrays, exact; all else as it is. */
export type ExplanationJson = { readonly glassbook: "explanation"; readonly version: 1 } & Record<string, unknown>;

const required = ["method", "values", "shape", "target", "output", "inputs", "inputShape", "probabilities"] as const;

export function fieldsToJson(fields: ExplanationFields): ExplanationJson {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    json[name] =
      value instanceof Float32Array || value instanceof Int32Array ? encodeArray(value.slice(), [value.length]) : value;
  }
  return { glassbook: "explanation", version: 1, ...json };
}

/** @throws DataError where it is not what `toJSON` made. */
export function fieldsFromJson(json: unknown): ExplanationFields {
  const record = json as Record<string, unknown> | null;
  if (typeof record !== "object" || record === null || record.glassbook !== "explanation" || record.version !== 1) {
    throw new DataError(
      say`this is not an explanation: expected JSON made by toJSON(), with "glassbook": "explanation", version 1`,
    );
  }
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name !== "glassbook" && name !== "version")
      fields[name] = isArraySpec(value) ? decodeArray(value as ArraySpec).values : value;
  }
  const missing = required.filter((name) => fields[name] === undefined);
  if (missing.length > 0)
    throw new DataError(say`the explanation lacks ${missing.join(", ")}: it was truncated or edited`);
  return fields as unknown as ExplanationFields;
}
