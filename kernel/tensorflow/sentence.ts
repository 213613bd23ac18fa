import { say } from "../library/ground/say.ts";
import type { BackendInfo, Refusal } from "../library/ground/session.ts";

/** The most frequent reason. */
export const notInstalled = () => say`it is not installed`;

function titleOf(backend: string): string {
  switch (backend) {
    case "tfjs-node-gpu":
    case "tfjs-node":
      return `@tensorflow/${backend}`;
    case "webgpu":
      return say`TensorFlow.js with WebGPU`;
    case "wasm":
      return say`TensorFlow.js with WebAssembly`;
    case "cpu":
      return say`TensorFlow.js in plain JavaScript, too slow for training`;
    default:
      return backend;
  }
}

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
  const title = device ? say`${titleOf(backend)} (${device})` : titleOf(backend);
  return [
    asked ? say`This session runs on ${title}, as set by ${asked}.` : say`This session runs on ${title}.`,
    ...refusals(reasons),
    ...(remedy ? [say`To use an NVIDIA GPU, run \`${remedy}\`.`] : []),
    ...(device?.startsWith("CPU") ? [say`Layers models run on ONNX Runtime whenever possible.`] : []),
  ].join("\n");
}

/** One sentence for all that are missing. */
function refusals(reasons: readonly Refusal[]): string[] {
  const missing = reasons.filter(({ why }) => why === notInstalled()).map(({ backend }) => titleOf(backend));
  const others = reasons.filter(({ why }) => why !== notInstalled());
  return [
    ...(missing.length > 0 ? [say`Not installed: ${missing.join(say`, `)}.`] : []),
    ...others.map(({ backend, why }) => say`${titleOf(backend)} is not used: ${why}.`),
  ];
}
