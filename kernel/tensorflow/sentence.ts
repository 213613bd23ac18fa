import type { BackendInfo } from "../library/session.ts";

const titles: Record<string, string> = {
  "tfjs-node-gpu": "TensorFlow on the GPU (@tensorflow/tfjs-node-gpu)",
  "tfjs-node": "TensorFlow's native library (@tensorflow/tfjs-node)",
  wasm: "TensorFlow.js on WebAssembly",
  cpu: "TensorFlow.js in plain JavaScript",
};

/** What runs the session, why not the better one, and which command mends it. */
export function sentence({ backend, device, reasons }: Pick<BackendInfo, "backend" | "device" | "reasons">): string {
  const used = `This session runs on ${titles[backend] ?? backend}${device ? ` (${device})` : ""}.`;
  const refused = reasons.map(({ backend, why }) => `${backend} is not used: ${why}.`);
  const remedy = reasons.find((reason) => reason.remedy)?.remedy;
  return [used, ...refused, ...(remedy ? [`To change that: ${remedy}`] : [])].join(" ");
}
