import { rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { pythonWithFile } from "../python.ts";
import { alternate, median, writeData } from "./alternate.ts";
import { Contender } from "./contender.ts";

/** Our time as a part of Captum's, for one image. */
const goals: Readonly<Record<string, number>> = {
  saliency: 0.7,
  guided: 0.7,
  gradcam: 0.7,
  ig: 0.45,
  smoothgrad: 0.45,
  gradientshap: 0.45,
  deeplift: 0.5,
  lrp: 0.5,
  deepshap: 0.3,
};
const many = 64;
const goalOfMany = 0.25;

/** Prints every method as a ratio to the better of Captum's runs with one and two threads; one image, then 64. */
export async function run(): Promise<void> {
  const [only] = process.argv.slice(3);
  const python = pythonWithFile("test/bench/peers/captum.txt");
  const data = await writeData();
  const methods = Object.keys(goals).filter((method) => !only || only === method);
  const ratio = async (task: string, turns: number) => {
    const ours = new Contender(process.execPath, [join(import.meta.dirname, "gradientTasks.js"), task, data]);
    const script = "test/bench/peers/captum_methods.py";
    const peers = [1, 2].map((threads) => new Contender(python, [script, task, `${threads}`, data]));
    const [own = [], ...theirs] = await alternate([ours, ...peers], turns);
    const time = (taken: typeof own) => median(taken.map(({ milliseconds, count }) => milliseconds / count));
    const best = Math.min(...theirs.map(time));
    return { ratio: time(own) / best, told: `${time(own).toPrecision(3)} ms against ${best.toPrecision(3)} ms` };
  };
  try {
    for (const method of methods) {
      const { ratio: found, told } = await ratio(`${method}:1`, 9);
      console.log(
        `${method}, one image: ${found.toFixed(3)} of Captum's time (goal ${goals[method]}; ${told}; ${load()})`,
      );
    }
    const ratios: number[] = [];
    for (const method of methods) {
      const { ratio: found, told } = await ratio(`${method}:${many}`, 3);
      ratios.push(found);
      console.log(`${method}, ${many} images: ${found.toFixed(3)} of Captum's time (goal 1; ${told}; ${load()})`);
    }
    const mean = Math.exp(ratios.reduce((sum, each) => sum + Math.log(each), 0) / ratios.length);
    console.log(`geometric mean of ${many} images: ${mean.toFixed(3)} (goal ${goalOfMany})`);
  } finally {
    rmSync(data, { recursive: true });
  }
}

const load = () => `load ${loadavg()[0]?.toFixed(1)}`;
