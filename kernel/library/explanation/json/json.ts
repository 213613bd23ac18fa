import { type ArraySpec, decodeArray, encodeArray, isArraySpec } from "../../../payloads/arraySpec.ts";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { ExplanationFields } from "../Explanation.ts";
import {
  type Check,
  type Checks,
  finite,
  flag,
  isObject,
  listOf,
  notNegative,
  objectOf,
  oneOf,
  text,
  whole,
  wrong,
} from "./checks.ts";
import { checkConsistency } from "./consistency.ts";
import { column, inputSpec, outputSpec } from "./specs.ts";

/** An explanation as JSON: arrays as base64 typed arrays, exact; all else as it is. */
export type ExplanationJson = { readonly glassbook: "explanation"; readonly version: 1 } & Record<string, unknown>;

const shape = listOf(whole(0));
const anything: Check = objectOf({});
const target: Check = (value, at) => (Array.isArray(value) ? listOf(whole(0)) : whole(0))(value, at);

/** Float32 arrays, but for the mask and the regions. */
const arrays = new Set(
  "values inputs probabilities answers baseline convergenceDelta fit standardError expectedValue featureMask coefficients regions".split(
    " ",
  ),
);

const required: Checks = {
  method: text,
  values: array,
  shape,
  target,
  output: oneOf(["logit", "probability"]),
  inputs: array,
  inputShape: shape,
  probabilities: array,
  options: anything,
  engine: oneOf(["onnx", "tfjs", "function"]),
  elapsedMs: notNegative,
  modelPasses: notNegative,
};

const optional: Checks = {
  answers: array,
  baseline: (value, at) => (typeof value === "number" ? finite : array)(value, at),
  seed: finite,
  convergenceDelta: array,
  fit: array,
  standardError: array,
  expectedValue: array,
  columns: listOf(column),
  classNames: listOf(text),
  targetName: text,
  cells: listOf(text),
  featureMask: mask,
  regions: mask,
  coefficients: array,
  about: objectOf(
    {},
    {
      label: text,
      family: oneOf("gradient cam layer attention perturbation shap lime noise other".split(" ")),
      role: oneOf(
        "contribution sensitivity modifiedGradient localization importance variance activation attention maskedAverage difference unknown".split(
          " ",
        ),
      ),
      signed: flag,
      extent: oneOf(["input", "place", "part", "unit"]),
      of: oneOf(["output", "neuron"]),
      sumsTo: oneOf(["f(x) − f(baseline)", "f(x) − E f(background)", "f(x)"]),
      sumIsExact: flag,
      removal: oneOf(["baseline", "marginal", "conditional", "others"]),
      isChaotic: flag,
    },
  ),
  layerAxes: listOf(oneOf("depth height width channel step feature token column unknown".split(" "))),
  inputSpec: inputSpec(undefined),
  outputSpec,
  outputName: text,
  inputParts: listOf((value, at) => {
    objectOf({ name: text, shape }, { columns: listOf(column) })(value, at);
    const { shape: own, spec } = value as { shape: readonly number[]; spec?: unknown };
    if (spec !== undefined) inputSpec(own.length)(spec, `${at}.spec`);
  }),
  targetRegions: listOf(
    objectOf(
      { size: listOf(whole(1), 2), runs: listOf(whole(0)), from: oneOf(["pixel", "given", "predicted", "box"]) },
      { reduce: oneOf(["sum", "mean"]), box: objectOf({ score: finite }, { label: whole(0) }) },
    ),
  ),
  within: objectOf({ input: text, inputs: listOf(text), sums: listOf(finite) }),
};

function array(value: unknown, at: string): void {
  if (!(value instanceof Float32Array)) throw wrong(value, at, say`an array of float32, { dtype: "f4", bdata, shape }`);
}

function mask(value: unknown, at: string): void {
  if (!(value instanceof Int32Array)) throw wrong(value, at, say`an array of int32, { dtype: "i4", bdata, shape }`);
}

export function fieldsToJson(fields: ExplanationFields): ExplanationJson {
  const json: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    json[name] =
      value instanceof Float32Array || value instanceof Int32Array ? encodeArray(value.slice(), [value.length]) : value;
  }
  return { glassbook: "explanation", version: 1, ...json };
}

/**
 * Everything is checked: types, names of a few, lengths against shapes.
 *
 * @throws DataError that names the field which is not what `toJSON` made.
 */
export function fieldsFromJson(json: unknown): ExplanationFields {
  if (!isObject(json) || json.glassbook !== "explanation" || json.version !== 1) {
    throw new DataError(
      say`this is not an explanation: expected JSON made by toJSON(), with "glassbook": "explanation", version 1`,
    );
  }
  const missing = Object.keys(required).filter((name) => !Object.hasOwn(json, name));
  if (missing.length > 0)
    throw new DataError(say`the explanation lacks ${missing.join(", ")}: it was truncated or edited`);
  const fields = Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => name !== "glassbook" && name !== "version")
      .map(([name, value]) => [name, arrays.has(name) ? decoded(value, name) : value]),
  );
  objectOf(required, optional)(fields, "");
  const read = fields as unknown as ExplanationFields;
  checkConsistency(read);
  return read;
}

/** What is no array stays, to be named by the check of its field. */
function decoded(value: unknown, name: string): unknown {
  if (!isArraySpec(value)) return value;
  try {
    return decodeArray(value as ArraySpec).values;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(say`${name} of the explanation cannot be read: ${why}`, { cause: error });
  }
}
