import { readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { TfjsCopy } from "./report.ts";

const names = ["tfjs", "tfjs-core"];

/** Copies of TensorFlow.js in the node_modules of a folder and above it, also inside other packages; `own` is left out. */
export async function findCopies(folder: string, own: string): Promise<TfjsCopy[]> {
  const found: TfjsCopy[] = [];
  let current = resolve(folder);
  for (;;) {
    await search(join(current, "node_modules"), own, found);
    if (dirname(current) === current) return found;
    current = dirname(current);
  }
}

async function search(modules: string, own: string, found: TfjsCopy[]): Promise<void> {
  const real = (path: string) => realpath(path).catch(() => path);
  if ((await real(modules)) === (await real(own))) return;
  const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(modules, "@tensorflow", name);
    const text = await readFile(join(path, "package.json"), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { version } = JSON.parse(text) as { version: string };
    found.push({ package: `@tensorflow/${name}`, version, path });
  }
  for (const name of await list(modules)) {
    if (name.startsWith(".")) continue;
    const packages = name.startsWith("@")
      ? (await list(join(modules, name))).map((inner) => join(name, inner))
      : [name];
    for (const each of packages) {
      const nested = join(modules, each, "node_modules");
      if ((await list(nested)).length > 0) await search(nested, own, found);
    }
  }
}
