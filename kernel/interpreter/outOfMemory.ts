import { freemem, totalmem } from "node:os";
import type { TensorSession } from "./cellCost.ts";

/** What the machine has, in bytes. */
export interface MachineMemory {
  free: number;
  total: number;
}

const machine = (): MachineMemory => ({ free: freemem(), total: totalmem() });

/** Bytes of an element, by TensorFlow's names. */
const sizes: Record<string, number> = { float: 4, int32: 4, int64: 8, double: 8, bool: 1, uint8: 1, half: 2 };

const ofTensorFlow = /OOM when allocating tensor with shape\[([\d,]*)\](?: and type (\w+))?(?: on \S*device:(\w+))?/i;
const ofJavaScript = /Array buffer allocation failed|Invalid typed array length: (\d+)/;
const ofWasm = /^Aborted\(|Cannot enlarge memory|Maximum memory size exceeded/;
const ofWebgpu = /GPUOutOfMemoryError|Not enough memory left|Failed to allocate .*buffer/i;

/** An error that means "out of memory", told with sizes and what to do; any other as it is. */
export function explainOutOfMemory(
  error: unknown,
  session: TensorSession | undefined,
  memory: () => MachineMemory = machine,
): unknown {
  if (!(error instanceof Error)) return error;
  const where = whatRanOut(error);
  if (!where) return error;
  const told = new Error(`${where.what} ${state(session, where.gpu ? undefined : memory())} ${where.advice}`);
  told.name = "OutOfMemoryError";
  if (error.stack !== undefined) told.stack = error.stack;
  return told;
}

const smaller =
  "Take smaller batches (batchSize, internalBatchSize), or free what is no longer needed: tf.tidy, tf.dispose; %tensors counts what is held.";

function whatRanOut({ name, message }: Error): { what: string; advice: string; gpu?: boolean } | undefined {
  const tensorFlow = ofTensorFlow.exec(message);
  if (tensorFlow) {
    const [, shape = "", type = "float", device] = tensorFlow;
    const bytes = shape.split(",").reduce((product, size) => product * Number(size || 1), sizes[type] ?? 4);
    const gpu = device?.toUpperCase() === "GPU";
    const tensor = `a ${type === "float" ? "float32" : type} tensor [${shape}] needs ${inUnits(bytes)}`;
    const limit = gpu && process.env.GLASSBOOK_GPU_MEMORY_MB;
    const limited = limit ? ` GLASSBOOK_GPU_MEMORY_MB limits the session to ${limit} MB.` : "";
    return { what: `${gpu ? "The GPU is out" : "Out"} of memory: ${tensor}.`, advice: `${smaller}${limited}`, gpu };
  }
  const javaScript = name === "RangeError" && ofJavaScript.exec(message);
  if (javaScript) {
    const length = javaScript[1] ? ` for an array of ${Number(javaScript[1]).toLocaleString("en")} values` : "";
    return { what: `Out of memory${length}.`, advice: smaller };
  }
  if (ofWasm.test(message) && /RuntimeError|RangeError/.test(name)) {
    const what = "WebAssembly's memory is full: it holds at most 4 GiB.";
    const advice = `${smaller} The wasm backend cannot go on after this: restart the kernel, or %backend cpu. TensorFlow's own library has no such limit: npx glassbook setup-tensorflow.`;
    return { what, advice };
  }
  return ofWebgpu.test(`${name}: ${message}`)
    ? { what: "The GPU is out of memory.", advice: smaller, gpu: true }
    : undefined;
}

function state(session: TensorSession | undefined, memory: MachineMemory | undefined): string {
  const held = session?.memory();
  const tensors = held ? `The session holds ${held.numTensors} tensors (${inUnits(held.numBytes)})` : undefined;
  const free = memory ? `${inUnits(memory.free)} of the machine's ${inUnits(memory.total)} are free` : undefined;
  const both = [tensors, free].filter(Boolean).join("; ");
  return both ? `${both}.` : "";
}

/** `3.1 MiB`, `32.0 TiB`. */
export function inUnits(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
