import type { BackendInfo, Refusal } from "../library/ground/session.ts";

/** The most frequent reason. */
export const notInstalled = "it is not installed";

const titles: Record<string, string> = {
  "tfjs-node-gpu": "@tensorflow/tfjs-node-gpu",
  "tfjs-node": "@tensorflow/tfjs-node",
  webgpu: "TensorFlow.js with WebGPU",
  wasm: "TensorFlow.js with WebAssembly",
  cpu: "TensorFlow.js in plain JavaScript, which is too slow to train on",
};
const titleOf = (backend: string) => titles[backend] ?? backend;

export interface Chosen extends Pick<BackendInfo, "backend" | "device" | "reasons"> {
  /** Who wanted this backend and no other: `"GLASSBOOK_BACKEND"`. */
  asked?: string | undefined;
}

/**
 * What runs the session, why not the better one, and which command mends it. Each sentence on a line of its own: text
 * outputs break no long lines.
 */
export function sentence({ backend, device, reasons, asked }: Chosen): string {
  const remedy = reasons.find((reason) => reason.backend === "tfjs-node-gpu")?.remedy;
  return [
    `This session runs on ${titleOf(backend)}${device ? ` (${device})` : ""}${asked ? `, as ${asked} asks` : ""}.`,
    ...refusals(reasons),
    ...(remedy ? [`Where there is a CUDA GPU, \`${remedy}\` puts it to use.`] : []),
    ...(device?.startsWith("CPU") ? ["Models made of layers run compiled, on ONNX Runtime, wherever they can."] : []),
  ].join("\n");
}

/** One sentence for all that are missing. */
function refusals(reasons: readonly Refusal[]): string[] {
  const missing = reasons.filter(({ why }) => why === notInstalled).map(({ backend }) => titleOf(backend));
  const others = reasons.filter(({ why }) => why !== notInstalled);
  const list = missing.join(", ").replace(/, ([^,]*)$/, " and $1");
  return [
    ...(missing.length > 0 ? [`${list} ${missing.length > 1 ? "are" : "is"} not installed.`] : []),
    ...others.map(({ backend, why }) => `${titleOf(backend)} is not used: ${why}.`),
  ];
}
