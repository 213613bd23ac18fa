import { cpSync, createWriteStream, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../goldens.ts";
import { openBridge } from "./bridge.ts";
import { type Editor, editorFolder, out, type StartEditor } from "./editor.ts";
import type { TestResult } from "./protocol.ts";

export interface WorkbenchOptions {
  /** Which of suite/*.suite.ts; also the name of its log and pictures under out/workbench. */
  suite: string;
  /** Another one, which runs when the first has ended, in the same window after it was reloaded. */
  afterReload?: string;
  /** Copied into the workspace's folder. */
  files: string[];
  /** Puts more there. */
  prepare?(workspace: string): Promise<void>;
  /** An installed VSIX in place of the development folder. */
  vsix?: string;
  /** With workspace trust on, so that the folder is not trusted. */
  untrusted?: boolean;
  /** Of the user, as VS Code names languages; English without it. */
  language?: string;
  settings?: Record<string, unknown>;
  /** For the suite and the kernels that it starts. */
  env?: Record<string, string>;
}

/** A test that says nothing for this long is dead. */
const silenceMs = 300_000;

/** Opens a real workbench, runs a mocha suite in its extension host and returns what came of each test. */
export async function runInWorkbench(options: WorkbenchOptions, startEditor: StartEditor): Promise<TestResult[]> {
  const { suite, afterReload, files, prepare, settings = {}, ...others } = options;
  const folder = editorFolder(settings);
  for (const file of files) cpSync(join(root, file), join(folder.workspace, basename(file)));
  await prepare?.(folder.workspace);
  mkdirSync(out, { recursive: true });
  const log = createWriteStream(join(out, `${suite}.log`));
  const results: TestResult[] = [];
  let editor: Editor | undefined;
  let heard = Date.now();
  let running = suite;
  const bridge = await openBridge({
    page: () => {
      if (!editor) throw new Error("the editor has not started yet");
      return editor.page();
    },
    pictures: join(out, suite),
    suite: () => running,
    onResult: (result) => {
      results.push(result);
      heard = Date.now();
    },
  });
  const silence = watch(
    () => Date.now() - heard > silenceMs,
    `the workbench said nothing for ${silenceMs / 1000} s; see ${join(out, suite)}.log`,
  );
  try {
    editor = await startEditor({
      ...others,
      folder,
      tests: join(root, "dist/test/workbench/suite/index.cjs"),
      env: { ...options.env, GLASSBOOK_WORKBENCH: bridge.url },
      log,
    });
    for (const each of [suite, ...(afterReload ? [afterReload] : [])]) {
      running = each;
      const code = await Promise.race([editor.open(), silence.broken]);
      const failed = results.some(({ error }) => error !== undefined);
      if (code !== 0 && !failed) throw new Error(`the suite ${each} ended with code ${code}; see ${out}`);
      if (failed) break;
    }
    return results;
  } catch (error) {
    // Where there is a window at all.
    const picture = async () => editor?.page().screenshot({ path: join(out, `${suite}-failed.png`) });
    await picture().catch(() => {});
    throw error;
  } finally {
    silence.stop();
    await editor?.close();
    await bridge.close();
    log.end();
    folder.remove();
  }
}

/** A promise that is broken once something is so; never before `stop`. */
function watch(isSo: () => boolean, message: string) {
  let timer: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    timer = setInterval(() => isSo() && reject(new Error(message)), 1000);
  });
  broken.catch(() => {});
  return { broken, stop: () => clearInterval(timer) };
}
