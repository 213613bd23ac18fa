import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

/** Refuses what is not as it must be. `at` is where it stands: `outputSpec.count`. @throws DataError. */
export type Check = (value: unknown, at: string) => void;
export type Checks = Readonly<Record<string, Check>>;

/** The error for what stands at `at`. */
export const wrong = (value: unknown, at: string, expected: string): DataError =>
  new DataError(say`${at} of the explanation is ${shown(value)}: expected ${expected}. The file was edited or damaged`);

function shown(value: unknown): string {
  if (Array.isArray(value)) return say`a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return say`an object`;
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const where =
  (isRight: (value: unknown) => boolean, expected: () => string): Check =>
  (value, at) => {
    if (!isRight(value)) throw wrong(value, at, expected());
  };

export const text = where(
  (value) => typeof value === "string",
  () => say`a string`,
);
export const flag = where(
  (value) => typeof value === "boolean",
  () => say`true or false`,
);
export const finite = where(
  (value) => Number.isFinite(value),
  () => say`a finite number`,
);
export const notNegative = where(
  (value) => Number.isFinite(value) && Number(value) >= 0,
  () => say`a number, at least 0`,
);
/** A whole number, `least` or more. */
export const whole = (least: number): Check =>
  where(
    (value) => Number.isSafeInteger(value) && Number(value) >= least,
    () => say`a whole number, at least ${least}`,
  );
export const oneOf = (choices: readonly unknown[]): Check =>
  where(
    (value) => choices.includes(value),
    () => say`one of ${choices.join(", ")}`,
  );

/** A list of so many, or of any number. */
export const listOf =
  (check: Check, length?: number): Check =>
  (value, at) => {
    if (!Array.isArray(value)) throw wrong(value, at, say`a list`);
    if (length !== undefined && value.length !== length) throw wrong(value, at, say`a list of ${length}`);
    for (const [i, each] of value.entries()) check(each, `${at}[${i}]`);
  };
export const orNull =
  (check: Check): Check =>
  (value, at) => {
    if (value !== null) check(value, at);
  };

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object with these fields; others may be there, and are kept. */
export const objectOf =
  (required: Checks, optional: Checks = {}): Check =>
  (value, at) => {
    if (!isObject(value)) throw wrong(value, at, say`an object`);
    const of = (field: string) => (at === "" ? field : `${at}.${field}`);
    for (const [field, check] of Object.entries(required)) check(own(value, field), of(field));
    for (const [field, check] of Object.entries(optional)) {
      if (Object.hasOwn(value, field)) check(own(value, field), of(field));
    }
  };

const own = (value: Record<string, unknown>, field: string) => (Object.hasOwn(value, field) ? value[field] : undefined);
