import { say } from "../ground/say.ts";

/** A note for a color profile that changes colors and is not applied; undefined for sRGB, which is assumed anyway. */
export function profileNote(profile: Uint8Array | undefined): string | undefined {
  if (!profile) return undefined;
  const name = nameOf(profile);
  if (name === undefined)
    return say`The file has a color profile, which was not applied: its colors were read as sRGB.`;
  // Facebook's smallest sRGB calls itself c2.
  if (/srgb|^c2$/i.test(name)) return undefined;
  return say`The file has the color profile ${name}, which was not applied: its colors were read as sRGB.`;
}

/** What an ICC profile calls itself: its tag `desc`, of version 2 in ASCII, of version 4 in UTF-16. */
function nameOf(profile: Uint8Array): string | undefined {
  if (profile.length < 132) return undefined;
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  const count = view.getUint32(128);
  for (let i = 0, at = 132; i < count && at + 12 <= profile.length; i++, at += 12) {
    if (view.getUint32(at) !== 0x64657363) continue;
    const [offset, size] = [view.getUint32(at + 4), view.getUint32(at + 8)];
    const tag = profile.subarray(offset, offset + size);
    return shown(tag.length >= 12 ? textOf(tag) : "");
  }
  return undefined;
}

function textOf(tag: Uint8Array): string {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const isUnicode = view.getUint32(0) === 0x6d6c7563;
  if (!isUnicode) return new TextDecoder().decode(tag.subarray(12, 12 + view.getUint32(8)));
  if (tag.length < 28) return "";
  const [size, offset] = [view.getUint32(20), view.getUint32(24)];
  return new TextDecoder("utf-16be").decode(tag.subarray(offset, offset + size));
}

/** The file's own words, without what does not belong in a line. */
function shown(text: string): string | undefined {
  const line = text.replaceAll(/[\p{C}]/gu, "").trim();
  return line === "" ? undefined : line.slice(0, 60);
}
