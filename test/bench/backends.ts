import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { backendNames } from "../../kernel/tensorflow/backendNames.ts";
import type { BackendFigures } from "./backendTask.ts";

/** Trains and explains the CNN on every backend that works here, one after the other, and prints a table for the docs. */
export async function run(): Promise<void> {
  const task = fileURLToPath(new URL("./backendTask.js", import.meta.url));
  console.log("| backend | runs on | an epoch of 60,000, s | IG of 50 steps, ms | peak memory, MB |");
  console.log("| --- | --- | ---: | ---: | ---: |");
  for (const backend of ["compiled", ...backendNames]) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--no-deprecation", task, backend], {
      maxBuffer: 1 << 26,
    });
    const found = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as BackendFigures | { error: string };
    if ("error" in found) {
      console.log(`| ${backend} | not here: ${found.error.split(". ")[0]} | | | |`);
      continue;
    }
    const { device, epochSeconds, steps, gradientsMs, peakMegabytes } = found;
    const part = steps < 469 ? ` (of ${steps} steps)` : "";
    const seconds = epochSeconds < 10 ? epochSeconds.toFixed(1) : epochSeconds.toFixed(0);
    const milliseconds = gradientsMs < 10 ? gradientsMs.toFixed(1) : gradientsMs.toFixed(0);
    console.log(`| ${backend} | ${device} | ${seconds}${part} | ${milliseconds} | ${peakMegabytes.toFixed(0)} |`);
  }
}
