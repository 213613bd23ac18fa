import * as tf from "@tensorflow/tfjs";
import { type Displayable, displayKey, mime } from "./mimeBundle.ts";
import { say } from "./say.ts";

/** What can run the session's tfjs, best first. */
export type BackendName = "tfjs-node-gpu" | "tfjs-node" | "webgpu" | "wasm" | "cpu";

/** Why a better backend than the one in use is not the one in use. */
export interface Refusal {
  readonly backend: BackendName;
  /** A clause without a full stop: `it is not installed`. */
  readonly why: string;
  /** The command that would mend it, where one would. */
  readonly remedy?: string;
}

/** Which backend runs tfjs in this session, and why not a better one. */
export interface BackendInfo extends Displayable {
  /** `"wasm"`, … or, outside a notebook, whatever name tfjs has registered. */
  readonly backend: BackendName | (string & {});
  /** What it runs on, where that is known: `"CPU, 1 thread"`. */
  readonly device?: string;
  /** The better backends that were tried, best first. */
  readonly reasons: readonly Refusal[];
  /** A few sentences, one a line: what is used, why not the better one, which command mends it. */
  describe(): string;
}

/** What a started session offers to the kernel besides. */
export interface Session extends BackendInfo {
  memory(): { numTensors: number; numBytes: number };
  /** tfjs-node's `tf.node`, where it runs the session. */
  readonly node?: object;
  /** Another backend from now on. @throws BackendError where it does not work; the one before stays then. */
  choose(backend: string): Promise<BackendInfo>;
}

/** The kernel puts its session here; the library reads it. Neither imports the other. */
export const sessionKey: unique symbol = Symbol.for("glassbook.session") as never;

/** Gives data about a backend the ways in which a cell can show it. */
export function describedBackend(
  fields: Pick<BackendInfo, "backend" | "device" | "reasons">,
  sentence: string,
): BackendInfo {
  return { ...fields, describe: () => sentence, [displayKey]: () => ({ [mime.text]: sentence }) };
}

/**
 * Names the backend that runs tfjs here and, where it is not the best one, says what would make it so. A cell whose last
 * expression it is shows the sentences.
 *
 * @example
 * import { backendInfo } from "glassbook";
 * console.log(backendInfo().describe());
 */
export function backendInfo(): BackendInfo {
  const session = (globalThis as { [sessionKey]?: BackendInfo })[sessionKey];
  if (session) return session;
  const backend = tf.getBackend();
  const sentence = say`TensorFlow.js runs on its ${backend} backend; no Glassbook session was started in this process.`;
  return describedBackend({ backend, reasons: [] }, sentence);
}
