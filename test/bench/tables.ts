import { loadavg } from "node:os";
import { join } from "node:path";
import { pythonWithFile } from "../python.ts";
import { alternate, median } from "./alternate.ts";
import { Contender, type Turn } from "./contender.ts";

const figures = [
  { what: "LIME, 10 rows, 5000 samples each", task: "lime", peer: "lime" },
  { what: "Kernel SHAP, 10 rows, all 1022 coalitions, 100 background rows", task: "shap", peer: "SHAP" },
  { what: "permutation importance, 1000 rows, 10 repeats", task: "permutation", peer: "scikit-learn" },
] as const;

/** Our time as a part of the peer's, with one and two threads whichever is faster. */
const goal = 0.2;

/**
 * The 1000 × 10 case and its logistic regression: `npm run bench -- perturbation tables [TASK]`.
 *
 * @param folder where the built benches are: bundled, this file does not know.
 */
export async function runTables(folder: string, only?: string): Promise<void> {
  const python = pythonWithFile("test/bench/peers/tables.txt");
  for (const { what, task, peer } of figures.filter((figure) => !only || figure.task === only)) {
    const ours = new Contender(process.execPath, [join(folder, "tablesTasks.js"), task]);
    const peers = ["1", "2"].map(
      (threads) => new Contender(python, ["test/bench/peers/tables_tasks.py", task, threads]),
    );
    const [own = [], ...others] = await alternate([ours, ...peers], 5);
    const time = (turns: readonly Turn[]) => median(turns.map(({ milliseconds }) => milliseconds));
    const cpu = (turns: readonly Turn[]) => median(turns.map(({ cpuMilliseconds }) => cpuMilliseconds));
    const best = Math.min(...others.map(time));
    const work = (cpu(own) / Math.min(...others.map(cpu))).toFixed(3);
    console.log(
      `table, ${what}: ${(time(own) / best).toFixed(3)} of ${peer}'s time (goal ${goal}; ` +
        `${time(own).toPrecision(3)} ms against ${best.toPrecision(3)} ms, ${work} of the processor time; load ${loadavg()[0]?.toFixed(1)})`,
    );
  }
}
