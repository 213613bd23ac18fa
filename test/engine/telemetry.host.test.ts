import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../goldens.ts";

describe("onnxruntime's telemetry", () => {
  it("is off before it loads: an explanation leaves no file of its maker in the user's folders", () => {
    const home = mkdtempSync(join(tmpdir(), "glassbook-home-"));
    const work = join(home, "work");
    mkdirSync(work);
    const library = (room: string) => JSON.stringify(join(root, `dist/kernel/library/${room}/index.js`));
    const script = `
      const { Saliency } = await import(${library("explain")});
      const { mnistCnn } = await import(${library("models")});
      const x = { values: new Float32Array(784), shape: [1, 28, 28, 1] };
      const { engine } = await new Saliency(mnistCnn({ seed: 1 })).attribute(x, { target: 1 });
      if (engine !== "onnx") throw new Error(engine);
      await new Promise((resolve) => setTimeout(resolve, 1500));`;
    // It reports nothing where CI is set.
    const { CI: _, ORT_DISABLE_TELEMETRY: __, XDG_CACHE_HOME: ___, ...env } = process.env;
    execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      cwd: work,
      env: { ...env, HOME: home },
      stdio: ["ignore", "ignore", "inherit"],
    });
    assert.deepEqual(readdirSync(home, { recursive: true }), ["work"]);
    rmSync(home, { recursive: true });
  });
});
