import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../goldens.ts";
import { editorFolder } from "./editor.ts";
import { desktopArguments } from "./onDesktop.ts";

describe("npm run test:electron", () => {
  const cache = mkdtempSync(join(tmpdir(), "glassbook-electron-"));
  after(() => rmSync(cache, { recursive: true, force: true }));

  /** Where nothing answers a download. */
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, [join(root, "dist/test/workbench/electron.js")], {
      encoding: "utf8",
      env: {
        ...process.env,
        GLASSBOOK_CACHE: cache,
        npm_config_https_proxy: "http://127.0.0.1:9",
        VSCODE: "",
        DISPLAY: ":0",
        WAYLAND_DISPLAY: "",
        ...env,
      },
    });

  it("says in one line that VS Code cannot be downloaded, and what else can be done", () => {
    const { status, stderr } = start({});
    assert.equal(status, 1);
    assert.match(stderr, /^VS Code cannot be downloaded \(.*127\.0\.0\.1:9\): let VSCODE name .*\n$/);
  });

  it("says so where VSCODE names nothing, and where there is no display", () => {
    const missing = start({ VSCODE: join(cache, "code") });
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /^VSCODE names .*code, which is not there\n$/);
    const dark = start({ DISPLAY: "" });
    assert.equal(dark.status, 1);
    assert.equal(dark.stderr, "there is no display: run `xvfb-run -a npm run test:electron`\n");
  });

  it("asks VS Code for what the same tests have in a browser: trust, a VSIX, a language", () => {
    const folder = editorFolder({});
    try {
      const plain = desktopArguments({ folder, tests: "/tests.cjs", env: {}, log: process.stderr });
      assert.equal(plain[0], folder.workspace);
      assert.ok(plain.includes(`--extensionDevelopmentPath=${root}`) && plain.includes("--disable-workspace-trust"));
      const more = { vsix: "x.vsix", untrusted: true, language: "zh-cn" };
      const other = desktopArguments({ folder, tests: "/tests.cjs", env: {}, log: process.stderr, ...more });
      assert.ok(other.includes(`--extensionDevelopmentPath=${folder.empty}`) && other.includes("--locale=zh-cn"));
      assert.ok(!other.includes("--disable-workspace-trust"));
    } finally {
      folder.remove();
    }
  });
});
