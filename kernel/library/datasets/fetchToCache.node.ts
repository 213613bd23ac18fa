import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../ground/errors.ts";
import { isAlive } from "../ground/isAlive.node.ts";
import { say } from "../ground/say.ts";
import { type TransferOptions, transfer, Unreachable } from "./download.node.ts";

export interface FetchOptions extends TransferOptions {
  /** The same file in several places, tried in this order. */
  urls: readonly string[];
  /** Reads the download and throws where it is not what it should be. `url` is for the error. */
  check(file: string, url: string): Promise<unknown>;
}

/**
 * Fetches a file into the cache. Under its own name it is there whole and checked, or not at all; what has come so far
 * is beside it in a `.part`, which stays only where the process was interrupted, so that the next one goes on from it.
 *
 * @throws Unreachable where no place gave anything; the last place's DataError where one gave a damaged or broken file.
 */
export async function fetchToCache(file: string, options: FetchOptions): Promise<void> {
  await mkdir(dirname(file), { recursive: true }).catch((error: Error) => {
    throw new DataError(say`The cache cannot be written (${error.message}): set GLASSBOOK_CACHE to a writable folder.`);
  });
  const part = `${file}.${process.pid}.part`;
  let resumed = await adoptPart(file, part);
  const unreachable: string[] = [];
  let damage: unknown;
  for (const url of options.urls) {
    for (;;) {
      try {
        await transfer(url, part, options);
        await options.check(part, url);
        await rename(part, file);
        return;
      } catch (error) {
        options.signal.throwIfAborted();
        await rm(part, { force: true });
        if (error instanceof Unreachable) unreachable.push(error.message);
        else damage = error;
      }
      // What an earlier process left may have been the fault: this place gets one more try from the start.
      if (!resumed) break;
      resumed = false;
    }
  }
  throw damage ?? new Unreachable(unreachable.join("; "));
}

/** Takes over what an interrupted process left. A part whose process lives is being written by it. */
async function adoptPart(file: string, part: string): Promise<boolean> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    const pid = Number(
      /^\.(\d+)\.part$/.exec(name.startsWith(basename(file)) ? name.slice(basename(file).length) : "")?.[1],
    );
    if (!pid || (pid !== process.pid && isAlive(pid))) continue;
    await rename(join(folder, name), part);
    return true;
  }
  return false;
}
