import { createInterface } from "node:readline";

/** What a contender does at each of its turns, and how many examples that is. */
export interface Task {
  turn(): Promise<void>;
  count: number;
}

/** Our side of a bench: answers each line on stdin with what one turn took, as JSON. */
export async function serve(prepared: Task): Promise<void> {
  console.log(JSON.stringify({ ready: true }));
  for await (const _line of createInterface({ input: process.stdin })) {
    const began = performance.now();
    const worked = process.cpuUsage();
    await prepared.turn();
    const milliseconds = performance.now() - began;
    const { user, system } = process.cpuUsage(worked);
    const cpuMilliseconds = (user + system) / 1000;
    const peakMegabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ milliseconds, cpuMilliseconds, count: prepared.count, peakMegabytes }));
  }
}
