import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { targets } from "../../packaging/targets.ts";
import { root } from "../goldens.ts";
import { inWorkbench } from "./inWorkbench.ts";

const platform = `${process.platform}-${process.arch}`;
const fileOf = (target: string) => join(root, "out/vsix", `glassbook-${target}.vsix`);

describe("npm run package", function () {
  this.timeout(600_000);

  it("makes files within their limits, of this platform and of all", () => {
    if (!existsSync(join(root, "dist/types/kernel/library"))) {
      execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b"], { cwd: root });
    }
    execFileSync(process.execPath, ["dist/packaging/main.js", platform, "universal"], { cwd: root });
    for (const { name, mostBytes } of targets) {
      if (name === platform || name === "universal") assert.ok(statSync(fileOf(name)).size <= mostBytes, name);
    }
  });
});

inWorkbench("the VSIX of this platform, installed", { suite: "installed", files: [], vsix: fileOf(platform) });
inWorkbench("the VSIX of all platforms, installed", { suite: "installed", files: [], vsix: fileOf("universal") });
