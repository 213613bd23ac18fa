import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../kernel/library/cacheFolder.node.ts";

/** A Python with the packages of a requirements file, made once in the cache folder. */
export function pythonWith(requirements: string): string {
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), "bench", hash);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const complete = join(folder, "complete");
  if (existsSync(complete)) return python;
  console.log(`Installing ${requirements} into ${folder}; this takes minutes, once.`);
  execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements], { stdio: "inherit" });
  writeFileSync(complete, "");
  return python;
}
