import { rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { pythonWithFile } from "../python.ts";
import { alternate, median, writeData } from "./alternate.ts";
import { Contender } from "./contender.ts";

interface Figure {
  readonly what: string;
  readonly task: string;
  /** Images or rows. */
  readonly count: number;
  /** Our time as a part of the peer's. */
  readonly goal: number;
}

const figures: readonly Figure[] = [
  { what: "deletion and insertion curves, against Quantus's pixel flipping", task: "flipping", count: 1, goal: 0.2 },
  { what: "deletion and insertion curves, against Quantus's pixel flipping", task: "flipping", count: 64, goal: 0.2 },
  { what: "infidelity of 50 samples, against Captum", task: "infidelity", count: 1, goal: 0.3 },
  { what: "infidelity of 50 samples, against Captum", task: "infidelity", count: 64, goal: 0.3 },
  { what: "permutation importance, 5 × 20 columns, against scikit-learn", task: "permutation", count: 1000, goal: 0.2 },
  {
    what: "permutation importance, 5 × 20 columns, against scikit-learn",
    task: "permutation",
    count: 20_000,
    goal: 0.2,
  },
];

/** Prints each figure as a ratio to the peer at the better of one and two threads. `npm run bench -- check [TASK]`. */
export async function run(): Promise<void> {
  const [only] = process.argv.slice(3);
  const python = pythonWithFile("test/bench/peers/check.txt");
  const data = await writeData();
  try {
    for (const { what, task, count, goal } of figures.filter((figure) => !only || only === figure.task)) {
      const ours = new Contender(process.execPath, [
        join(import.meta.dirname, "checkTasks.js"),
        task,
        `${count}`,
        data,
      ]);
      const peers = ["1", "2"].map(
        (threads) => new Contender(python, ["test/bench/peers/check_tasks.py", task, threads, `${count}`, data]),
      );
      const [own = Number.NaN, ...others] = (await alternate([ours, ...peers], 5)).map((turns) =>
        median(turns.map(({ milliseconds }) => milliseconds)),
      );
      const best = Math.min(...others);
      const ratio = own / best;
      console.log(
        `${what}, ${count}: ${ratio.toFixed(3)} of the time (goal ${goal}: ${ratio <= goal ? "met" : "missed"}; ` +
          `${own.toPrecision(3)} ms against ${best.toPrecision(3)} ms; load ${loadavg()[0]?.toFixed(1)})`,
      );
    }
  } finally {
    rmSync(data, { recursive: true });
  }
}
