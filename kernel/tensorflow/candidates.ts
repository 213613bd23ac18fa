import * as tf from "@tensorflow/tfjs";
import { say } from "../library/ground/say.ts";
import type { BackendName } from "../library/ground/session.ts";
import { loadTfjsNode, type TfjsNodePlaces } from "./tfjsNode.ts";
import { registerWasm } from "./wasm/register.ts";
import { type ProgramRunner, takeFirstMaximum } from "./webgpu/firstMaximum.ts";
import { loadWebgpu } from "./webgpu/webgpu.ts";

/** Where a backend's packages are looked for, and whether this one was asked for by name. */
export interface Start extends TfjsNodePlaces {
  asked: boolean;
}

/** Makes a backend tfjs's own and says what it runs on. @throws with a clause saying why it cannot. */
export type StartBackend = (start: Start) => Promise<string>;

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(say`TensorFlow.js could not initialize its ${name} backend`);
  await tf.ready();
}

const node =
  (name: "tfjs-node-gpu" | "tfjs-node"): StartBackend =>
  async (start) => {
    const device = loadTfjsNode(name, start);
    await use("tensorflow");
    return device;
  };

/** How each backend is started. */
export const candidates: Readonly<Record<BackendName, StartBackend>> = {
  "tfjs-node-gpu": node("tfjs-node-gpu"),
  "tfjs-node": node("tfjs-node"),
  async webgpu({ folder, asked }) {
    const fresh = !tf.findBackendFactory("webgpu");
    const device = await loadWebgpu(folder, asked);
    await use("webgpu");
    if (fresh) takeFirstMaximum(tf.backend() as unknown as ProgramRunner);
    return device;
  },
  async wasm() {
    registerWasm();
    await use("wasm");
    const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
    return simd ? say`CPU, 1 thread` : say`CPU, 1 thread, without SIMD`;
  },
  async cpu() {
    await use("cpu");
    return say`CPU, 1 thread`;
  },
};
