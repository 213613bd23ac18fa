import type { Extent, Family, Meaning, Removal, Role, SumsTo } from "../../explanation/Meaning.ts";
import type { InputKind } from "../../signature/Signature.ts";
import type { Rules } from "./rules.ts";

/** The options of a call as far as they were given: what is left out is the method's default. */
export type Given = Readonly<Record<string, unknown>>;

/** One for all calls, or found out from a call's options. */
export type ByOptions<T> = T | ((options: Given) => T);

/**
 * What a method says of itself, once, as `static readonly about` of its class: sentences, colors, captions, `explain()`, the
 * command line, "copy as code" and the docs read it.
 */
export interface About {
  /** The class's name, by which it is asked for: `"IntegratedGradients"`. */
  readonly name: string;
  /** As people write it: `Integrated Gradients`. */
  readonly label: string;
  readonly family: Family;
  readonly role: ByOptions<Role>;
  /** Whether values may be of both signs. */
  readonly signed: ByOptions<boolean>;
  readonly extent: ByOptions<Extent>;
  /** What is explained (default `"output"`). */
  readonly of?: Meaning["of"];
  readonly sumsTo?: ByOptions<SumsTo | undefined>;
  /** Whether the sum is right by how the values are made. */
  readonly sumIsExact?: boolean;
  readonly removal?: ByOptions<Removal | undefined>;
  /** Whether changes of the gradients as small as rounding can change the whole map. */
  readonly isChaotic?: true;
  /** Kinds of input that it makes sense for. */
  readonly explains: readonly (InputKind | "text")[];
  readonly needs: Needs;
  /** Every option of `attribute`, and so of the constructor's defaults. */
  readonly options: Rules;
}

/** What a method cannot do without. */
export interface Needs {
  /** A model whose operators all have gradients. */
  readonly gradients?: true;
  /** The name of an inner layer. */
  readonly layer?: true;
  /** A sample of rows to compare with. */
  readonly background?: true;
}

/** Numbers that small changes make sense of: all but the numbers of tokens. */
export const smooth = ["image", "volume", "series", "table", "values"] as const;

/** Whatever it is: what is hidden is replaced. */
export const anything = [...smooth, "tokens"] as const;

/** What the values of one call are. */
export function meaningOf(about: About, options: Given): Meaning {
  const { label, family, of, sumIsExact, isChaotic } = about;
  const sumsTo = resolve(about.sumsTo, options);
  const removal = resolve(about.removal, options);
  return {
    label,
    family,
    role: resolve(about.role, options),
    signed: resolve(about.signed, options),
    extent: resolve(about.extent, options),
    ...(of && { of }),
    ...(sumsTo && { sumsTo }),
    ...(sumsTo && sumIsExact && { sumIsExact }),
    ...(removal && { removal }),
    ...(isChaotic && { isChaotic }),
  };
}

function resolve<T>(told: ByOptions<T>, options: Given): T {
  return isFunction(told) ? told(options) : told;
}

const isFunction = <T>(told: ByOptions<T>): told is (options: Given) => T => typeof told === "function";

/** Segments that come and go together, or each number by itself. */
export const bySegments = ({ featureMask }: Given): Extent => (featureMask === undefined ? "input" : "part");

/** What is absent is taken from a sample of rows, or from a baseline. */
export const removalOf = ({ background }: Given): Removal => (background === undefined ? "baseline" : "marginal");
export const sumOf = ({ background }: Given): SumsTo =>
  background === undefined ? "f(x) − f(baseline)" : "f(x) − E f(background)";
