import { rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { pythonWithFile } from "../python.ts";
import { alternate, median, writeData } from "./alternate.ts";
import { Contender, type Turn } from "./contender.ts";
import { runTables } from "./tables.ts";

interface Figure {
  readonly what: string;
  readonly task: string;
  /** Tasks of the peers' script that do the same. */
  readonly peers: readonly string[];
  /** The goal for one image: our time as a part of the fastest peer's. */
  readonly goal: number;
}

const figures: readonly Figure[] = [
  { what: "LIME, 49 segments, 1000 samples", task: "lime", peers: ["lime", "captumLime"], goal: 0.08 },
  { what: "Kernel SHAP, 49 segments, 1000 samples", task: "shap", peers: ["shap", "captumShap"], goal: 0.08 },
  { what: "exact Shapley values of 12 segments", task: "shapley", peers: ["shapley"], goal: 0.03 },
  { what: "occlusion, 4 × 4 windows, stride 2", task: "occlusion", peers: ["occlusion"], goal: 0.06 },
  { what: "ablation of 7 × 7 segments", task: "ablation", peers: ["ablation"], goal: 0.15 },
];

/** The goal of the geometric mean for 64 images. */
const goal64 = 0.06;

/**
 * Prints every figure of one image, then of 64, then of a table, as a ratio to the fastest of the peers with one and two
 * threads. `npm run bench -- perturbation [TASK] [1 | 64]` or `… tables [TASK]` runs a part.
 */
export async function run(): Promise<void> {
  const [only, images] = process.argv.slice(3);
  if (only === "tables") return runTables(import.meta.dirname, images);
  const python = pythonWithFile("test/bench/peers/perturbation.txt");
  const data = await writeData();
  try {
    for (const count of images ? [Number(images)] : [1, 64]) {
      const ratios: number[] = [];
      for (const figure of figures.filter(({ task }) => !only || only === task)) {
        const ours = new Contender(process.execPath, [
          join(import.meta.dirname, "perturbationTasks.js"),
          figure.task,
          `${count}`,
          data,
        ]);
        const peers = figure.peers.flatMap((task) =>
          ["1", "2"].map(
            (threads) =>
              new Contender(python, ["test/bench/peers/perturbation_tasks.py", task, threads, `${count}`, data]),
          ),
        );
        const turns = await alternate([ours, ...peers], count === 1 ? 7 : 2);
        ratios.push(print(figure, count, turns));
      }
      if (count === 1 || ratios.length < 2) continue;
      const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
      console.log(`geometric mean over ${ratios.length} methods, ${count} images: ${mean.toFixed(3)} (goal ${goal64})`);
    }
  } finally {
    rmSync(data, { recursive: true });
  }
  if (!only) await runTables(import.meta.dirname);
}

function print({ what, goal }: Figure, images: number, [ours = [], ...peers]: Turn[][]): number {
  const time = (turns: readonly Turn[]) => median(turns.map(({ milliseconds, count }) => milliseconds / count));
  const cpu = (turns: readonly Turn[]) => median(turns.map(({ cpuMilliseconds, count }) => cpuMilliseconds / count));
  const best = Math.min(...peers.map(time));
  const ratio = time(ours) / best;
  const work = (cpu(ours) / Math.min(...peers.map(cpu))).toFixed(3);
  const aim = images === 1 ? `goal ${goal}; ` : "";
  console.log(
    `${what}, ${images === 1 ? "one image" : `${images} images`}: ${ratio.toFixed(3)} of the time ` +
      `(${aim}${time(ours).toPrecision(3)} ms against ${best.toPrecision(3)} ms, ${work} of the processor time; ` +
      `load ${loadavg()[0]?.toFixed(1)})`,
  );
  return ratio;
}
