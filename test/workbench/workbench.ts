import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { format } from "node:util";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../chromium.ts";
import { root } from "../goldens.ts";
import { openBridge } from "./bridge.ts";
import { codeServer } from "./codeServer.ts";
import type { TestResult } from "./protocol.ts";

export interface WorkbenchOptions {
  /** Which of suite/*.suite.ts; also the name of its log and pictures under out/workbench. */
  suite: string;
  /** Copied into the workspace's folder. */
  files: string[];
  /** An installed VSIX in place of the development folder. */
  vsix?: string;
  /** With workspace trust on, so that the folder is not trusted. */
  untrusted?: boolean;
  settings?: Record<string, unknown>;
}

/** A test that says nothing for this long is dead. */
const silenceMs = 300_000;
const out = join(root, "out/workbench");

const quiet = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "typescript.disableAutomaticTypeAcquisition": true,
  "npm.fetchOnlinePackageInfo": false,
  "json.schemaDownload.enable": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "files.autoSave": "off",
  "remote.autoForwardPorts": false,
};

/** Opens a real workbench in a browser, runs a mocha suite in its extension host and returns what came of each test. */
export async function runInWorkbench(options: WorkbenchOptions): Promise<TestResult[]> {
  const server = codeServer();
  const folder = mkdtempSync(join(tmpdir(), "glassbook-workbench-"));
  const [workspace, user, extensions] = ["workspace", "user", "extensions"].map((name) => join(folder, name));
  if (!workspace || !user || !extensions) throw new Error("three names make three folders");
  mkdirSync(workspace);
  mkdirSync(extensions);
  mkdirSync(join(user, "User"), { recursive: true });
  mkdirSync(out, { recursive: true });
  for (const file of options.files) cpSync(join(root, file), join(workspace, file.replace(/^.*\//, "")));
  writeFileSync(join(user, "User/settings.json"), JSON.stringify({ ...quiet, ...options.settings }));

  const log = createWriteStream(join(out, `${options.suite}.log`));
  const results: TestResult[] = [];
  let page: Page | undefined;
  let heard = Date.now();
  const bridge = await openBridge({
    page: () => {
      if (!page) throw new Error("the page is not open yet");
      return page;
    },
    pictures: join(out, options.suite),
    onResult: (result) => {
      results.push(result);
      heard = Date.now();
    },
  });
  const env = serverEnvironment(folder, { bridge: bridge.url, suite: options.suite });
  const shared = ["--user-data-dir", user, "--server-data-dir", user, "--extensions-dir", extensions];
  if (options.vsix) {
    const install = [server.main, ...shared, "--accept-server-license-terms", "--install-extension", options.vsix];
    execFileSync(server.node, install, { env, stdio: "ignore" });
  }
  const running = spawn(
    server.node,
    [
      server.main,
      ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"],
      ...["--telemetry-level", "off", "--enable-smoke-test-driver", ...shared],
      ...(options.untrusted ? [] : ["--disable-workspace-trust"]),
    ],
    { env, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let browser: Browser | undefined;
  try {
    const port = await portOf(running, log);
    const origin = `http://127.0.0.1:${port}`;
    // Nothing may be fetched from outside, and so nothing is.
    browser = await launchChromium(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]);
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    page = await context.newPage();
    const opened = page;
    const uri = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
    const payload = [
      ["extensionDevelopmentPath", uri(options.vsix ? emptyExtension(folder) : root)],
      ["extensionTestsPath", uri(join(root, "dist/test/workbench/suite/index.cjs"))],
      ["skipWelcome", "true"],
      ["skipReleaseNotes", "true"],
    ];
    const ended = new Promise<number>((resolve, reject) => {
      void opened.exposeFunction("codeAutomationExit", resolve);
      void opened.exposeFunction("codeAutomationLog", (type: string, given: unknown[]) =>
        log.write(`${type}: ${format(...(given ?? []))}\n`),
      );
      opened.once("crash", () => reject(new Error("the workbench's page crashed")));
      running.once("exit", (code) => reject(new Error(`VS Code's server ended with code ${code}`)));
      const watch = setInterval(() => {
        if (Date.now() - heard < silenceMs) return;
        clearInterval(watch);
        reject(new Error(`the workbench said nothing for ${silenceMs / 1000} s; see ${join(out, options.suite)}.log`));
      }, 1000);
      watch.unref();
    });
    const query = `folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
    await opened.goto(`${origin}/?${query}`);
    const code = await ended.catch(async (error: Error) => {
      await opened.screenshot({ path: join(out, `${options.suite}-failed.png`) }).catch(() => {});
      throw error;
    });
    const failed = results.filter(({ error }) => error !== undefined).length;
    if (code !== 0 && failed === 0) throw new Error(`the suite ended with code ${code}; see ${out}`);
    return results;
  } finally {
    await browser?.close().catch(() => {});
    await end(running);
    await bridge.close();
    log.end();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Tests run beside an extension under development alone; where an installed one is tested, that is one of nothing. */
function emptyExtension(folder: string): string {
  const path = join(folder, "empty");
  mkdirSync(path);
  const manifest = { name: "empty", publisher: "glassbook", version: "0.0.0", engines: { vscode: "*" } };
  writeFileSync(join(path, "package.json"), JSON.stringify(manifest));
  return path;
}

function serverEnvironment(folder: string, workbench: { bridge: string; suite: string }): NodeJS.ProcessEnv {
  // What an editor around this run has set is not for the one inside.
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name));
  return {
    ...Object.fromEntries(own),
    // Without it, it looks for a gallery outside.
    EXTENSIONS_GALLERY: "{}",
    XDG_DATA_HOME: join(folder, "xdg"),
    XDG_CONFIG_HOME: join(folder, "xdg"),
    GLASSBOOK_WORKBENCH: JSON.stringify(workbench),
  };
}

async function portOf(server: ChildProcess, log: NodeJS.WritableStream): Promise<number> {
  const { stdout, stderr } = server;
  if (!stdout || !stderr) throw new Error("the server was started without pipes");
  stderr.pipe(log, { end: false });
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on("line", (line) => {
      log.write(`${line}\n`);
      const port = /listening on (\d+)/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
    server.once("exit", (code) => reject(new Error(`VS Code's server ended with code ${code}; see ${out}`)));
  });
}

/** The server with its extension host, and what that started. */
async function end(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  process.kill(-server.pid, "SIGTERM");
  const last = setTimeout(() => server.pid && process.kill(-server.pid, "SIGKILL"), 3000);
  await gone;
  clearTimeout(last);
}
