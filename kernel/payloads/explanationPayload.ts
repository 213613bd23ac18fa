import { type AnswerPayload, isAnswer } from "./answer.ts";
import { isRecord } from "./isRecord.ts";
import { isLayout, type LayoutPayload } from "./layout.ts";
import { isMeaning, type MeaningPayload } from "./meaning.ts";
import { isStoredArray, type StoredArray } from "./packedArray.ts";
import { isPhoto, type PhotoPayload } from "./photoPayload.ts";
import { isRegion, type RegionPayload } from "./region.ts";
import { isVolume, type VolumePayload } from "./volumePayload.ts";

export const explanationMime = "application/vnd.glassbook.explanation.v1+json";

/**
 * Data of `explanationMime`: one or several maps, each with the evidence for it. Version 1 has arrays only, none of them
 * packed: notebooks that hold it are still shown.
 */
export interface ExplanationPayload {
  version: 1 | 2;
  title?: string;
  locale: string;
  /** Names of the classes, by index. */
  labels?: string[];
  /** How many maps stand side by side where there is room. */
  columns: number;
  /** Percentile of |value| at which a color is full. */
  clip: number;
  /** What lies under the maps: a picture, or drawings and numbers `[height, width]`. */
  images: (PhotoPayload | StoredArray)[];
  maps: MapPayload[];
  /** What each of `images` truly is, by index of the output; null where nobody knows. */
  expected?: (number | null)[];
  /** What lies under maps of volumes, all slices: bytes `[depth, height, width]` as they are shown, 0 black. */
  volumes?: StoredArray[];
  agreement?: AgreementPayload;
  /** In version 1: which of `images` are photographs, drawn as grays; the others are ink on paper. */
  photos?: boolean[];
  /** Present where the kernel can compute the maps anew. */
  live?: LivePayload;
}

/** What the kernel needs, and takes, to compute the maps anew: see `recompute.ts`. */
export interface LivePayload {
  /** The kernel's name for this view. */
  view: string;
  /** For each explanation, which of its method's parameters may change; a map's `source` is an index in it. */
  sources: { parameters: Parameter[] }[];
}

/** A parameter of a method, with its value in this explanation. */
export type Parameter =
  | { name: string; kind: "number"; value: number; integer?: boolean; least?: number }
  | { name: string; kind: "boolean"; value: boolean }
  | { name: string; kind: "choice"; value: string; choices: string[] };

export interface MapPayload {
  /** Class name of the method: `"IntegratedGradients"`. */
  method: string;
  /** In place of the method's name. */
  title?: string;
  /** What its values are, as the method says it; missing in notebooks that were saved before maps carried it. */
  about?: MeaningPayload;
  /** What the model answers, as its signature says it; missing as above. */
  answer?: AnswerPayload;
  /** What its rows and columns are in the input; missing as above. */
  layout?: LayoutPayload;
  /** Which of a model's several inputs it is of. */
  input?: string;
  /** Which explanation of `live.sources` it is of. */
  source?: number;
  target: number;
  output: "logit" | "probability";
  /** The model's answer, one per class. */
  probabilities: number[];
  /** Index in `images`. */
  image: number;
  /** `[height, width]`, channels summed: four significant digits, three of large maps. */
  values: StoredArray;
  /** Of a volume, all of it; `values` are one slice. Missing of volumes that are too large for a view. */
  volume?: VolumePayload;
  /** False for a magnitude without a sign. */
  signed: boolean;
  /** Maps of one group share a color range: `[-range, range]`, or `[0, range]` where unsigned. */
  group: string;
  range: number;
  /** Segment of each position, whole numbers `[height, width]`. */
  featureMask?: StoredArray;
  /** Of XRAI: the rank of each position's region, `[height, width]`, 1 for the first. */
  regions?: StoredArray;
  /** The places that are explained, of a segmentation or of boxes. */
  region?: RegionPayload;
  evidence: EvidencePayload;
  /** What the map says, in sentences: what a screen reader reads. */
  text: string;
  options: Record<string, unknown>;
  seed?: number;
  engine: string;
  modelPasses: number;
  elapsedMs: number;
}

export interface EvidencePayload {
  /** Σ values − (F(x) − F(baseline)). */
  convergenceDelta?: number;
  /** How the values add up, judged by the library: `byMethod` where they are made so. */
  adds?: "byMethod" | "exact" | "close" | "fair" | "off";
  /** Weighted R². */
  fit?: number;
  /** Median standard error of the values. */
  standardError?: number;
  /** Σ of what was attributed: of the segments' coefficients, where a map only repeats them at every position. */
  total?: number;
  /** NaN and infinite values. */
  invalid: number;
}

export interface AgreementPayload {
  /** Names of the methods, in the order of rows and columns. */
  names: string[];
  /** Spearman's rank correlation of each pair; null where a map is constant. */
  rank: (number | null)[][];
  text: string;
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number" && Number.isFinite(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const isAgreement: Check = (value) =>
  isRecord(value) && isText(value.text) && listOf(isText)(value.names) && listOf(Array.isArray)(value.rank);
const isParameter: Check = (value) => isRecord(value) && isText(value.name) && isText(value.kind);
const isVerdict: Check = (value) => verdicts.some((verdict) => verdict === value);
const verdicts = ["byMethod", "exact", "close", "fair", "off"];
const isEvidence: Check = (value) =>
  isRecord(value) &&
  isNumber(value.invalid) &&
  [value.convergenceDelta, value.fit, value.standardError, value.total].every(optional(isNumber)) &&
  optional(isVerdict)(value.adds);
const isLive: Check = (value) =>
  isRecord(value) &&
  isText(value.view) &&
  listOf((source) => isRecord(source) && listOf(isParameter)(source.parameters))(value.sources);

const payloadFields: Record<string, [Check, string]> = {
  title: [optional(isText), "a string"],
  locale: [isText, "a string"],
  labels: [optional(listOf(isText)), "a list of strings"],
  columns: [isNumber, "a number"],
  clip: [isNumber, "a number"],
  images: [listOf((image) => isPhoto(image) || isStoredArray(image)), "a list of pictures and typed arrays"],
  maps: [Array.isArray, "a list"],
  volumes: [optional(listOf(isStoredArray)), "a list of typed arrays"],
  agreement: [optional(isAgreement), "an agreement"],
  photos: [optional(Array.isArray), "a list"],
  expected: [optional(listOf((value) => value === null || isNumber(value))), "a list of classes"],
  live: [optional(isLive), "what the kernel needs"],
};

const mapFields: Record<string, [Check, string]> = {
  method: [isText, "a string"],
  title: [optional(isText), "a string"],
  input: [optional(isText), "a string"],
  about: [optional(isMeaning), "what a method says of its values"],
  answer: [optional(isAnswer), "what a model answers"],
  layout: [optional(isLayout), "how the values stand in the input"],
  target: [isNumber, "an index of the output"],
  output: [(value) => value === "logit" || value === "probability", '"logit" or "probability"'],
  probabilities: [listOf(isNumber), "a list of numbers"],
  image: [isNumber, "an index"],
  values: [isStoredArray, "a typed array"],
  volume: [optional(isVolume), "a map of a volume"],
  signed: [(value) => typeof value === "boolean", "a boolean"],
  group: [isText, "a string"],
  range: [(value) => isNumber(value) && (value as number) > 0, "a positive number"],
  featureMask: [optional(isStoredArray), "a typed array"],
  regions: [optional(isStoredArray), "a typed array"],
  region: [optional(isRegion), "rows, columns and runs of places"],
  evidence: [isEvidence, "evidence"],
  text: [isText, "a string"],
  source: [optional(isNumber), "an index"],
  options: [isRecord, "an object"],
};

/** What is wrong with a payload, as one sentence; undefined where nothing is. For data that came from a file. */
export function explanationProblem(payload: unknown): string | undefined {
  if (!isRecord(payload)) return "the explanation is not an object";
  if (payload.version !== 1 && payload.version !== 2) {
    return `the explanation has version ${JSON.stringify(payload.version)}, this view reads 1 and 2`;
  }
  const wrong = firstWrong(payload, payloadFields, "");
  if (wrong) return wrong;
  const maps = payload.maps as unknown[];
  for (const [index, map] of maps.entries()) {
    if (!isRecord(map)) return `maps[${index}] is not an object`;
    const problem = firstWrong(map, mapFields, `maps[${index}].`);
    if (problem) return problem;
    if (!(payload.images as unknown[])[map.image as number]) return `maps[${index}].image names no image`;
    const { volume } = map as { volume?: VolumePayload };
    if (volume && !(payload.volumes as unknown[] | undefined)?.[volume.under]) {
      return `maps[${index}].volume.under names no volume`;
    }
  }
  return undefined;
}

function firstWrong(value: Record<string, unknown>, fields: Record<string, [Check, string]>, where: string) {
  const wrong = Object.entries(fields).find(([name, [check]]) => !check(value[name]));
  return wrong && `${where}${wrong[0]} is not ${wrong[1][1]}`;
}
