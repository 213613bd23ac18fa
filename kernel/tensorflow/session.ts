import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../library/errors.ts";
import { registerFileHandlers } from "../library/models/fileHandler.node.ts";
import { type BackendInfo, type BackendName, describedBackend, type Refusal, sessionKey } from "../library/session.ts";
import { candidates } from "./candidates.ts";
import { sentence } from "./sentence.ts";

export interface SessionOptions {
  /** Only this one, instead of the best that works. Default: `GLASSBOOK_BACKEND`, and without it the best. */
  backend?: string | undefined;
  /** The notebook's folder: an installed tfjs-node is looked for there, then beside the kernel. Default: the working one. */
  folder?: string | undefined;
}

/**
 * Chooses what runs tfjs, best first, proves it with one operation, and makes it what `backendInfo()` tells of.
 *
 * @throws BackendError where the backend asked for does not work, or none does.
 * @example
 * const session = await startSession({ folder: "notebooks" });
 * console.log(session.describe());
 */
export async function startSession(options: SessionOptions = {}): Promise<BackendInfo> {
  registerFileHandlers();
  const wanted = options.backend ?? process.env.GLASSBOOK_BACKEND;
  const tried = wanted ? candidates.filter(({ backend }) => backend === wanted) : candidates;
  if (tried.length === 0) {
    const names = candidates.map(({ backend }) => backend).join(", ");
    throw new BackendError(
      `There is no backend called ${wanted}. Choose one of ${names} (GLASSBOOK_BACKEND), or none.`,
    );
  }
  const reasons: Refusal[] = [];
  for (const { backend, start, remedy } of tried) {
    try {
      const device = await start(options.folder ?? process.cwd());
      await prove(backend);
      const fields = { backend, device, reasons };
      const session = describedBackend(fields, sentence(fields));
      (globalThis as { [sessionKey]?: BackendInfo })[sessionKey] = session;
      return session;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      reasons.push(remedy ? { backend, why, remedy } : { backend, why });
    }
  }
  const why = reasons.map((reason) => `${reason.backend}: ${reason.why}`).join("; ");
  throw new BackendError(`TensorFlow.js cannot run here (${why}).`);
}

/** A backend that registers but cannot compute (a missing library, a driver too old) is found out here. */
async function prove(backend: BackendName): Promise<void> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
  try {
    const [value] = await product.data();
    if (value !== 11) throw new Error(`${backend} computed [1 2]·[3 4] = ${value} instead of 11`);
  } finally {
    product.dispose();
  }
}
