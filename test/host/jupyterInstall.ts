import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../goldens.ts";
import { pythonWithFile } from "../python.ts";

/** Jupyter's own tools with the kernel installed for them, in folders of their own. */
export function installForJupyter() {
  const python = pythonWithFile(join(root, "test/host/requirements.txt"));
  const prefix = mkdtempSync(join(tmpdir(), "glassbook-prefix-"));
  const main = join(root, "dist/kernel/main.js");
  execFileSync(process.execPath, [main, "install", "--prefix", prefix, "--name", "glassbook-test"]);
  const env = { ...process.env, JUPYTER_PATH: join(prefix, "share/jupyter"), GLASSBOOK_CACHE: prefix };
  return {
    /** Runs a script beside this file; what it printed after `RESULT `. */
    run: (script: string, ...parameters: string[]) =>
      new Promise<unknown>((resolve, reject) => {
        const file = join(root, "test/host", script);
        const child = spawn(python, [file, "glassbook-test", ...parameters], {
          env,
          stdio: ["ignore", "pipe", "inherit"],
        });
        let printed = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
        child.once("close", (status) => {
          const result = /^RESULT (.*)$/m.exec(printed)?.[1];
          if (result) resolve(JSON.parse(result));
          else reject(new Error(`${script} ended with ${status}: ${printed}`));
        });
      }),
    remove: () => rmSync(prefix, { recursive: true, force: true }),
  };
}
