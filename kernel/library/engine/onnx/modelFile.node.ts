import { closeSync, fstatSync, openSync, readFileSync, readSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { DataError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { ExternalData, ReadExternal } from "../graph/readTensor.ts";

/** Writes a model's bytes to a file. */
export const writeModelFile = (file: string, bytes: Uint8Array): void => writeFileSync(file, bytes);

/** A model file, and the way to the constants that lie in other files of its folder (never outside it). */
export function readModelFile(file: string): { bytes: Uint8Array; external: ReadExternal } {
  return { bytes: attempt(file, () => readFileSync(file)), external: (data) => readExternal(file, data) };
}

function readExternal(model: string, { location, offset, length }: ExternalData): Uint8Array {
  const folder = realpathSync(dirname(model));
  const wanted = join(folder, location);
  if (isAbsolute(location) || isOutside(folder, wanted)) {
    throw new DataError(say`its data point to ${location}, outside the model's folder, and are not read`);
  }
  // A link may lead outside as well.
  const file = attempt(wanted, () => realpathSync(wanted));
  if (isOutside(folder, file))
    throw new DataError(say`its data ${location} are a link that leads outside the model's folder`);
  const handle = attempt(file, () => openSync(file, "r"));
  try {
    const { size } = fstatSync(handle);
    const end = length === undefined ? size : offset + length;
    if (!(offset >= 0 && end >= offset && end <= size)) {
      throw new DataError(say`its data should be at bytes ${offset} to ${end} of ${location}, which has only ${size}`);
    }
    const bytes = new Uint8Array(end - offset);
    readSync(handle, bytes, 0, bytes.length, offset);
    return bytes;
  } finally {
    closeSync(handle);
  }
}

const isOutside = (folder: string, file: string): boolean => {
  const way = relative(folder, file);
  return way.startsWith("..") || isAbsolute(way);
};

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DataError(say`${file} cannot be read: ${why}`, { cause: error });
  }
}
