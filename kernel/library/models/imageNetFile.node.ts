import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Unreachable } from "../datasets/download.node.ts";
import { fetchToCache } from "../datasets/fetchToCache.node.ts";
import { cacheFolder } from "../ground/cacheFolder.node.ts";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

const name = "efficientnet-lite0.onnx";
const place = `packaging/models/${name}`;
export const imageNetFileSize = 9_302_155;
const sha256 = "fbc78fffff1560dbc642d43647a82bf9be22c5fcc2ac502636df9ce6fd501d12";

export interface FileWay {
  readonly signal: AbortSignal;
  onProgress(received: number): void;
  /** Called once before a download. */
  onDownload(): void;
}

/**
 * The file of `imageNetModel`, whole and checked: in the folder `GLASSBOOK_DATA` where it has one, in a clone of the
 * repository, in the cache, or downloaded into it.
 *
 * @returns its path and its bytes.
 * @throws DataError where it is damaged, or cannot be fetched: says what to do.
 */
export async function imageNetFile(way: FileWay): Promise<{ path: string; bytes: Uint8Array }> {
  const mirror = process.env.GLASSBOOK_MODELS_URL;
  const given = process.env.GLASSBOOK_DATA && join(resolve(process.env.GLASSBOOK_DATA), name);
  const { root, repository } = ownPackage();
  // Another mirror is asked for where the clone's own file is not wanted.
  const clone = mirror || root === undefined ? undefined : join(root, place);
  for (const path of [given, clone]) {
    if (path && existsSync(path)) return { path, bytes: await readChecked(path) };
  }
  const path = join(cacheFolder(), "models", name);
  if (existsSync(path)) {
    try {
      return { path, bytes: await readChecked(path) };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      console.warn(say`${error.message} Removing it from the cache and downloading again.`);
      await rm(path, { force: true });
    }
  }
  const url = mirror ? `${mirror.replace(/\/$/, "")}/${name}` : rawFile(repository);
  const { signal } = way;
  try {
    if (url === undefined) throw new Unreachable(say`package.json names no repository`);
    way.onDownload();
    await fetchToCache(path, {
      urls: [url],
      check: (part) => readChecked(part, url),
      onProgress: (received) => way.onProgress(Math.min(received, imageNetFileSize)),
      signal,
    });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    throw new DataError(
      say`${name} cannot be downloaded: ${error.message}. Put the file ${place} of Glassbook's repository into a folder that GLASSBOOK_DATA names, or give the address of a folder that has it as GLASSBOOK_MODELS_URL.`,
      { cause: error },
    );
  }
  return { path, bytes: await readChecked(path) };
}

async function readChecked(path: string, shown = path): Promise<Uint8Array> {
  const bytes = await readFile(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === sha256) return bytes;
  throw new DataError(
    say`${shown} is not the file of imageNetModel(): expected ${imageNetFileSize} bytes with SHA-256 ${sha256}, found ${bytes.length} with ${found}.`,
  );
}

/** The folder of our own package.json, and where its repository is. */
function ownPackage(): { root?: string; repository?: string } {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const { name, repository } = JSON.parse(readFileSync(file, "utf8"));
      if (name === "glassbook") return { root: folder, repository: repository?.url ?? repository };
    }
    if (folder === dirname(folder)) return {};
  }
}

/** Where GitHub gives a file of a repository by itself. */
function rawFile(repository: string | undefined): string | undefined {
  const [, project] = /github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(repository ?? "") ?? [];
  return project && `https://raw.githubusercontent.com/${project}/HEAD/${place}`;
}
