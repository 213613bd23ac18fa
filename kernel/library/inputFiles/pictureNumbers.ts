import type { PixelScale } from "../signature/pixelScale.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import type { Picture } from "./Picture.ts";

/** A picture's bytes as a model's numbers: its scale, its layout, its order of colors. The picture has its channels. */
export function pictureNumbers({ data, height, width }: Picture, spec: ImageSpec, scale: PixelScale): Float32Array {
  const { channels, layout, colorOrder, photometric } = spec;
  const places = height * width;
  const values = new Float32Array(places * channels);
  for (let channel = 0; channel < channels; channel++) {
    const from = colorOrder === "bgr" && channels >= 3 && channel < 3 ? 2 - channel : channel;
    const numbers = Float32Array.from({ length: 256 }, (_, byte) => {
      const shade = photometric === "whiteIsZero" ? 255 - byte : byte;
      return shade * scale.scale[channel] + scale.offset[channel];
    });
    for (let place = 0; place < places; place++) {
      const to = layout === "channelsFirst" ? channel * places + place : place * channels + channel;
      values[to] = numbers[data[place * channels + from]];
    }
  }
  return values;
}
