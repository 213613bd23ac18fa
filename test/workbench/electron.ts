// npm run test:electron [PATTERN]: the workbench's tests in a VS Code of the desktop, which is downloaded into the cache.
// VSCODE names the executable of one that is installed, VSCODE_VERSION another version than the newest.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";
import { cacheFolder } from "../../kernel/library/ground/cacheFolder.node.ts";
import { root } from "../goldens.ts";

async function executable(): Promise<string> {
  const { VSCODE: named, VSCODE_VERSION: version = "stable", DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (named && !existsSync(named)) throw new Error(`VSCODE names ${named}, which is not there`);
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) {
    throw new Error("there is no display: run `xvfb-run -a npm run test:electron`");
  }
  if (named) return named;
  console.log(`Looking for VS Code ${version}; it is downloaded once.`);
  const cachePath = join(cacheFolder(), "test-vscode");
  try {
    return await downloadAndUnzipVSCode({ version, cachePath, reporter: new SilentReporter() });
  } catch (error) {
    const why = (error as Error).message.split("\n", 1)[0];
    throw new Error(`VS Code cannot be downloaded (${why}): let VSCODE name the executable of one that is installed`);
  }
}

try {
  const env = { ...process.env, VSCODE: await executable(), GLASSBOOK_TEST_EDITOR: "desktop" };
  const parameters = [join(root, "test/run.mjs"), `workbench/${process.argv[2] ?? ""}`];
  process.exitCode = spawnSync(process.execPath, parameters, { env, stdio: "inherit" }).status ?? 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
