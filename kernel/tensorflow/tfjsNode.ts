import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { say } from "../library/ground/say.ts";
import { freeGpuMegabytes, gpuMemorySettings } from "./gpuMemory.ts";
import { NotUsableError } from "./NotUsableError.ts";
import { withOneTfjs } from "./oneTfjs.ts";
import { notInstalled } from "./sentence.ts";
import { packageFolder, readSetUp } from "./setup/places.ts";

type PackageName = "tfjs-node-gpu" | "tfjs-node";

interface NodeBackend {
  isUsingGpuDevice?: boolean;
  binding?: { TF_Version?: string };
}

/** Where a tfjs-node is looked for. */
export interface TfjsNodePlaces {
  /** The notebook's folder: the package that is installed there comes first, then `setup-tensorflow`'s. */
  folder: string;
  /** This package's folder and no other. */
  package?: string | undefined;
}

/**
 * Loads tfjs-node as a backend of the kernel's one tfjs.
 *
 * @returns what it runs on.
 * @throws with a clause saying why it cannot be used.
 */
export function loadTfjsNode(name: PackageName, places: TfjsNodePlaces): string {
  // A GPU package that found no GPU has brought the CPU's library already; two would not live in one process.
  if (!tf.findBackendFactory("tensorflow")) {
    // TensorFlow reads them once, when it is loaded.
    if (name === "tfjs-node-gpu") Object.assign(process.env, gpuMemorySettings(process.env, freeGpuMegabytes));
    loadFirst(name, places);
  }
  const { isUsingGpuDevice, binding } = tf.findBackend("tensorflow") as NodeBackend;
  if (name === "tfjs-node-gpu" && !isUsingGpuDevice) throw new Error(say`it is installed but finds no CUDA GPU`);
  const device = isUsingGpuDevice ? "GPU" : "CPU";
  const version = binding?.TF_Version;
  return version === undefined
    ? say`${device}, libtensorflow of unknown version`
    : say`${device}, libtensorflow ${version}`;
}

/** One that does not load makes room for the next place's. */
function loadFirst(name: PackageName, places: TfjsNodePlaces): void {
  let refused: unknown;
  for (const file of find(name, places)) {
    try {
      load(file);
      return;
    } catch (error) {
      refused ??= error;
    }
  }
  throw refused ?? new NotUsableError(notInstalled());
}

let loadedNode: object | undefined;

/** `tf.node` of the tfjs-node that was loaded. */
export const nodeOfTfjsNode = (): object | undefined => loadedNode;

function load(file: string): void {
  // tfjs-node 4.22 calls what Node 23 has taken away.
  const old = util as { isNullOrUndefined?(value: unknown): boolean; isArray?(value: unknown): boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
  // Its start-up messages are for its developers. The user's own setting wins.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  try {
    const loaded = withOneTfjs(() => createRequire(import.meta.url)(file) as { node?: object });
    loadedNode = loaded.node;
  } catch (error) {
    if (tf.findBackendFactory("tensorflow")) tf.removeBackend("tensorflow");
    for (const { kernelName, backendName } of tf.getKernelsForBackend("tensorflow")) {
      tf.unregisterKernel(kernelName, backendName);
    }
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new NotUsableError(say`it is installed but does not load (${reason?.trim().replace(/\.$/, "")})`);
  }
}

/** The main files of all that are there, best first. */
function find(name: PackageName, { folder, package: only }: TfjsNodePlaces): string[] {
  const setUp = readSetUp(name);
  const requests: [from: string, request: string][] = only
    ? [[import.meta.url, only]]
    : [
        [join(folder, "notebook.js"), `@tensorflow/${name}`],
        ...(setUp ? [[import.meta.url, packageFolder(setUp, name)] as [string, string]] : []),
        [import.meta.url, `@tensorflow/${name}`],
      ];
  const found = requests.flatMap(([from, request]) => {
    try {
      return [createRequire(from).resolve(request)];
    } catch {
      // Not there; the caller says so if it is nowhere.
      return [];
    }
  });
  return [...new Set(found)];
}
