import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../kernel/library/ground/cacheFolder.node.ts";
import { root } from "../goldens.ts";

function npm(folder: string, command: "ci" | "install"): void {
  execFileSync("npm", [command, "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

export interface CodeServer {
  /** The Node that this VS Code is built for. */
  node: string;
  /** VS Code's own server: the workbench, its extension host and its built-in extensions. */
  main: string;
}

const source = join(root, "test/workbench");

/** VS Code's workbench as the package code-server carries it, installed once into the cache. No install script runs. */
export function codeServer(): CodeServer {
  const lock = readFileSync(join(source, "package-lock.json"));
  const name = createHash("sha256").update(lock).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), "test-workbench", name);
  const server: CodeServer = {
    node: join(folder, `node_modules/node-linux-${process.arch}/bin/node`),
    main: join(folder, "node_modules/code-server/lib/vscode/out/server-main.js"),
  };
  if (existsSync(folder)) return server;
  console.log(`Installing code-server into ${folder}; once.`);
  const fresh = `${folder}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(source, file), join(fresh, file));
  const vscode = join(fresh, "node_modules/code-server/lib/vscode");
  npm(fresh, "ci");
  // Pinned by shrinkwraps of their own, which `npm ci` finds out of step with their package.json.
  npm(vscode, "install");
  npm(join(vscode, "extensions"), "install");
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(folder)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
  return server;
}
