import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../library/ground/cacheFolder.node.ts";

export type NodePackage = "tfjs-node-gpu" | "tfjs-node";

/** What `setup-tensorflow` left in the user's cache; the file that says so is replaced at the very end. */
export interface SetUp {
  package: NodePackage;
  packageVersion: string;
  /** libtensorflow's version. */
  tensorflow: string;
  /** Where the library came from: a requirement of pip's, or a path. */
  source: string;
  /** Folder with `node_modules`. */
  folder: string;
  /** What a CUDA build was made for. */
  cuda?: string;
  cudnn?: string;
  /** ISO 8601. */
  builtAt: string;
}

/** All of it: `GLASSBOOK_TENSORFLOW` (one that several users share, say), or under the user's cache. */
export const setUpRoot = (): string => process.env.GLASSBOOK_TENSORFLOW || join(cacheFolder(), "tensorflow");

export const recordFile = (name: NodePackage): string => join(setUpRoot(), `${name}.json`);

export const packageFolder = (setUp: Pick<SetUp, "folder">, name: NodePackage): string =>
  join(setUp.folder, "node_modules", "@tensorflow", name);

/** The set-up of a package, or undefined where none was finished. */
export function readSetUp(name: NodePackage): SetUp | undefined {
  const file = recordFile(name);
  if (!existsSync(file)) return undefined;
  try {
    const setUp = JSON.parse(readFileSync(file, "utf8")) as Partial<SetUp>;
    return typeof setUp.folder === "string" ? (setUp as SetUp) : undefined;
  } catch {
    // Damaged: as good as none, and the next set-up replaces it.
    return undefined;
  }
}
