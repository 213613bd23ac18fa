import { rmSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { pythonWithFile } from "../python.ts";
import { alternate, median, writeData } from "./alternate.ts";
import { Contender, type Turn } from "./contender.ts";

interface Figure {
  readonly what: string;
  readonly task: string;
  readonly peer: "keras" | "captum" | undefined;
  readonly turns: number;
  /** The goal: our time as a part of the peer's; for `compile`, milliseconds. */
  readonly goal: number;
}

const figures: readonly Figure[] = [
  { what: "predict 10,000, against Keras", task: "predict", peer: "keras", turns: 9, goal: 1 / 5 },
  { what: "one image, against torch", task: "one", peer: "captum", turns: 9, goal: 1 / 3 },
  { what: "50 input gradients, against Captum's IG 50", task: "gradients50", peer: "captum", turns: 9, goal: 0.4 },
  { what: "3,200 input gradients, against 64 × IG 50", task: "gradients3200", peer: "captum", turns: 5, goal: 0.15 },
  { what: "an epoch of 60,000, against Keras", task: "train", peer: "keras", turns: 3, goal: 0.8 },
  { what: "compile and first prediction, ms", task: "compile", peer: undefined, turns: 1, goal: 150 },
];

/** Prints every figure of the engine as a ratio to the better of the peer's runs with one and two threads. */
export async function run(): Promise<void> {
  const data = await writeData();
  const [only] = process.argv.slice(3);
  try {
    const wanted = figures.filter(({ task }) => !only || only === task);
    const pythons = new Map([...new Set(wanted.flatMap(({ peer }) => peer ?? []))].map((peer) => [peer, venv(peer)]));
    for (const figure of wanted) {
      const ours = new Contender(process.execPath, [join(import.meta.dirname, "engineTasks.js"), figure.task, data]);
      const python = figure.peer && pythons.get(figure.peer);
      const script = `test/bench/peers/${figure.peer}_tasks.py`;
      const peers = python
        ? [1, 2].map((threads) => new Contender(python, [script, figure.task, `${threads}`, data]))
        : [];
      print(figure, await alternate([ours, ...peers], figure.turns));
    }
  } finally {
    rmSync(data, { recursive: true });
  }
}

const venv = (peer: string) => pythonWithFile(`test/bench/peers/${peer}.txt`);

function print({ what, goal, peer, task }: Figure, [ours = [], ...peers]: Turn[][]): void {
  const time = (turns: readonly Turn[]) => median(turns.map(({ milliseconds, count }) => milliseconds / count));
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  if (!peer) {
    console.log(`${what}: ${time(ours).toFixed(0)} (goal ${goal}; ${load})`);
    return;
  }
  const best = peers.reduce((least, turns) => (time(turns) < time(least) ? turns : least), peers[0] ?? []);
  const ratio = time(ours) / time(best);
  const cpu = (turns: readonly Turn[]) => median(turns.map(({ cpuMilliseconds, count }) => cpuMilliseconds / count));
  const work = (cpu(ours) / Math.min(...peers.map(cpu))).toFixed(2);
  const times = `${time(ours).toPrecision(3)} ms against ${time(best).toPrecision(3)} ms each, ${work} of the processor time`;
  console.log(`${what}: ${ratio.toFixed(3)} of the time (goal ${goal.toFixed(2)}; ${times}; ${load})`);
  if (task !== "train") return;
  const memory = (turns: readonly Turn[]) => Math.max(...turns.map(({ peakMegabytes }) => peakMegabytes));
  const share = memory(ours) / Math.min(...peers.map(memory));
  console.log(
    `memory of training, against Keras: ${share.toFixed(2)} (goal 0.50; ${memory(ours).toFixed(0)} MB, ${load})`,
  );
}
