import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../goldens.ts";
import { pythonWithFile } from "../python.ts";

/** At most so many times what the peer takes. */
const bounds: [task: string, peer: string, atMost: number, peersTask?: string][] = [
  ["start to ready", "deno", 1.2],
  ["first 1+1", "deno", Number.POSITIVE_INFINITY],
  ["warm 1+1", "deno", 0.7],
  ["new declaration, cell 1", "deno", 1],
  ["new declaration, cell 100", "deno", 1],
  ["new declaration, cell 400", "deno", 1],
  ["new declaration, after tfjs", "deno", 1, "new declaration, cell 400"],
  ["complete Math.", "deno", 1],
  ["10,000 lines", "python3", 1],
];

/** `npm run bench -- kernel`: Glassbook, Deno and ipykernel, taking turns; medians and ratios. */
export async function run(): Promise<void> {
  const python = pythonWithFile(join(root, "test/bench/peers/kernels.txt"));
  const prefix = mkdtempSync(join(tmpdir(), "glassbook-bench-"));
  const kernels = join(prefix, "share/jupyter/kernels");
  execFileSync(process.execPath, [join(root, "dist/kernel/main.js"), "install", "--prefix", prefix]);
  const deno = join(dirname(python), "deno");
  install(kernels, "deno", [deno, "jupyter", "--kernel", "--conn", "{connection_file}"], "typescript");
  install(kernels, "python3", [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "python");
  const script = join(root, "test/bench/peers/kernel_latency.py");
  const printed = execFileSync(python, [script, "glassbook:ts", "deno:ts", "python3:py"], {
    cwd: prefix,
    env: { ...process.env, JUPYTER_PATH: join(prefix, "share/jupyter"), GLASSBOOK_CACHE: prefix },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 1_800_000,
  });
  rmSync(prefix, { recursive: true, force: true });
  const result = /^RESULT (.*)$/m.exec(printed)?.[1];
  if (!result) throw new Error(`no result: ${printed}`);
  report(JSON.parse(result) as Record<string, Record<string, number>>);
}

function install(kernels: string, name: string, argv: string[], language: string): void {
  mkdirSync(join(kernels, name), { recursive: true });
  writeFileSync(join(kernels, name, "kernel.json"), JSON.stringify({ argv, display_name: name, language }));
}

function report(medians: Record<string, Record<string, number>>): void {
  const [ours = {}, ...peers] = Object.values(medians);
  const names = Object.keys(medians);
  console.log(`\n| median, ms | ${names.join(" | ")} | ratio | at most |\n|${" --- |".repeat(names.length + 3)}`);
  for (const [task, peer, atMost, peersTask = task] of bounds) {
    const values = Object.values(medians).map((tasks) => tasks[task]?.toFixed(1) ?? "–");
    const ratio = (ours[task] ?? Number.NaN) / (medians[peer]?.[peersTask] ?? Number.NaN);
    const bound = Number.isFinite(atMost) ? `${atMost} × ${peer}` : "–";
    console.log(`| ${task} | ${values.join(" | ")} | ${ratio.toFixed(2)}${ratio > atMost ? " ✗" : ""} | ${bound} |`);
  }
  const children = Object.keys(ours).filter((task) => task.endsWith("largest child"));
  for (const task of children) check(`${task} (the compute process)`, ours[task], 110);
  for (const task of children)
    check(task.replace(", largest child", ", all"), ours[task.replace(", largest child", "")], 450);
  for (const task of Object.keys(ours).filter(
    (each) => /lost/.test(each) || (/MB/.test(each) && peers.some((tasks) => each in tasks)),
  )) {
    const values = [ours, ...peers].map((tasks) => String(tasks[task] ?? "–"));
    console.log(`| ${task} | ${values.join(" | ")} | | |`);
  }
}

/** A figure of ours that has a bound of its own. */
function check(what: string, value: number | undefined, atMost: number): void {
  console.log(`| ${what} | ${value ?? "–"}${(value ?? 0) > atMost ? " ✗" : ""} | | | | ${atMost} MB |`);
}
