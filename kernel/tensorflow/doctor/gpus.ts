import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Gpu } from "./report.ts";

/** NVIDIA's GPUs, as nvidia-smi names them; none where it is not there. */
export async function findGpus(): Promise<Gpu[]> {
  const parameters = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits"];
  return promisify(execFile)("nvidia-smi", parameters).then(
    ({ stdout }) => parseGpus(stdout),
    () => [],
  );
}

export function parseGpus(csv: string): Gpu[] {
  return csv
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((field) => field.trim()))
    .filter((fields) => fields.length === 3)
    .map(([name = "", driver = "", memory]) => ({ name, driver, memoryMegabytes: Number(memory) }));
}

/** The oldest driver for Linux that runs a CUDA of this major version, by NVIDIA's compatibility table. */
const drivers: Record<string, string> = { "11": "450.80.02", "12": "525.60.13", "13": "580.65.06" };

export const driverFor = (cuda: string): string | undefined => drivers[cuda.split(".")[0] ?? ""];

export function isOlder(version: string, wanted: string): boolean {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const other = have?.[index] ?? 0;
    if (other !== part) return other < part;
  }
  return false;
}
