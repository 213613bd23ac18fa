import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";

export interface NamedArrays {
  readonly arrays: Record<string, { shape: number[]; values: Float32Array }>;
  /** Texts beside the arrays. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [begin: number, end: number];
}

/**
 * Writes Hugging Face's safetensors format: the header's length (uint64), a JSON header, the arrays one after the other,
 * all little-endian. So a checkpoint opens in Python too (`safetensors.numpy.load_file`). float32 only.
 */
export function encodeSafetensors({ arrays, metadata }: NamedArrays): Uint8Array {
  const header: Record<string, Entry | Readonly<Record<string, string>>> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    header[name] = { dtype: "F32", shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const data = 8 + Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(data + end).fill(0x20, 8, data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(data - 8), true);
  bytes.set(json, 8);
  let at = data;
  for (const { values } of Object.values(arrays)) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/**
 * Reads it back; the arrays are copies.
 *
 * @param name the file's, for the error.
 * @throws DataError where the bytes are not such a file, or cut off.
 */
export function decodeSafetensors(bytes: Uint8Array, name: string): NamedArrays {
  const damaged = (found: string) =>
    new DataError(say`${name} is damaged: expected a safetensors file, found ${found}.`);
  if (bytes.length < 8) throw damaged(`${bytes.length} bytes`);
  const data = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (data > bytes.length) throw damaged(`a header of ${data - 8} bytes in a file of ${bytes.length}`);
  let header: { __metadata__?: Record<string, string> } & Record<string, Entry>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, data)));
  } catch {
    throw damaged("a header that is not JSON");
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const arrays: NamedArrays["arrays"] = {};
  for (const [key, { dtype, shape, data_offsets }] of Object.entries(entries)) {
    const [begin, end] = data_offsets;
    if (dtype !== "F32") throw damaged(`${key} of type ${dtype} instead of F32`);
    if (data + end > bytes.length) throw damaged(`${bytes.length} bytes instead of at least ${data + end}`);
    arrays[key] = { shape, values: new Float32Array(Uint8Array.from(bytes.subarray(data + begin, data + end)).buffer) };
  }
  return { arrays, metadata };
}
