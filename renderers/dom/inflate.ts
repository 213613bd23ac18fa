import { unzlibSync } from "fflate";

/** zlib's bytes inflated, into so many; more are not taken. @throws TypeError for what zlib did not write. */
export function inflate(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return unzlibSync(bytes, { out: new Uint8Array(size) });
  } catch (error) {
    throw new TypeError(`packed values cannot be read (${(error as Error).message})`);
  }
}
