import type { BackendName } from "../library/ground/session.ts";
import { NotUsableError } from "./NotUsableError.ts";

/** What can run a session, best first. */
export const backendNames: readonly BackendName[] = ["tfjs-node-gpu", "tfjs-node", "webgpu", "wasm", "cpu"];

const remedies: Partial<Record<BackendName, string>> = {
  "tfjs-node-gpu": "npx glassbook setup-tensorflow --gpu",
  "tfjs-node": "npx glassbook setup-tensorflow",
  webgpu: "npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0",
};

/** The command that mends a backend which is not installed or does not load; another fault it would not mend. */
export function remedyFor(backend: BackendName, error: unknown): string | undefined {
  return error instanceof NotUsableError ? remedies[backend] : undefined;
}
