import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { say } from "../../library/ground/say.ts";
import { NotUsableError } from "../NotUsableError.ts";
import { withOneTfjs } from "../oneTfjs.ts";
import { notInstalled } from "../sentence.ts";

/** What is used of WebGPU here; its own types are the browser's. */
interface Adapter {
  readonly info: { vendor?: string; architecture?: string; device?: string; description?: string };
}
interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>;
}

const software = /swiftshader|llvmpipe|lavapipe|software|basic render|\bcpu\b/i;
const backendPackage = "@tensorflow/tfjs-backend-webgpu";

/**
 * Loads Dawn (npm's `webgpu`) and tfjs's webgpu backend from the notebook's folder into the kernel's one tfjs.
 *
 * @param allowSoftware whether an adapter that computes on the CPU will do
 * @returns the adapter's name.
 * @throws with a clause saying why it cannot be used.
 */
export async function loadWebgpu(folder: string, allowSoftware: boolean): Promise<string> {
  const [dawn, backend] = ["webgpu", backendPackage].map((name) => find(name, folder));
  if (!dawn && !backend) throw new NotUsableError(notInstalled());
  if (!dawn || !backend) throw new NotUsableError(say`${dawn ? backendPackage : "webgpu"} is missing`);
  const gpu = await openGpu(dawn);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter)
    throw new Error(say`it is installed but finds no adapter (it needs a driver with Vulkan, Metal or Direct3D 12)`);
  const { vendor, architecture, device, description } = adapter.info;
  const name = description || device || [vendor, architecture].filter(Boolean).join(" ") || say`unnamed adapter`;
  if (!allowSoftware && software.test(`${vendor} ${architecture} ${device} ${description}`)) {
    throw new Error(say`its only adapter computes on the CPU (${name}); name webgpu to use it all the same`);
  }
  if (!tf.findBackendFactory("webgpu")) withOneTfjs(() => createRequire(import.meta.url)(backend));
  return software.test(name) ? say`CPU through Vulkan, ${name}` : say`GPU, ${name}`;
}

async function openGpu(file: string): Promise<Gpu> {
  const world = globalThis as { navigator?: { gpu?: Gpu } };
  if (world.navigator?.gpu) return world.navigator.gpu;
  try {
    const { create, globals } = (await import(pathToFileURL(file).href)) as {
      create(options: string[]): Gpu;
      globals: object;
    };
    Object.assign(globalThis, globals);
    const gpu = create([]);
    // Node 20 has no navigator; later ones have one that takes no more properties.
    const value = Object.create(world.navigator ?? {}, { gpu: { value: gpu } }) as object;
    Object.defineProperty(globalThis, "navigator", { value, configurable: true, writable: true });
    return gpu;
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new NotUsableError(say`it is installed but does not load (${reason})`);
  }
}

function find(name: string, folder: string): string | undefined {
  for (const from of [join(folder, "notebook.js"), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next place.
    }
  }
  return undefined;
}
