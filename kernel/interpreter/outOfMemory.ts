import { freemem, totalmem } from "node:os";
import { say } from "../library/ground/say.ts";
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
  const told = new Error([where.what, ...state(session, where.gpu ? undefined : memory()), where.advice].join(" "));
  told.name = "OutOfMemoryError";
  if (error.stack !== undefined) told.stack = error.stack;
  return told;
}

const smaller = () =>
  say`Use smaller batches (batchSize, internalBatchSize), or free tensors with tf.tidy and tf.dispose; %tensors counts them.`;

function whatRanOut({ name, message }: Error): { what: string; advice: string; gpu?: boolean } | undefined {
  const tensorFlow = ofTensorFlow.exec(message);
  if (tensorFlow) {
    const [, shape = "", type = "float", device] = tensorFlow;
    const bytes = shape.split(",").reduce((product, size) => product * Number(size || 1), sizes[type] ?? 4);
    const gpu = device?.toUpperCase() === "GPU";
    const [kind, size] = [type === "float" ? "float32" : type, inUnits(bytes)];
    const limit = gpu && process.env.GLASSBOOK_GPU_MEMORY_MB;
    const limited = limit ? ` ${say`GLASSBOOK_GPU_MEMORY_MB limits the session to ${limit} MB.`}` : "";
    const what = gpu
      ? say`The GPU is out of memory: a ${kind} tensor of shape [${shape}] needs ${size}.`
      : say`Out of memory: a ${kind} tensor of shape [${shape}] needs ${size}.`;
    return { what, advice: `${smaller()}${limited}`, gpu };
  }
  const javaScript = name === "RangeError" && ofJavaScript.exec(message);
  if (javaScript) {
    const length = javaScript[1] && Number(javaScript[1]).toLocaleString("en");
    const what = length ? say`Out of memory for an array of ${length} values.` : say`Out of memory.`;
    return { what, advice: smaller() };
  }
  if (ofWasm.test(message) && /RuntimeError|RangeError/.test(name)) {
    const what = say`WebAssembly's memory is full: it holds at most 4 GiB.`;
    const restart = say`The wasm backend cannot continue: restart the kernel, or run %backend cpu. Native TensorFlow has no such limit: npx glassbook setup-tensorflow.`;
    return { what, advice: `${smaller()} ${restart}` };
  }
  return ofWebgpu.test(`${name}: ${message}`)
    ? { what: say`The GPU is out of memory.`, advice: smaller(), gpu: true }
    : undefined;
}

function state(session: TensorSession | undefined, memory: MachineMemory | undefined): string[] {
  const held = session?.memory();
  return [
    ...(held ? [say`The session holds ${held.numTensors} tensors (${inUnits(held.numBytes)}).`] : []),
    ...(memory ? [say`${inUnits(memory.free)} of this machine's ${inUnits(memory.total)} are free.`] : []),
  ];
}

/** `3.1 MiB`, `32.0 TiB`. */
export function inUnits(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
