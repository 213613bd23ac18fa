import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cacheFolder } from "../ground/cacheFolder.node.ts";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { fetchToCache } from "./fetchToCache.node.ts";
import { readUnpacked } from "./loadIdx.node.ts";
import { type MnistFile, mnistFiles, mnistMirrors } from "./mnistFiles.ts";

/** How far the download is. */
export interface DownloadProgress {
  /** The file being fetched. */
  file: string;
  /** Bytes of all files so far, and in all. */
  received: number;
  total: number;
}

/** One file's bytes, unpacked and known to be the published ones, and where they came from. */
export type ReadMnistFile = (file: MnistFile) => Promise<{ path: string; bytes: Uint8Array }>;

/**
 * Reads and checks one file.
 *
 * @param shown its name in the error.
 * @throws DataError where it is missing or not the published one.
 */
async function readChecked(path: string, { sha256 }: MnistFile, shown = path): Promise<Uint8Array> {
  const bytes = await readUnpacked(path, shown);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === sha256) return bytes;
  throw new DataError(
    say`${shown} is not a file of MNIST: expected SHA-256 ${sha256} of the unpacked bytes, found ${found}.`,
  );
}

/** `GLASSBOOK_DATA`: what it names must be there and right, nothing else will do. */
export function fromFolder(folder: string): ReadMnistFile {
  return async (file) => {
    const plain = join(resolve(folder), file.name);
    const path = [plain, `${plain}.gz`].find((path) => existsSync(path));
    if (!path)
      throw new DataError(say`${plain} (or ${file.name}.gz) is missing in the folder that GLASSBOOK_DATA names.`);
    return { path, bytes: await readChecked(path, file) };
  };
}

export interface CacheOptions {
  signal: AbortSignal;
  onProgress(progress: DownloadProgress): void;
}

/** The cache, filled from the mirrors where something is missing. @throws Unreachable where nothing can be fetched. */
export function fromCacheOrMirror({ signal, onProgress }: CacheOptions): ReadMnistFile {
  const own = process.env.GLASSBOOK_MNIST_URL;
  const mirrors = own ? [own.endsWith("/") ? own : `${own}/`] : mnistMirrors;
  const folder = join(cacheFolder(), "mnist");
  const pathOf = (file: MnistFile) => join(folder, `${file.name}.gz`);
  const missing = Object.values(mnistFiles).filter((file) => !existsSync(pathOf(file)));
  let total = missing.reduce((sum, { packedSize }) => sum + packedSize, 0);
  let fetched = 0;
  return async (file) => {
    const path = pathOf(file);
    if (existsSync(path)) {
      try {
        return { path, bytes: await readChecked(path, file) };
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        console.warn(say`${error.message} Removing it from the cache and downloading again.`);
        await rm(path, { force: true });
        total += file.packedSize;
      }
    }
    await fetchToCache(path, {
      urls: mirrors.map((mirror) => `${mirror}${file.name}.gz`),
      check: (part, url) => readChecked(part, file, url),
      onProgress: (received) => {
        onProgress({ file: file.name, received: Math.min(fetched + received, total), total });
      },
      signal,
    });
    fetched += file.packedSize;
    return { path, bytes: await readChecked(path, file) };
  };
}
