import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { format } from "node:util";
import type { Browser } from "playwright-core";
import { launchChromium } from "../chromium.ts";
import { root } from "../goldens.ts";
import { codeServer } from "./codeServer.ts";
import { type Editor, type EditorFolder, type EditorOptions, out, ownEnvironment } from "./editor.ts";

/** VS Code's server, and its workbench in headless Chromium: a real VS Code where none can be downloaded. */
export async function startInBrowser(options: EditorOptions): Promise<Editor> {
  const { folder, log } = options;
  const server = codeServer();
  const shared = ["--user-data-dir", folder.user, "--server-data-dir", folder.user];
  shared.push("--extensions-dir", folder.extensions);
  if (options.language) writeLanguagePack(folder, options.language);
  const env = { ...ownEnvironment(), ...serverEnvironment(folder), ...options.env };
  if (options.vsix) {
    execFileSync(server.node, [server.main, "--install-extension", options.vsix, ...shared], { env, stdio: "ignore" });
  }
  const running = spawn(
    server.node,
    [
      server.main,
      ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"],
      // Without the last, the workbench ignores the tests and says nothing.
      ...["--telemetry-level", "off", "--enable-smoke-test-driver", ...shared],
      ...(options.untrusted ? [] : ["--disable-workspace-trust"]),
      ...(options.language ? ["--locale", options.language] : []),
    ],
    { env, stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close().catch(() => {});
    await end(running);
  };
  try {
    const port = await portOf(running, log);
    // Nothing may be fetched from outside, and so nothing is.
    browser = await launchChromium(["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]);
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 } });
    const page = await context.newPage();
    let ended: { resolve(code: number): void; reject(error: Error): void } | undefined;
    const fail = (message: string) => ended?.reject(new Error(message));
    await page.exposeFunction("codeAutomationExit", (code: number) => ended?.resolve(code));
    await page.exposeFunction("codeAutomationLog", (type: string, given: unknown[]) =>
      log.write(`${type}: ${format(...(given ?? []))}\n`),
    );
    page.once("crash", () => fail("the workbench's page crashed"));
    running.once("exit", (code) => fail(`VS Code's server ended with code ${code}; see ${out}`));
    let isOpen = false;
    return {
      page: () => page,
      close,
      async open() {
        const end = new Promise<number>((resolve, reject) => {
          ended = { resolve, reject };
        });
        // As a reader reloads it: the window gets to write what it keeps.
        if (isOpen) await page.reload();
        else await page.goto(addressOf(port, options));
        isOpen = true;
        return end;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As if a language pack were installed, one that translates nothing: the editor itself stays in English. */
function writeLanguagePack({ path, user }: EditorFolder, language: string): void {
  const vscode = join(path, "translations.json");
  writeFileSync(vscode, JSON.stringify({ version: "1.0.0", contents: {} }));
  const extensions = [{ extensionIdentifier: { id: "glassbook.of-the-tests" }, version: "1.0.0" }];
  const pack = { hash: "of-the-tests", extensions, translations: { vscode }, label: language };
  writeFileSync(join(user, "languagepacks.json"), JSON.stringify({ [language]: pack }));
}

function addressOf(port: number, { folder, tests, vsix }: EditorOptions): string {
  const uri = (path: string) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = JSON.stringify([
    ["extensionDevelopmentPath", uri(vsix ? folder.empty : root)],
    ["extensionTestsPath", uri(tests)],
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ]);
  const query = `folder=${encodeURIComponent(folder.workspace)}&payload=${encodeURIComponent(payload)}`;
  return `http://127.0.0.1:${port}/?${query}`;
}

const serverEnvironment = ({ path }: EditorFolder) => ({
  // Without it, it looks for a gallery outside.
  EXTENSIONS_GALLERY: "{}",
  XDG_DATA_HOME: join(path, "xdg"),
  XDG_CONFIG_HOME: join(path, "xdg"),
});

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
