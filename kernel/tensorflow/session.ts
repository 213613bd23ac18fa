import * as tf from "@tensorflow/tfjs";
import { BackendError } from "../library/errors.ts";
import { registerFileHandlers } from "../library/models/fileHandler.node.ts";
import {
  type BackendInfo,
  type BackendName,
  describedBackend,
  type Refusal,
  type Session,
  sessionKey,
} from "../library/session.ts";
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
  const asked = wanted && (options.backend ? "startSession" : "GLASSBOOK_BACKEND");
  const tried = wanted ? candidates.filter(({ backend }) => backend === wanted) : candidates;
  if (tried.length === 0) {
    const names = candidates.map(({ backend }) => backend).join(", ");
    throw new BackendError(`${asked} asks for ${wanted}: expected one of ${names}, or nothing for the best.`);
  }
  const reasons: Refusal[] = [];
  for (const { backend, start, remedy } of tried) {
    try {
      const device = await start(options.folder ?? process.cwd());
      await prove(backend);
      const chosen = { backend, device, reasons };
      const session: Session = { ...describedBackend(chosen, sentence({ ...chosen, asked })), memory: tf.memory };
      (globalThis as { [sessionKey]?: Session })[sessionKey] = session;
      if (backend === "cpu" && !asked) console.warn(session.describe());
      return session;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      reasons.push(remedy ? { backend, why, remedy } : { backend, why });
    }
  }
  const why = reasons.map((reason) => `${reason.backend}: ${reason.why}`).join("; ");
  if (!asked) throw new BackendError(`TensorFlow.js cannot run here (${why}).`);
  const remedy = reasons[0]?.remedy ? ` Run \`${reasons[0].remedy}\`, or leave` : " Leave";
  throw new BackendError(
    `${asked} asks for a backend that does not work (${why}).${remedy} it out for the best there is.`,
  );
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
