import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkSteps } from "./checkSteps.ts";
import { checkFields, checkNames, inputFields, kindOf } from "./fields.ts";
import type { InputKind, InputSpec } from "./Signature.ts";
import type { InputHint } from "./SignatureOptions.ts";
import type { HowItGives } from "./withOutputHint.ts";

type Shape = readonly (number | null)[];
type Size = number | null;

const kinds = Object.keys(inputFields) as InputKind[];

/**
 * An input with what is known of it besides.
 *
 * @throws OptionError where the hint does not fit the model's shape, or has fields that its kind does not have.
 */
export function withInputHint(spec: InputSpec, hint: InputHint, { isOpen = false }: HowItGives): InputSpec {
  const given: Exclude<InputHint, string> = typeof hint === "string" ? { kind: hint } : hint;
  const of = say`the input "${spec.name}"`;
  const kind = kindOf(given.kind, spec.kind, kinds, of);
  checkFields(given, kind, [...inputFields[kind], "kind", "dtype", "shape"], of);
  const before = kind === spec.kind ? spec : {};
  const merged = { ...before, ...given, kind, name: spec.name, dtype: given.dtype ?? spec.dtype };
  return complete({ ...merged, shape: shapeOf(spec.shape, given.shape, of) } as InputSpec, isOpen, of);
}

/** Sizes that the model leaves open may be given; others are its own. */
export function shapeOf(own: Shape, given: Shape | undefined, of: string): Shape {
  if (!given || own.length === 0) return given ?? own;
  const fits = given.length === own.length && own.every((size, i) => size === null || size === given[i]);
  if (fits) return given;
  throw new OptionError(say`${of}: the shape [${given.join(", ")}] does not fit the model's [${open(own)}]`);
}

const open = (shape: Shape) => shape.map((size) => size ?? "?").join(", ");

function complete(spec: InputSpec, isOpen: boolean, of: string): InputSpec {
  switch (spec.kind) {
    case "image": {
      const axes = places(spec, ["height", "width"], spec.layout, of);
      const channels = known(axes.channels, "channels", isOpen, of);
      checkNames("channelNames", spec.channelNames, axes.channels, of);
      checkSteps(spec.preprocess, axes.channels, of);
      return { ...spec, shape: axes.shape, height: axes.height ?? null, width: axes.width ?? null, channels };
    }
    case "volume": {
      const axes = places(spec, ["depth", "height", "width"], spec.layout, of);
      const channels = known(axes.channels, "channels", isOpen, of);
      const { depth = null, height = null, width = null } = axes;
      return { ...spec, shape: axes.shape, depth, height, width, channels };
    }
    case "series": {
      const inOrder = { ...spec, channels: spec.features };
      const layout = spec.layout === "featuresFirst" ? "channelsFirst" : "channelsLast";
      const axes = places(inOrder, ["steps"], layout, of);
      const features = known(axes.channels, "features", isOpen, of);
      checkNames("featureNames", spec.featureNames, axes.channels, of);
      return { ...spec, shape: axes.shape, steps: axes.steps ?? null, features };
    }
    case "tokens": {
      const shape = spec.shape.length === 0 ? [spec.length ?? null] : spec.shape;
      if (shape.length !== 1) throw unlike(of, "tokens", 1, shape);
      const size = spec.vocabulary ? Math.max(spec.size ?? 0, spec.vocabulary.length) : spec.size;
      checkNames("vocabulary", spec.vocabulary, spec.size ?? null, of);
      return { ...spec, shape, length: agreed(spec.length, shape[0] ?? null, "length", of), ...(size ? { size } : {}) };
    }
    case "table": {
      if (!Array.isArray(spec.columns)) throw new OptionError(say`${of}: a table needs its columns`);
      const shape = spec.shape.length === 0 ? [spec.columns.length] : spec.shape;
      if (shape.length !== 1) throw unlike(of, "table", 1, shape);
      const width = shape[0] ?? null;
      checkNames(
        "columns",
        spec.columns.map(({ name }) => name),
        width,
        of,
      );
      return { ...spec, shape };
    }
    case "values":
      return spec;
  }
}

/** The sizes of an input with places and channels, out of its shape; or its shape, out of the sizes. */
function places(
  spec: { readonly kind: string; readonly shape: Shape; readonly channels?: Size | undefined },
  names: readonly string[],
  layout: string | undefined,
  of: string,
): { shape: Shape; channels: Size; [name: string]: Size | Shape | undefined } & Partial<
  Record<"depth" | "height" | "width" | "steps", Size>
> {
  const rank = names.length + 1;
  if (layout === undefined) {
    throw new OptionError(
      say`${of}: the order of the axes [${open(spec.shape)}] is unknown: give layout, "channelsLast" or "channelsFirst"`,
    );
  }
  const isLast = layout === "channelsLast";
  const told = (name: string) => (spec as Readonly<Record<string, unknown>>)[name] as Size | undefined;
  const inShape = names.map((name) => told(name) ?? null);
  const made = isLast ? [...inShape, spec.channels ?? null] : [spec.channels ?? null, ...inShape];
  const shape = spec.shape.length === 0 ? made : spec.shape;
  if (shape.length !== rank) throw unlike(of, spec.kind, rank, shape);
  const sizes = isLast ? shape.slice(0, -1) : shape.slice(1);
  const channels = (isLast ? shape.at(-1) : shape[0]) ?? null;
  const agreedSizes = names.map((name, i) => [name, agreed(told(name), sizes[i] ?? null, name, of)] as const);
  return { shape, ...Object.fromEntries(agreedSizes), channels: agreed(spec.channels, channels, "channels", of) };
}

const unlike = (of: string, kind: string, rank: number, shape: Shape) =>
  new OptionError(say`${of}: ${kind} has ${rank} axes after the batch, but the model takes [${open(shape)}]`);

function known(size: Size, name: string, isOpen: boolean, of: string): number {
  if (size !== null || isOpen) return size ?? 0;
  throw new OptionError(say`${of}: give the number of ${name}, which the model leaves open`);
}

function agreed(told: Size | undefined, own: Size, name: string, of: string): Size {
  if (told === undefined || told === null || own === null || told === own) return own ?? told ?? null;
  throw new OptionError(say`${of}: ${name} is ${told}, but the model has ${own}`);
}
