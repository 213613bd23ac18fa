import { sizeOf } from "../math/sizeOf.ts";
import type { ExplanationFields } from "./Explanation.ts";

/**
 * An explanation of pictures or volumes with the channels first, as one with the channels last: what is drawn and put into
 * words. Others, of which that is not stated too, and maps of layers stay as they are.
 */
export function channelsLast(fields: ExplanationFields): ExplanationFields {
  const picture = fields.inputShape.slice(1);
  const { inputSpec: spec } = fields;
  if ((spec?.kind !== "image" && spec?.kind !== "volume") || spec.layout !== "channelsFirst") return fields;
  if (picture.length !== (spec.kind === "image" ? 3 : 4)) return fields;
  const [channels, ...size] = picture;
  const turned = <T extends Float32Array | Int32Array>(array: T): T => {
    if (channels === 1) return array;
    const result = array.slice() as T;
    const places = sizeOf(size);
    for (let i = 0; i < array.length; i++) {
      const within = i % (channels * places);
      const channel = Math.floor(within / places);
      result[i - within + (within % places) * channels + channel] = array[i];
    }
    return result;
  };
  const last = [...size, channels];
  const axes = picture.length;
  const ofInput = fields.shape.slice(-axes).join() === picture.join();
  const { values, standardError, baseline, featureMask } = fields;
  return {
    ...fields,
    inputs: turned(fields.inputs),
    inputShape: [fields.inputShape[0], ...last],
    inputSpec: { ...spec, layout: "channelsLast", shape: last },
    values: ofInput ? turned(values) : values,
    shape: ofInput ? [...fields.shape.slice(0, -axes), ...last] : fields.shape,
    ...(standardError && ofInput ? { standardError: turned(standardError) } : {}),
    ...(baseline instanceof Float32Array && baseline.length % sizeOf(picture) === 0
      ? { baseline: turned(baseline) }
      : {}),
    ...(featureMask && featureMask.length % sizeOf(picture) === 0 ? { featureMask: turned(featureMask) } : {}),
  };
}
