import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../kernel/library/ground/isAlive.node.ts";
import { eventually } from "../eventually.ts";
import { root } from "../goldens.ts";
import { freePorts } from "./jupyterClient.ts";

describe("a kernel whose front end dies while it starts", () => {
  it("ends, though it never saw its parent", async () => {
    const folder = mkdtempSync(join(tmpdir(), "glassbook-orphan-"));
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
    const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port };
    const file = join(folder, "connection.json");
    const line = { transport: "tcp", ip: "127.0.0.1", key: randomUUID(), signature_scheme: "hmac-sha256", ...ports };
    writeFileSync(file, JSON.stringify(line));
    // A front end that starts a kernel as Jupyter does, and is gone before the kernel can look.
    const frontEnd = `
      const { spawn } = require("node:child_process");
      const [main, file] = process.argv.slice(1);
      const child = spawn(process.execPath, [main, "kernel", "--connection-file", file], {
        stdio: "ignore", detached: true, env: { ...process.env, JPY_PARENT_PID: String(process.pid) },
      });
      child.unref();
      process.stdout.write(String(child.pid), () => process.exit(0));`;
    const main = join(root, "dist/kernel/main.js");
    const parent = spawn(process.execPath, ["-e", frontEnd, main, file], { stdio: ["ignore", "pipe", "inherit"] });
    let told = "";
    for await (const text of parent.stdout) told += text;
    const kernel = Number(told);
    assert.ok(kernel > 1, told);
    try {
      await eventually(() => !isAlive(kernel), "the kernel to end", 20);
    } finally {
      if (isAlive(kernel)) process.kill(kernel, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
