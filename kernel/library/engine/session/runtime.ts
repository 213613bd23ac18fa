import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { BackendError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { cores } from "./cores.node.ts";

/** The two packages that run graphs: native code, and WebAssembly for the machines that the first has no binary for. */
export type RuntimeName = "onnxruntime-node" | "onnxruntime-web";

/** What both packages have in common. */
export interface Runtime {
  readonly name: RuntimeName;
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof OrtTensor;
}

const loaded = new Map<RuntimeName, Promise<Runtime>>();

async function load(name: RuntimeName): Promise<Runtime> {
  if (name === "onnxruntime-node") {
    // Its Linux build reports usage to its maker unless it is told not to before it loads. Nothing here reports.
    process.env.ORT_DISABLE_TELEMETRY = "1";
    const { InferenceSession, Tensor } = await import("onnxruntime-node");
    return { name, InferenceSession, Tensor };
  }
  const { InferenceSession, Tensor, env } = await import("onnxruntime-web");
  env.logLevel = "error";
  // Its own choice is half the cores. More than four gain little in WebAssembly.
  env.wasm.numThreads = Math.min(4, cores);
  return { name, InferenceSession, Tensor };
}

/** Loads a runtime once; `onnxruntime-web` is taken where `onnxruntime-node` cannot be loaded and none was asked for. */
export async function runtime(name?: RuntimeName): Promise<Runtime> {
  const wanted = name ?? "onnxruntime-node";
  let promise = loaded.get(wanted);
  if (!promise) {
    promise = load(wanted);
    loaded.set(wanted, promise);
  }
  try {
    return await promise;
  } catch (error) {
    if (name === undefined) return runtime("onnxruntime-web");
    throw new BackendError(say`${name} cannot be loaded here (${process.platform} ${process.arch}): ${error}`, {
      cause: error,
    });
  }
}
