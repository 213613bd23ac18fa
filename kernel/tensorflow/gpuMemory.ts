import { execFileSync } from "node:child_process";
import { say } from "../library/ground/say.ts";

/**
 * How TensorFlow is to take the GPU's memory, as its environment variables say it: as it needs more (its own default is
 * all at once), and no more than `GLASSBOOK_GPU_MEMORY_MB`. What the user has set stays.
 *
 * @param freeMegabytes the least that is free on any GPU; asked only where there is a limit
 * @throws with a clause where the limit is no number of megabytes, or cannot be kept.
 */
export function gpuMemorySettings(
  env: NodeJS.ProcessEnv,
  freeMegabytes: () => number | undefined,
): Record<string, string> {
  const settings: Record<string, string> = { TF_FORCE_GPU_ALLOW_GROWTH: env.TF_FORCE_GPU_ALLOW_GROWTH ?? "true" };
  const limit = env.GLASSBOOK_GPU_MEMORY_MB;
  if (!limit) return settings;
  if (!/^\d+$/.test(limit) || Number(limit) === 0) {
    throw new Error(say`GLASSBOOK_GPU_MEMORY_MB is ${limit}: expected a number of megabytes above 0`);
  }
  const free = freeMegabytes();
  if (free === undefined) {
    throw new Error(say`GLASSBOOK_GPU_MEMORY_MB cannot be honored: nvidia-smi does not report how much memory is free`);
  }
  // TensorFlow's own name for what it leaves to others: it takes at most what is free less this.
  settings.TF_DEVICE_MIN_SYS_MEMORY_IN_MB = String(Math.max(0, free - Number(limit)));
  return settings;
}

/** What nvidia-smi says; undefined where there is no NVIDIA GPU or no driver. */
export function freeGpuMegabytes(): number | undefined {
  try {
    const parameters = ["--query-gpu=memory.free", "--format=csv,noheader,nounits"];
    const said = execFileSync("nvidia-smi", parameters, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    const free = said.trim().split("\n").map(Number).filter(Number.isFinite);
    return free.length > 0 ? Math.min(...free) : undefined;
  } catch {
    return undefined;
  }
}
