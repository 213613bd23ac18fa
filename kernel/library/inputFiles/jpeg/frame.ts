import { say } from "../../ground/say.ts";
import { DamagedPicture } from "../DamagedPicture.ts";
import { checkSize } from "../pictureSize.ts";
import type { Component, Frame } from "./JpegFile.ts";

/** Kinds of JPEG by their SOF mark that are read nowhere but in laboratories and scanners. */
const rare: Record<number, string> = { 3: "lossless", 9: "arithmetic coding", 10: "arithmetic coding" };

/**
 * Reads the frame header. Memory for its samples is taken later.
 *
 * @param kind the mark's last four bits: 0 baseline, 1 extended, 2 progressive.
 */
export function readFrame(kind: number, segment: Uint8Array): Frame {
  if (kind > 2) {
    const name = rare[kind] ?? "hierarchical";
    throw new DamagedPicture(say`its kind (${name}) is not read here: save it as baseline or progressive`);
  }
  const [precision, a, b, c, d, count] = segment;
  if (precision !== 8) throw new DamagedPicture(say`it has ${precision} bits a sample, and only 8 are read`);
  const height = a * 256 + b;
  const width = c * 256 + d;
  checkSize(width, height);
  if (segment.length < 6 + 3 * count) throw new DamagedPicture(say`its header is damaged`);
  if (![1, 3, 4].includes(count)) throw new DamagedPicture(say`it has ${count} components: expected 1, 3 or 4`);
  const given = Array.from({ length: count }, (_, i) => {
    const [id, sampling, table] = segment.subarray(6 + i * 3);
    return { id, across: sampling >> 4, down: sampling & 15, table };
  });
  if (given.some(({ across, down, table }) => across < 1 || across > 4 || down < 1 || down > 4 || table > 3)) {
    throw new DamagedPicture(say`its header is damaged`);
  }
  const across = Math.max(...given.map((one) => one.across));
  const down = Math.max(...given.map((one) => one.down));
  const components = given.map((one): Component => {
    const size = {
      width: Math.ceil((width * one.across) / across),
      height: Math.ceil((height * one.down) / down),
      columns: Math.ceil(width / (8 * across)) * one.across,
      rows: Math.ceil(height / (8 * down)) * one.down,
    };
    const rest = { quantization: undefined, coefficients: undefined, samples: undefined };
    return { ...one, ...size, ...rest, missingBits: new Int8Array(64).fill(-1) };
  });
  return { width, height, isProgressive: kind === 2, components, across, down };
}
