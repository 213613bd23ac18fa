import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { say } from "../library/ground/say.ts";
import { UsageError } from "./usage.ts";

export const installHelp = () => say`glassbook install [--user | --sys-prefix | --prefix DIR] [--name N]

Adds the kernel "TypeScript (Glassbook)" to Jupyter by writing its kernelspec.

  --user        for the current user, in all environments (the default)
  --sys-prefix  for the active Python environment
  --prefix DIR  into DIR/share/jupyter/kernels
  --name N      name of the kernelspec (default: glassbook)
`;

/** `glassbook install`: returns the exit status. */
export async function install(parameters: string[], home: URL): Promise<number> {
  const { values } = parseArgs({
    args: parameters,
    options: {
      user: { type: "boolean", default: false },
      "sys-prefix": { type: "boolean", default: false },
      prefix: { type: "string" },
      name: { type: "string", default: "glassbook" },
    },
  });
  const { user, prefix, name } = values;
  if ([user, values["sys-prefix"], prefix !== undefined].filter(Boolean).length > 1) {
    throw new UsageError(say`--user, --sys-prefix and --prefix exclude each other`, installHelp());
  }
  if (!/^[a-z0-9._-]+$/i.test(name)) {
    throw new UsageError(say`--name is "${name}": expected only letters, digits, ".", "_" and "-"`);
  }
  const chosen = values["sys-prefix"] ? sysPrefix() : prefix;
  const kernels =
    chosen === undefined ? join(userDataFolder(), "kernels") : join(resolve(chosen), "share/jupyter/kernels");
  const folder = join(kernels, name.toLowerCase());
  await mkdir(folder, { recursive: true });
  const main = fileURLToPath(new URL("main.js", home));
  await writeFile(join(folder, "kernel.json"), `${JSON.stringify(kernelspec(process.execPath, main), null, 2)}\n`);
  process.stdout.write(`${say`wrote ${join(folder, "kernel.json")}`}\n`);
  if (main.includes("_npx")) {
    process.stdout.write(
      `${say`It points into npm's cache, which npm may clear; npm install -g glassbook gives it a permanent place.`}\n`,
    );
  }
  return 0;
}

/** What Jupyter needs to know to start the kernel. */
function kernelspec(node: string, main: string) {
  return {
    argv: [node, main, "kernel", "--connection-file", "{connection_file}"],
    display_name: "TypeScript (Glassbook)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: true },
  };
}

/** Jupyter's data folder of the user, as jupyter_core finds it. */
export function userDataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return join(homedir(), "Library/Jupyter");
  if (platform === "win32") return join(env.APPDATA ?? join(homedir(), "AppData/Roaming"), "jupyter");
  return join(env.XDG_DATA_HOME || join(homedir(), ".local/share"), "jupyter");
}

function sysPrefix(): string {
  const { VIRTUAL_ENV, CONDA_PREFIX } = process.env;
  const active = VIRTUAL_ENV || CONDA_PREFIX;
  if (active) return active;
  for (const python of ["python3", "python"]) {
    try {
      return execFileSync(python, ["-c", "import sys; print(sys.prefix)"], { encoding: "utf8" }).trim();
    } catch {
      // The next name.
    }
  }
  throw new UsageError(
    say`--sys-prefix needs an active Python environment, and python3 was not found; use --user or --prefix`,
  );
}
