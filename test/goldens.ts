import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The tests run from dist/test/…; the goldens stay in the source tree. */
export const root = process.cwd();

interface Entry {
  name: string;
  file: string;
  dtype?: "float32" | "float64" | "int32" | "uint8";
  shape: number[];
  tolerance_suggested?: number;
}

/** Of a folder of arrays, or of weights. */
interface Manifest {
  entries?: Entry[];
  tensors?: Entry[];
}

const arrayOf = { float32: Float32Array, float64: Float64Array, int32: Int32Array, uint8: Uint8Array };

export type GoldenArray = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface Golden {
  name: string;
  values: GoldenArray;
  shape: number[];
  /** `tolerance_suggested` of the manifest, 0 where there is none. */
  tolerance: number;
  /** All that the manifest says of it. */
  entry: Readonly<Record<string, unknown>>;
}

/** Reads arrays by name out of a golden folder (`test/golden/modelA`). */
export function goldens(folder: string): (name: string) => Golden {
  const directory = join(root, "test/golden", folder);
  const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8")) as Manifest;
  const byName = new Map((manifest.entries ?? manifest.tensors ?? []).map((entry) => [entry.name, entry]));
  return (name) => {
    const entry = byName.get(name);
    if (!entry) throw new Error(`no golden called ${name} in ${folder}`);
    const bytes = readFileSync(join(directory, entry.file));
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    const values = new arrayOf[entry.dtype ?? "float32"](buffer);
    return { name, values, shape: entry.shape, tolerance: entry.tolerance_suggested ?? 0, entry: { ...entry } };
  };
}

const largest = (values: ArrayLike<number>) => Array.from(values).reduce((max, v) => Math.max(max, Math.abs(v)), 0);
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, v) => total + v, 0);

/**
 * The one rule for float32 maps (shared by every test): at least 99.8 % of the values within max(suggested tolerance,
 * 1e-4 of the largest |value|), every value outside the tie mask within 5e-3 of that largest value, and the sums within
 * 1e-3 of Σ|golden|.
 */
export function assertMap(ours: ArrayLike<number>, golden: Golden, tieMask: ArrayLike<number>): void {
  assert.equal(ours.length, golden.values.length, `${golden.name}: length`);
  const max = largest(golden.values);
  const near = Math.max(golden.tolerance, 1e-4 * max);
  let close = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs((ours[i] ?? Number.NaN) - (golden.values[i] ?? Number.NaN));
    if (difference <= near) close++;
    const allowed = tieMask[i] ? Number.POSITIVE_INFINITY : 5e-3 * max;
    assert.ok(difference <= allowed, `${golden.name}[${i}]: ${ours[i]} instead of ${golden.values[i]}`);
  }
  const share = close / ours.length;
  assert.ok(share >= 0.998, `${golden.name}: only ${(share * 100).toFixed(2)} % of the values within ${near}`);
  const total = sum(Array.from(golden.values, Math.abs));
  const drift = Math.abs(sum(ours) - sum(golden.values));
  assert.ok(drift <= 1e-3 * total, `${golden.name}: sums differ by ${drift}`);
}

/** The rule for quantities without ties (logits, ablation, regressions): all within max(suggested, 2e-5 of the largest). */
export function assertExact(ours: ArrayLike<number>, golden: Golden): void {
  assert.equal(ours.length, golden.values.length, `${golden.name}: length`);
  const near = Math.max(golden.tolerance, 2e-5 * largest(golden.values));
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs((ours[i] ?? Number.NaN) - (golden.values[i] ?? Number.NaN));
    assert.ok(difference <= near, `${golden.name}[${i}]: ${ours[i]} instead of ${golden.values[i]} (± ${near})`);
  }
}
