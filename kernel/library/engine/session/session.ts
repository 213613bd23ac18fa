import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-common";
import { BackendError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Names } from "../../text/checkNames.ts";
import { encodeModel } from "../graph/encodeModel.ts";
import type { Constant, Graph } from "../graph/graph.ts";
import { type RuntimeName, runtime } from "./runtime.ts";

export interface SessionOptions {
  /** Which package runs the graph; default `onnxruntime-node` where it has a binary, else `onnxruntime-web`. */
  runtime?: RuntimeName | undefined;
  /** Threads within one operator; default: the runtime's own choice, one a core. */
  threads?: number | undefined;
  /** Whether idle threads wait for work by spinning (onnxruntime-node); default true. `fastestThreading` tells what is faster. */
  spinning?: boolean | undefined;
  /**
   * Execution providers in order of preference; default `["cpu"]`, on onnxruntime-web `["wasm"]`. What onnxruntime-node's
   * package has besides depends on the system: `"webgpu"`, `"dml"` on Windows, `"coreml"` on macOS.
   */
  executionProviders?: readonly string[] | undefined;
}

export const sessionNames = {
  runtime: true,
  threads: true,
  spinning: true,
  executionProviders: true,
} as const satisfies Names<SessionOptions>;

export type Feeds = Readonly<Record<string, Constant>>;

/** A graph that is ready to run. `release` it when it is no longer needed: its memory is not the garbage collector's. */
export interface Session {
  readonly runtime: RuntimeName;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * Runs the graph once. `feeds` are read in place, not copied. `outputs` names the graph outputs that are wanted
   * (default all), or gives arrays of the right size to write them into.
   */
  run(feeds: Feeds, outputs?: readonly string[] | Feeds): Promise<Record<string, Constant>>;
  release(): Promise<void>;
}

/** A tensor's data as our constants have it: booleans as bytes, float16 as its bits. */
function fromOrt({ type, dims, data }: OrtTensor): Constant {
  if (type === "int4" || type === "uint4") throw new BackendError(say`an output of type ${type} cannot be read`);
  const bits = type === "float16" && !(data instanceof Uint16Array) && ArrayBuffer.isView(data);
  const plain = bits ? new Uint16Array(data.buffer, data.byteOffset, data.length) : data;
  return { type, shape: dims, data: plain as Constant["data"] };
}

/**
 * Makes a session from a graph, or from the bytes of an ONNX file.
 *
 * @throws BackendError where the runtime refuses the graph (an unknown operator, shapes that do not fit).
 * @example
 * const session = await createSession(graph);
 * const { y } = await session.run({ x: float32([1, 2], [1, 2]) });
 * await session.release();
 */
export async function createSession(model: Graph | Uint8Array, options: SessionOptions = {}): Promise<Session> {
  const { name, InferenceSession, Tensor } = await runtime(options.runtime);
  const bytes = model instanceof Uint8Array ? model : encodeModel(model);
  const providers = options.executionProviders ?? [name === "onnxruntime-node" ? "cpu" : "wasm"];
  const settings: InferenceSession.SessionOptions = {
    executionProviders: providers,
    logSeverityLevel: 4,
    // Waiting threads sleep instead of spinning: a training step of 6 ms loses 0.1 ms by it on a quiet machine and is
    // two to three times as fast on a busy one, where spinning threads take the core from the one they wait for.
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
  if (options.spinning === false) settings.extra = { session: { "intra_op.allow_spinning": "0" } };
  if (options.threads !== undefined) settings.intraOpNumThreads = options.threads;
  const session = await InferenceSession.create(bytes, settings).catch((error: unknown) => {
    const where = options.executionProviders ? `${name} with the execution providers ${providers.join(", ")}` : name;
    throw new BackendError(say`${where} rejected this graph: ${messageOf(error)}`, { cause: error });
  });

  const toOrt = ({ type, data, shape }: Constant): OrtTensor => new Tensor(type, data as Float32Array, shape);

  // onnxruntime-web leaves the arrays it is given as they are: there the outputs are copied.
  const fetchesOf = (outputs: readonly string[] | Feeds) => {
    if (isNames(outputs)) return outputs;
    if (name === "onnxruntime-web") return Object.keys(outputs);
    return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, toOrt(value)]));
  };

  const run: Session["run"] = async (feeds, outputs) => {
    const fed: Record<string, OrtTensor> = {};
    for (const [key, value] of Object.entries(feeds)) fed[key] = toOrt(value);
    const places = outputs === undefined || isNames(outputs) ? {} : outputs;
    const results = await (outputs === undefined ? session.run(fed) : session.run(fed, fetchesOf(outputs)));
    const plain: Record<string, Constant> = {};
    for (const [key, value] of Object.entries(results)) plain[key] = putInto(places[key], fromOrt(value));
    return plain;
  };
  return {
    runtime: name,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    run,
    release: () => session.release(),
  };
}

const isNames = (outputs: readonly string[] | Feeds): outputs is readonly string[] => Array.isArray(outputs);

/** The output in the array that it was wanted in. */
function putInto(place: Constant | undefined, output: Constant): Constant {
  if (!place) return output;
  if (
    place.data instanceof Float32Array &&
    output.data instanceof Float32Array &&
    !sharesMemory(place.data, output.data)
  ) {
    place.data.set(output.data);
  }
  return place;
}

const sharesMemory = (a: Float32Array, b: Float32Array) => a.buffer === b.buffer && a.byteOffset === b.byteOffset;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
