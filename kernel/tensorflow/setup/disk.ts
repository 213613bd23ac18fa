import { statfs } from "node:fs/promises";
import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import type { Machine } from "./plan.ts";

async function systemFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** @throws BackendError where a folder's disk has less room than a set-up takes. */
export async function requireSpace(
  folder: string,
  bytes: number,
  freeBytes: (folder: string) => Promise<number> = systemFreeBytes,
): Promise<void> {
  const free = await freeBytes(folder);
  if (free >= bytes) return;
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;
  throw new BackendError(
    say`Setting up TensorFlow needs ${gigabytes(bytes)} of disk space, and the disk of ${folder} has ${gigabytes(free)} free. Free some, or set GLASSBOOK_CACHE to a folder on another disk (here and where notebooks run).`,
  );
}

export function thisMachine(): Machine {
  const { platform, arch } = process;
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return { platform, arch, musl: platform === "linux" && report?.header?.glibcVersionRuntime === undefined };
}
