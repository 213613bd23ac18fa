import { startInBrowser } from "../workbench/inBrowser.ts";
import { runInWorkbench } from "../workbench/workbench.ts";
import { rendererTasks } from "./rendererTasks.ts";

/** `npm run bench -- vscode`: what a reader waits for in the editor, against what the design allows. */
export async function run(): Promise<void> {
  console.log("\n| task | median, ms | slowest | at most |\n| --- | --- | --- | --- |");
  for await (const { task, milliseconds, atMost } of rendererTasks()) {
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)];
    const missed = median > atMost ? " ✗" : "";
    console.log(`| ${task} | ${median.toFixed(0)}${missed} | ${sorted.at(-1)?.toFixed(0)} | ${atMost} |`);
  }
  console.log("\nIn a real workbench:\n");
  const results = await runInWorkbench({ suite: "bench", files: [] }, startInBrowser);
  for (const { titles, error } of results) if (error !== undefined) throw new Error(`${titles.join(", ")}: ${error}`);
}
