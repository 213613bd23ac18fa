import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../goldens.ts";

/** Runs the built `glassbook` command in a folder. */
export const glassbook = (cwd: string, ...parameters: string[]) =>
  new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = spawn(process.execPath, [join(root, "dist/kernel/main.js"), ...parameters], { cwd });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
