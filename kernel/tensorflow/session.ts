import * as tf from "@tensorflow/tfjs";
import { mendTfjs } from "../library/engine/tfjs/mendTfjs.ts";
import { BackendError } from "../library/ground/errors.ts";
import { say } from "../library/ground/say.ts";
import {
  type BackendInfo,
  type BackendName,
  describedBackend,
  type Refusal,
  type Session,
  sessionKey,
} from "../library/ground/session.ts";
import { registerFileHandlers } from "../library/models/fileHandler.node.ts";
import { backendNames, remedyFor } from "./backendNames.ts";
import { candidates } from "./candidates.ts";
import { takeFloat64Arrays } from "./float64Arrays.ts";
import { sentence } from "./sentence.ts";
import { nodeOfTfjsNode } from "./tfjsNode.ts";

export interface SessionOptions {
  /** Only this one, instead of the best that works. Default: `GLASSBOOK_BACKEND`, and without it the best. */
  backend?: string | undefined;
  /** Who wants it, for the sentence. Default `"startSession"`. */
  asked?: string | undefined;
  /** The notebook's folder: an installed tfjs-node is looked for there, then in the set-up of `glassbook setup-tensorflow`. Default: the working one. */
  folder?: string | undefined;
  /** Folder of a tfjs-node package to use, instead of looking for one. */
  package?: string | undefined;
}

/** No backend works, or not the one that was asked for. */
export class NoBackendError extends BackendError {
  readonly reasons: readonly Refusal[];

  constructor(message: string, reasons: readonly Refusal[]) {
    super(message);
    this.name = "BackendError";
    this.reasons = reasons;
  }
}

/**
 * Chooses what runs tfjs, best first, proves it with one operation, and makes it what `backendInfo()` tells of. Called
 * again it chooses anew; where the backend asked for does not work then, the one before stays.
 *
 * @throws BackendError where the backend asked for does not work, or none does.
 * @example
 * const session = await startSession({ folder: "notebooks" });
 * console.log(session.describe());
 */
export async function startSession(options: SessionOptions = {}): Promise<BackendInfo> {
  registerFileHandlers();
  takeFloat64Arrays();
  const wanted = options.backend ?? process.env.GLASSBOOK_BACKEND;
  const asked = wanted && (options.backend ? (options.asked ?? "startSession") : "GLASSBOOK_BACKEND");
  const tried = wanted ? backendNames.filter((backend) => backend === wanted) : backendNames;
  if (tried.length === 0) {
    const names = backendNames.join(", ");
    throw new BackendError(
      say`${asked} names ${wanted}: expected one of ${names}, or nothing for the fastest that works.`,
    );
  }
  const folder = options.folder ?? process.cwd();
  const before = tf.getBackend();
  const reasons: Refusal[] = [];
  for (const backend of tried) {
    try {
      const device = await candidates[backend]({ folder, package: options.package, asked: Boolean(asked) });
      await prove(backend);
      mendTfjs();
      return keep({ backend, device, reasons, asked }, options);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const remedy = remedyFor(backend, error);
      reasons.push(remedy ? { backend, why, remedy } : { backend, why });
    }
  }
  if (before && tf.getBackend() !== before) await tf.setBackend(before);
  const why = reasons.map((reason) => `${reason.backend}: ${reason.why}`).join("; ");
  if (!asked) throw new NoBackendError(say`TensorFlow.js cannot run here (${why}).`, reasons);
  const remedy = reasons[0]?.remedy;
  throw new NoBackendError(
    remedy
      ? say`${asked} names a backend that does not work (${why}). Run \`${remedy}\`, or name none: the fastest that works is used.`
      : say`${asked} names a backend that does not work (${why}). Name none, and the fastest that works is used.`,
    reasons,
  );
}

interface Chosen {
  backend: BackendName;
  device: string;
  reasons: readonly Refusal[];
  asked: string | undefined;
}

/** Makes it the session that the library and the kernel see. */
function keep(chosen: Chosen, options: SessionOptions): BackendInfo {
  const session: Session = {
    ...describedBackend(chosen, sentence(chosen)),
    memory: tf.memory,
    ...(tf.getBackend() === "tensorflow" && nodeOfTfjsNode() && { node: nodeOfTfjsNode() }),
    choose: (backend) => startSession({ ...options, backend, asked: "%backend" }),
  };
  (globalThis as { [sessionKey]?: Session })[sessionKey] = session;
  if (chosen.backend === "cpu" && !chosen.asked) console.warn(session.describe());
  return session;
}

/** A backend that registers but cannot compute (a missing library, a driver too old) is found out here. */
async function prove(backend: BackendName): Promise<void> {
  const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
  try {
    const [value] = await product.data();
    if (value !== 11) throw new Error(say`${backend} computed [1 2]·[3 4] = ${value} instead of 11`);
  } finally {
    product.dispose();
  }
}
