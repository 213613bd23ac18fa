import { createRequire, Module } from "node:module";
import { join } from "node:path";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { notInstalled } from "./sentence.ts";

type PackageName = "tfjs-node-gpu" | "tfjs-node";

interface NodeBackend {
  isUsingGpuDevice?: boolean;
  binding?: { TF_Version?: string };
}

/**
 * Loads tfjs-node as a backend of the kernel's one tfjs.
 *
 * @param folder the notebook's: where the package is looked for first, then beside the kernel.
 * @returns what it runs on.
 * @throws with a clause saying why it cannot be used.
 */
export function loadTfjsNode(name: PackageName, folder: string): string {
  // A GPU package that found no GPU has brought the CPU's library already; two would not live in one process.
  if (!tf.findBackendFactory("tensorflow")) load(name, folder);
  const { isUsingGpuDevice, binding } = tf.findBackend("tensorflow") as NodeBackend;
  if (name === "tfjs-node-gpu" && !isUsingGpuDevice) throw new Error("it is installed but finds no CUDA GPU");
  return `${isUsingGpuDevice ? "GPU" : "CPU"}, libtensorflow ${binding?.TF_Version ?? "of unknown version"}`;
}

function load(name: PackageName, folder: string): void {
  const file = find(`@tensorflow/${name}`, folder);
  if (!file) throw new Error(notInstalled);
  // tfjs-node 4.22 calls what Node 23 has taken away.
  const old = util as { isNullOrUndefined?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // Its start-up messages are for its developers. The user's own setting wins.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  try {
    withOneTfjs(() => createRequire(import.meta.url)(file));
  } catch (error) {
    if (tf.findBackendFactory("tensorflow")) tf.removeBackend("tensorflow");
    for (const { kernelName, backendName } of tf.getKernelsForBackend("tensorflow")) {
      tf.unregisterKernel(kernelName, backendName);
    }
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new Error(`it is installed but does not load (${reason?.trim().replace(/\.$/, "")})`);
  }
}

function find(name: string, folder: string): string | undefined {
  for (const from of [join(folder, "notebook.js"), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Not there; the caller says so if it is nowhere.
    }
  }
  return undefined;
}

type Resolve = (request: string, ...rest: unknown[]) => string;

/** While `run` loads CommonJS modules, each part of tfjs is the kernel's own, whatever copy lies beside the module. */
function withOneTfjs(run: () => void): void {
  // Node's types leave it out. It is what a resolve hook amounts to on Node 20, which has none for require.
  const loader = Module as unknown as { _resolveFilename: Resolve };
  const original = loader._resolveFilename;
  const own = createRequire(createRequire(import.meta.url).resolve("@tensorflow/tfjs"));
  const redirected: Resolve = function (this: unknown, request, ...rest) {
    const isPart = /^@tensorflow\/tfjs(-core|-layers|-data|-converter)?($|\/)/.test(request);
    if (!isPart) return original.call(this, request, ...rest);
    // own.resolve comes this way too.
    loader._resolveFilename = original;
    try {
      return own.resolve(request);
    } finally {
      loader._resolveFilename = redirected;
    }
  };
  loader._resolveFilename = redirected;
  try {
    run();
  } finally {
    loader._resolveFilename = original;
  }
}
