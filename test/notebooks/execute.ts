import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Notebook, parseNotebook } from "../../kernel/export/nbformat.ts";
import { root } from "../goldens.ts";

export interface Executed {
  notebook: Notebook;
  /** The executed notebook, and the page made of it. */
  output: string;
  html: string;
  bytes: number;
  stdout: string;
}

const executed = new Map<string, Promise<Executed>>();

/** Runs a notebook of notebooks/ as `npx glassbook run` does, once for all tests, into out/tutorials/. */
export function execute(name: string): Promise<Executed> {
  const run = executed.get(name) ?? executeNow(name);
  executed.set(name, run);
  return run;
}

async function executeNow(name: string): Promise<Executed> {
  const output = join(root, "out/tutorials", name);
  const html = output.replace(/ipynb$/, "html");
  const parameters = ["dist/kernel/main.js", "run", join("notebooks", name), "--output", output, "--html", html];
  const child = spawn(process.execPath, parameters, { cwd: root });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  assert.equal(status, 0, stderr);
  const text = await readFile(output, "utf8");
  return { notebook: parseNotebook(text), output, html, bytes: Buffer.byteLength(text), stdout };
}
