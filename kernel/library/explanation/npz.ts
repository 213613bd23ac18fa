import type { ExplanationFields } from "./Explanation.ts";
import { hasTargetAxis } from "./parts.ts";
import { isOfSeveral, ofInput } from "./severalInputs.ts";

/** An explanation as the bytes of an `.npz` file: a ZIP archive without compression, of one `.npy` file for each array. */
export function npzOf(fields: ExplanationFields): Uint8Array {
  return zip(Object.entries(filesOf(fields)).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })));
}

/** What each input of several has of its own: `values.picture`, `inputs.picture`, …; all else stands there once. */
const ofEachInput = ["values", "inputs", "standardError", "baseline", "featureMask", "coefficients"];

function filesOf(fields: ExplanationFields): Record<string, Uint8Array> {
  if (!isOfSeveral(fields)) return filesOfOne(fields);
  const inputs = fields.inputParts.map(({ name }) => [name, filesOfOne(ofInput(fields, name))] as const);
  return Object.fromEntries(
    inputs.flatMap(([input, files]) =>
      Object.entries(files).map(([name, file]) => [ofEachInput.includes(name) ? `${name}.${input}` : name, file]),
    ),
  );
}

function filesOfOne(fields: ExplanationFields): Record<string, Uint8Array> {
  const { shape, inputShape, values, inputs, probabilities, target, options, method, output, baseline } = fields;
  const [n] = inputShape;
  const pairs = hasTargetAxis(fields) ? shape.slice(0, 2) : [n];
  const files: Record<string, Uint8Array> = {
    values: npy(values, shape),
    inputs: npy(inputs, inputShape),
    probabilities: npy(probabilities, [n, probabilities.length / n]),
    target: npy(Int32Array.from([target].flat()), typeof target === "number" ? [] : [target.length]),
    method: npyText(method),
    output: npyText(output),
    options: npyText(JSON.stringify(options)),
  };
  if (fields.layerAxes) files.layerAxes = npyText(JSON.stringify(fields.layerAxes));
  const { convergenceDelta, fit, answers, standardError, featureMask, coefficients, regions } = fields;
  for (const [name, array] of Object.entries({ convergenceDelta, fit, answers })) {
    if (array)
      files[name] = npy(array, array.length === pairs.reduce((all, size) => all * size, 1) ? pairs : [array.length]);
  }
  if (standardError)
    files.standardError = npy(standardError, standardError.length === values.length ? shape : [standardError.length]);
  if (featureMask) files.featureMask = npy(featureMask, [featureMask.length]);
  if (regions) files.regions = npy(regions, shape);
  if (coefficients) files.coefficients = npy(coefficients, [coefficients.length]);
  if (baseline !== undefined) {
    files.baseline =
      typeof baseline === "number"
        ? npy(Float32Array.of(baseline), [])
        : npy(baseline, baseline.length === inputs.length ? inputShape : [baseline.length]);
  }
  return files;
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function npy(values: Float32Array | Int32Array, shape: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return withHeader(values instanceof Float32Array ? "<f4" : "<i4", shape, bytes);
}

/** Text without an axis: NumPy's unicode, four bytes a character. */
function npyText(text: string): Uint8Array {
  const points = Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0);
  return withHeader(`<U${points.length}`, [], new Uint8Array(points.buffer));
}

function withHeader(type: string, shape: readonly number[], data: Uint8Array): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data begin at a multiple of 64; the header ends with a line's end.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = latin1(
    `\x93NUMPY\x01\x00${String.fromCharCode(length & 255, length >> 8)}${text.padEnd(length - 1)}\n`,
  );
  const file = new Uint8Array(header.length + data.length);
  file.set(header);
  file.set(data, header.length);
  return file;
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** 1 January 1980, in ZIP's way of telling days: the same explanation gives the same bytes. */
const firstDay = 0x21;

function zip(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const common = numbers(
      [20, 2],
      [0, 2],
      [0, 2],
      [0, 2],
      [firstDay, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    );
    const local = joined([numbers([0x04034b50, 4]), common, latin1(name)]);
    directory.push(
      joined([
        numbers([0x02014b50, 4], [20, 2]),
        common,
        numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
        latin1(name),
      ]),
    );
    parts.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const entries = joined(directory);
  const count = files.length;
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [entries.length, 4],
    [offset, 4],
    [0, 2],
  );
  return joined([...parts, entries, end]);
}

/** Whole numbers, the lowest byte first, each in so many bytes. */
const numbers = (...fields: [value: number, bytes: number][]): Uint8Array =>
  Uint8Array.from(
    fields.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) & 255)),
  );

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
