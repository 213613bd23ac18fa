import { sizeOf } from "../math/sizeOf.ts";
import { type Axis, inputAxes } from "../signature/axes.ts";
import { type Places, placesOf } from "../signature/places.ts";
import { valueAxes } from "./axes.ts";
import type { ExplanationFields } from "./Explanation.ts";
import { hasTargetAxis } from "./parts.ts";

/**
 * An explanation of pictures or volumes with the channels first, and one of a layer whose channels come first, as one with
 * the channels last: what is drawn and put into words. Others, of which that is not known too, stay as they are.
 */
export function channelsLast(fields: ExplanationFields): ExplanationFields {
  if (fields.inputParts) return fields;
  return withValuesLast(withInputLast(fields), fields);
}

/** The same of its values alone: the input stays as the model takes it. */
export const valuesLast = (fields: ExplanationFields): ExplanationFields => withValuesLast(fields, fields);

const isLast = (axes: readonly Axis[]) => !axes.includes("channel") || axes.at(-1) === "channel";

const atEnd = ({ shape, channels }: Places): number[] => [...shape, channels];

/** Every map in the array with the channels of each place side by side. */
function turned<T extends Float32Array | Int32Array>(array: T, { of, channels, channelOf }: Places): T {
  if (channels === 1) return array;
  const result = array.slice() as T;
  for (let start = 0; start < array.length; start += of.length) {
    for (let i = 0; i < of.length; i++) result[start + of[i] * channels + channelOf(i)] = array[start + i];
  }
  return result;
}

function withInputLast(fields: ExplanationFields): ExplanationFields {
  const { inputSpec: spec, inputShape, inputs, baseline, featureMask } = fields;
  const [count, ...row] = inputShape;
  if (spec?.kind !== "image" && spec?.kind !== "volume") return fields;
  const axes = inputAxes(spec, row);
  if (isLast(axes)) return fields;
  const places = placesOf(row, axes);
  const last = atEnd(places);
  return {
    ...fields,
    inputs: turned(inputs, places),
    inputShape: [count, ...last],
    inputSpec: { ...spec, layout: "channelsLast", shape: last },
    ...(baseline instanceof Float32Array && baseline.length % sizeOf(row) === 0
      ? { baseline: turned(baseline, places) }
      : {}),
    ...(featureMask && featureMask.length % sizeOf(row) === 0 ? { featureMask: turned(featureMask, places) } : {}),
  };
}

/** @param given as it was: its input says what the axes of the values are. */
function withValuesLast(fields: ExplanationFields, given: ExplanationFields): ExplanationFields {
  const { values, standardError } = given;
  const leading = hasTargetAxis(given) ? 2 : 1;
  const shape = given.shape.slice(leading);
  const axes = valueAxes(given, shape);
  if (isLast(axes)) return fields;
  const places = placesOf(shape, axes);
  return {
    ...fields,
    values: turned(values, places),
    shape: [...given.shape.slice(0, leading), ...atEnd(places)],
    ...(standardError && standardError.length === values.length
      ? { standardError: turned(standardError, places) }
      : {}),
    ...(given.layerAxes ? { layerAxes: [...places.axes, "channel"] } : {}),
  };
}
