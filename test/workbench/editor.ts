import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { root } from "../goldens.ts";
import { quietSettings } from "./settings.ts";

/** Where pictures and logs go. */
export const out = join(root, "out/workbench");

/** What an editor is to be started with. */
export interface EditorOptions {
  /** A folder of its own, gone when it has ended. */
  folder: EditorFolder;
  /** The tests that it runs in its extension host, as `extensionTestsPath` has them. */
  tests: string;
  /** What those tests find in the environment. */
  env: Record<string, string>;
  /** An installed VSIX in place of the development folder. */
  vsix?: string;
  /** With workspace trust on, so that the folder is not trusted. */
  untrusted?: boolean;
  /** Of the user, as VS Code names languages; English without it. */
  language?: string;
  log: NodeJS.WritableStream;
}

/** A VS Code under test: in a browser, or on the desktop. */
export interface Editor {
  /** Opens the workspace's window, or reloads it, and lets the tests run; resolves to their exit code. */
  open(): Promise<number>;
  /** Where the workbench is drawn. @throws Error before there is one */
  page(): Page;
  close(): Promise<void>;
}

export type StartEditor = (options: EditorOptions) => Promise<Editor>;

export interface EditorFolder {
  path: string;
  workspace: string;
  /** VS Code's user data. */
  user: string;
  extensions: string;
  /** An extension of nothing: tests run beside one under development alone, also where an installed one is tested. */
  empty: string;
  remove(): void;
}

export function editorFolder(settings: Record<string, unknown>): EditorFolder {
  const path = mkdtempSync(join(tmpdir(), "glassbook-workbench-"));
  const make = (name: string) => {
    mkdirSync(join(path, name), { recursive: true });
    return join(path, name);
  };
  const empty = make("empty");
  const manifest = { name: "empty", publisher: "glassbook", version: "0.0.0", engines: { vscode: "*" } };
  writeFileSync(join(empty, "package.json"), JSON.stringify(manifest));
  const user = make("user");
  // The user's, and the machine's: a window on a server takes what concerns the machine from there alone.
  for (const place of ["user/User", "user/Machine"]) {
    writeFileSync(join(make(place), "settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  }
  return {
    path,
    workspace: make("workspace"),
    user,
    extensions: make("extensions"),
    empty,
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** This run's environment without what an editor around it has set: that is not for the one inside. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name)));
}
