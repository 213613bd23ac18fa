import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { userDataFolder } from "../../kernel/commands/install.ts";
import { root } from "../goldens.ts";

const main = join(root, "dist/kernel/main.js");

describe("glassbook install", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-install-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const install = (parameters: string[], env: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, [main, "install", ...parameters], {
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
  const spec = (...path: string[]) => JSON.parse(readFileSync(join(folder, ...path, "kernel.json"), "utf8"));

  it("writes a kernelspec that starts this kernel with this Node, from any folder", () => {
    install(["--prefix", folder]);
    const { argv, display_name, language, interrupt_mode } = spec("share/jupyter/kernels/glassbook");
    assert.deepEqual(argv, [process.execPath, main, "kernel", "--connection-file", "{connection_file}"]);
    assert.deepEqual([display_name, language, interrupt_mode], ["TypeScript (Glassbook)", "typescript", "message"]);
  });

  it("finds Jupyter's folders: the user's, and the active environment's", () => {
    install(["--name", "Mine"], { JUPYTER_DATA_DIR: join(folder, "data") });
    assert.ok(spec("data/kernels/mine"));
    install(["--sys-prefix"], { VIRTUAL_ENV: join(folder, "venv") });
    assert.ok(spec("venv/share/jupyter/kernels/glassbook"));
    assert.match(userDataFolder({}, "darwin"), /Library\/Jupyter$/);
    assert.equal(userDataFolder({ XDG_DATA_HOME: "/x" }, "linux"), "/x/jupyter");
    assert.match(userDataFolder({ APPDATA: "C:\\A" }, "win32"), /jupyter$/);
  });

  it("answers what cannot be with one line", () => {
    for (const parameters of [
      ["--user", "--sys-prefix"],
      ["--name", "a/b"],
    ]) {
      const { status, stderr } = spawnSync(process.execPath, [main, "install", ...parameters], { encoding: "utf8" });
      assert.equal(status, 2);
      assert.doesNotMatch(stderr, /\n {4}at /);
    }
  });
});
