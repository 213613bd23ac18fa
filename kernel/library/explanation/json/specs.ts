import { resizeFilters } from "../../signature/checkSteps.ts";
import {
  type Check,
  type Checks,
  finite,
  listOf,
  notNegative,
  objectOf,
  oneOf,
  orNull,
  text,
  whole,
  wrong,
} from "./checks.ts";

const names = listOf(text);
const count = whole(0);
const open = orNull(count);
const layout = oneOf(["channelsLast", "channelsFirst"]);

export const column = objectOf(
  { name: text, kind: oneOf(["numeric", "integer", "categorical"]) },
  { categories: names },
);

const sizes = listOf(whole(1), 2);
const steps: Readonly<Record<string, Kind>> = {
  resize: { optional: { shortestEdge: whole(1), exact: sizes, filter: oneOf(resizeFilters) } },
  centerCrop: { optional: { size: (value, at) => value === "shorterSide" || sizes(value, at), fraction: notNegative } },
  rescale: { required: { factor: finite }, optional: { offset: finite } },
  normalize: { required: { mean: listOf(finite), std: listOf(finite) } },
};

const preprocessStep: Check = (value, at) => {
  objectOf({ kind: oneOf(Object.keys(steps)) })(value, at);
  const { required = {}, optional = {} } = steps[(value as { kind: string }).kind] ?? {};
  objectOf(required, optional)(value, at);
};

interface Kind {
  readonly required?: Checks;
  readonly optional?: Checks;
}

const inputKinds: Readonly<Record<string, Kind>> = {
  image: {
    required: { layout, height: open, width: open, channels: count },
    optional: {
      channelNames: names,
      colorOrder: oneOf(["rgb", "bgr"]),
      photometric: oneOf(["blackIsZero", "whiteIsZero"]),
      ground: finite,
      preprocess: listOf(preprocessStep),
    },
  },
  volume: {
    required: { layout, depth: open, height: open, width: open, channels: count },
    optional: { spacing: listOf(finite, 3), window: listOf(finite, 2) },
  },
  series: {
    required: { steps: open, features: count },
    optional: { layout: oneOf(["featuresLast", "featuresFirst"]), featureNames: names, unit: text, rate: notNegative },
  },
  tokens: { required: { length: open }, optional: { vocabulary: names, padding: finite, size: count } },
  table: { required: { columns: listOf(column) } },
  values: {},
};

const outputKinds: Readonly<Record<string, Kind>> = {
  classes: { required: { count, from: oneOf(["softmax", "logits"]) }, optional: { classNames: names } },
  binary: { required: { from: oneOf(["sigmoid", "logit"]) }, optional: { classNames: listOf(text, 2) } },
  labels: { required: { count, from: oneOf(["sigmoid", "logits"]) }, optional: { classNames: names } },
  number: { optional: { targetName: text, unit: text } },
  numbers: { required: { count }, optional: { targetNames: names, units: names } },
  pixels: {
    required: { layout, classes: count, from: oneOf(["softmax", "logits", "sigmoid"]) },
    optional: { classNames: names },
  },
  boxes: { optional: { classNames: names } },
  values: { optional: { valueNames: names, from: oneOf(["softmax", "sigmoid"]) } },
};

const dtypes = "float32 float16 float64 int32 int64 uint8 int8 bool string".split(" ");
const shape = listOf(open);

/** A spec: what all have, and what its kind has. */
const specOf =
  (head: Checks, kinds: Readonly<Record<string, Kind>>): Check =>
  (value, at) => {
    objectOf({ ...head, kind: oneOf(Object.keys(kinds)) })(value, at);
    const { required = {}, optional = {} } = kinds[(value as { kind: string }).kind] ?? {};
    objectOf(required, optional)(value, at);
  };

const input = specOf({ name: text, shape, dtype: oneOf(dtypes) }, inputKinds);
export const outputSpec = specOf({ name: text, shape }, outputKinds);

/** What is said of an input, which has as many axes as it has. */
export const inputSpec =
  (axes: number | undefined): Check =>
  (value, at) => {
    input(value, at);
    const { shape } = value as { shape: readonly unknown[] };
    if (axes !== undefined && shape.length !== axes) throw wrong(shape, `${at}.shape`, `a list of ${axes}`);
  };
