import * as tf from "@tensorflow/tfjs";
import type { BackendName } from "../library/session.ts";
import { loadTfjsNode } from "./tfjsNode.ts";
import { registerWasm } from "./wasm/register.ts";

export interface Candidate {
  readonly backend: BackendName;
  /** The command that installs it, where one does. */
  readonly remedy?: string;
  /** Makes it tfjs's backend and says what it runs on. @throws with a clause saying why it cannot. */
  start(folder: string): Promise<string>;
}

async function use(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`tfjs could not initialise its ${name} backend`);
  await tf.ready();
}

const node = (backend: "tfjs-node-gpu" | "tfjs-node"): Candidate => ({
  backend,
  remedy: `npm install @tensorflow/${backend}`,
  async start(folder) {
    const device = loadTfjsNode(backend, folder);
    await use("tensorflow");
    return device;
  },
});

/** Best first. */
export const candidates: readonly Candidate[] = [
  node("tfjs-node-gpu"),
  node("tfjs-node"),
  {
    backend: "wasm",
    async start() {
      registerWasm();
      await use("wasm");
      const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
      return `CPU, WebAssembly ${simd ? "with" : "without"} SIMD, one thread`;
    },
  },
  {
    backend: "cpu",
    async start() {
      await use("cpu");
      return "CPU, one thread";
    },
  },
];
