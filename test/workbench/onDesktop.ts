import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { resolveCliArgsFromVSCodeExecutablePath } from "@vscode/test-electron";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { root } from "../goldens.ts";
import { type Editor, type EditorOptions, ownEnvironment } from "./editor.ts";

/** Installed from VS Code's gallery where an editor is to speak another language. */
const languagePacks: Record<string, string> = { "zh-cn": "MS-CEINTL.vscode-language-pack-zh-hans" };

/** The VS Code whose executable `VSCODE` names, driven as VS Code's own smoke tests drive it. */
export async function startOnDesktop(options: EditorOptions): Promise<Editor> {
  const executablePath = process.env.VSCODE;
  if (!executablePath) throw new Error("VSCODE names no executable: start this by `npm run test:electron`");
  const { folder, vsix, language, log } = options;
  const shared = [`--user-data-dir=${folder.user}`, `--extensions-dir=${folder.extensions}`];
  const pack = language && languagePacks[language];
  for (const extension of [vsix, pack].filter((each) => each !== undefined)) {
    const [cli = "", ...given] = resolveCliArgsFromVSCodeExecutablePath(executablePath);
    const { status } = spawnSync(cli, [...given, ...shared, "--install-extension", extension], {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error(`${extension} could not be installed`);
  }
  let running: { application: ElectronApplication; page: Page; process: ChildProcess } | undefined;
  return {
    page() {
      if (!running) throw new Error("the window is not open yet");
      return running.page;
    },
    async open() {
      const application = await _electron.launch({
        executablePath,
        args: [...desktopArguments(options), ...shared],
        env: definedOnly({ ...ownEnvironment(), ...options.env }),
        timeout: 0,
      });
      const process = application.process();
      const exited = once(process, "exit");
      process.stdout?.pipe(log, { end: false });
      process.stderr?.pipe(log, { end: false });
      running = { application, process, page: await application.firstWindow({ timeout: 0 }) };
      // When its tests have ended, the window closes, and the editor with it.
      const [code] = (await exited) as [number | null];
      return code ?? 1;
    },
    async close() {
      if (running?.process.exitCode === null) await running.application.close();
    },
  };
}

/** What the tests want of VS Code, as its command line has it. */
export function desktopArguments({ folder, tests, vsix, untrusted, language }: EditorOptions): string[] {
  return [
    folder.workspace,
    `--extensionDevelopmentPath=${vsix ? folder.empty : root}`,
    `--extensionTestsPath=${tests}`,
    ...["--no-sandbox", "--disable-gpu-sandbox", "--disable-updates", "--disable-telemetry"],
    ...["--skip-welcome", "--skip-release-notes", "--no-cached-data", "--disable-crash-reporter"],
    ...(untrusted ? [] : ["--disable-workspace-trust"]),
    ...(language ? [`--locale=${language}`] : []),
  ];
}

const definedOnly = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
