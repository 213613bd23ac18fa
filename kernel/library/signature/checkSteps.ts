import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";
import { shown } from "../text/shown.ts";
import type { PreprocessStep, ResizeFilter } from "./Signature.ts";

export const resizeFilters: readonly ResizeFilter[] = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"];

const fieldsOf: Readonly<Record<PreprocessStep["kind"], readonly string[]>> = {
  resize: ["shortestEdge", "exact", "filter"],
  centerCrop: ["size", "fraction"],
  rescale: ["factor", "offset"],
  normalize: ["mean", "std"],
};

/**
 * The steps of a preprocessing, each as it must be, for so many channels.
 *
 * @param of `the input "x"`.
 * @throws OptionError that says which step is wrong, and what was expected.
 */
export function checkSteps(steps: unknown, channels: number | null, of: string): void {
  if (steps === undefined) return;
  if (!Array.isArray(steps)) {
    throw new OptionError(
      say`${of}: preprocess is ${shown(steps)}: expected a list of steps, or [] for bytes as they are`,
    );
  }
  let areNumbers = false;
  for (const [i, step] of steps.entries()) {
    const kind = kindOfStep(step, i, of);
    const at = say`${of}: step ${i + 1} of preprocess (${kind})`;
    checkStep(kind, step, channels, at);
    if (areNumbers && (kind === "resize" || kind === "centerCrop")) {
      throw new OptionError(say`${at} comes too late: resize and crop first, then rescale and normalize`);
    }
    areNumbers ||= kind === "rescale" || kind === "normalize";
  }
}

function kindOfStep(step: unknown, i: number, of: string): PreprocessStep["kind"] {
  const kinds = Object.keys(fieldsOf) as PreprocessStep["kind"][];
  const given = typeof step === "object" && step !== null && "kind" in step ? step.kind : step;
  const kind = given === step ? undefined : kinds.find((known) => known === given);
  if (kind) return kind;
  const [near] = nearestNames(String(given), kinds);
  const hint = near === undefined ? "" : say` (did you mean ${near}?)`;
  throw new OptionError(
    say`${of}: step ${i + 1} of preprocess is ${shown(given)}${hint}: expected { kind } of ${kinds.join(", ")}`,
  );
}

type Fields = Readonly<Record<string, unknown>>;

function checkStep(kind: PreprocessStep["kind"], step: Fields, channels: number | null, at: string): void {
  const allowed = fieldsOf[kind];
  for (const field of Object.keys(step)) {
    if (field === "kind" || allowed.includes(field)) continue;
    const [near] = nearestNames(field, allowed);
    const hint = near === undefined ? "" : say` (did you mean ${near}?)`;
    throw new OptionError(say`${at} has no field ${field}${hint}: expected ${allowed.join(", ")}`);
  }
  const must = (isRight: boolean, field: string, expected: string) => {
    if (!isRight) throw new OptionError(say`${at}: ${field} is ${shown(step[field])}: expected ${expected}`);
  };
  switch (kind) {
    case "resize": {
      oneOf(step, "shortestEdge", "exact", at);
      const { shortestEdge, exact, filter } = step;
      if (shortestEdge !== undefined) must(isSize(shortestEdge), "shortestEdge", say`a whole number of pixels`);
      if (exact !== undefined) must(isSizes(exact), "exact", say`[height, width] in pixels`);
      if (filter !== undefined) {
        must(resizeFilters.includes(filter as ResizeFilter), "filter", say`one of ${resizeFilters.join(", ")}`);
      }
      return;
    }
    case "centerCrop": {
      oneOf(step, "size", "fraction", at);
      const { size, fraction } = step;
      if (size !== undefined) {
        must(size === "shorterSide" || isSizes(size), "size", say`[height, width] in pixels, or "shorterSide"`);
      }
      if (fraction !== undefined)
        must(isNumber(fraction) && fraction > 0 && fraction <= 1, "fraction", say`a share up to 1`);
      return;
    }
    case "rescale":
      must(isNumber(step.factor) && step.factor !== 0, "factor", say`a number other than 0`);
      if (step.offset !== undefined) must(isNumber(step.offset), "offset", say`a number`);
      return;
    case "normalize":
      for (const field of ["mean", "std"]) {
        const list: unknown = step[field];
        const isList = Array.isArray(list) && list.every((value) => isNumber(value) && (field === "mean" || value > 0));
        must(isList, field, field === "mean" ? say`a list of numbers` : say`a list of numbers above 0`);
        const { length } = list as readonly number[];
        if (length !== 1 && channels !== null && length !== channels) {
          throw new OptionError(
            say`${at}: ${field} has ${length} numbers, but the picture has ${channels} channels: give one for each, or one for all`,
          );
        }
      }
  }
}

function oneOf(step: Fields, one: string, other: string, at: string): void {
  if ((step[one] === undefined) !== (step[other] === undefined)) return;
  throw new OptionError(say`${at}: give either ${one} or ${other}`);
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
const isSizes = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isSize);
