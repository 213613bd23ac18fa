import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mnist } from "../../kernel/library/datasets/index.ts";
import type { Contender, Turn } from "./contender.ts";

/** The training images and labels as raw bytes, which every contender reads. */
export async function writeData(): Promise<string> {
  const { train } = await mnist.load({ validation: 0 });
  const folder = mkdtempSync(join(tmpdir(), "glassbook-bench-"));
  writeFileSync(join(folder, "images"), train.pixels);
  writeFileSync(join(folder, "labels"), train.classes);
  return folder;
}

/** All take their turns one after the other, so that a busy machine is busy for all. */
export async function alternate(contenders: readonly Contender[], turns: number): Promise<Turn[][]> {
  const taken: Turn[][] = contenders.map(() => []);
  for (const contender of contenders) await contender.ready();
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, contender] of contenders.entries()) taken[index]?.push(await contender.turn());
  }
  for (const contender of contenders) await contender.stop();
  return taken;
}

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
