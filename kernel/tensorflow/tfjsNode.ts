import { createRequire } from "node:module";
import { join } from "node:path";

/** Where a package may be found: the notebook's folder, then the kernel's own. */
function resolve(name: string, folder: string): string | undefined {
  for (const from of [join(folder, "noname.js"), import.meta.url]) {
    try {
      return createRequire(from).resolve(name);
    } catch {}
  }
  return undefined;
}

/** Loads tfjs-node into the kernel's one tfjs. Says what it runs on. @throws with a clause saying why it cannot. */
export function loadTfjsNode(name: "tfjs-node-gpu" | "tfjs-node", folder: string): string {
  const file = resolve(`@tensorflow/${name}`, folder);
  if (!file) throw new Error("it is not installed");
  throw new Error("loading it is not written yet");
}
