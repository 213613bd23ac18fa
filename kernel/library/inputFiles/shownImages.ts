import { photographs } from "../drawing/photographs.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { type Displayable, displayKey, mime } from "../ground/mimeBundle.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { seenPicture } from "../signature/seenPicture.ts";

interface Images {
  readonly values: Float32Array;
  readonly shape: readonly number[];
  readonly notes: readonly string[];
}

/** As many as are shown. */
const most = 64;

/** Read pictures that show themselves in a notebook as a person sees them, whatever the model's numbers are. */
export function shownImages<I extends Images>(images: I, spec: ImageSpec): I & Displayable {
  const show = (): MimeBundle => {
    const { values, shape, notes } = images;
    const [count, ...own] = shape;
    const [height, width] = spec.layout === "channelsFirst" ? own.slice(1) : own;
    const size = own.reduce((product, length) => product * length, 1);
    const seen = Array.from({ length: Math.min(most, count) }, (_, i) =>
      seenPicture(spec, values.subarray(i * size, (i + 1) * size), { height, width }),
    );
    return { ...photographs(seen), [mime.text]: [`float32 [${shape.join(", ")}]`, ...notes].join("\n") };
  };
  return Object.defineProperty(images, displayKey, { value: show }) as I & Displayable;
}
