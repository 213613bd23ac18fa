import { inflateRawSync } from "node:zlib";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

/**
 * The files in a ZIP archive, as NumPy's `.npz` is one: stored or deflated.
 *
 * @param name the archive's, for the error.
 * @throws DataError where the bytes are no such archive, or cut off.
 */
export function unzip(bytes: Uint8Array, name: string): Map<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (why: string) => new DataError(say`${name} is not a complete ZIP archive: ${why}`);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw damaged("it has no directory");
  const files = new Map<string, Uint8Array>();
  try {
    let at = view.getUint32(end + 16, true);
    for (let entry = view.getUint16(end + 10, true); entry > 0; entry--) {
      if (view.getUint32(at, true) !== 0x02014b50) throw damaged("its directory is damaged");
      const [method, packed, local] = [
        view.getUint16(at + 10, true),
        view.getUint32(at + 20, true),
        view.getUint32(at + 42, true),
      ];
      const [nameLength, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
      const file = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
      const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const data = bytes.subarray(begin, begin + packed);
      if (data.length < packed) throw damaged(`${file} is cut off`);
      if (method !== 0 && method !== 8) throw damaged(`${file} is packed by method ${method}`);
      files.set(file, method === 0 ? data : new Uint8Array(inflateRawSync(data)));
      at += 46 + nameLength + extra + comment;
    }
  } catch (error) {
    throw error instanceof DataError ? error : damaged((error as Error).message);
  }
  return files;
}
