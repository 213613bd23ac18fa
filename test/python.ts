import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../kernel/library/ground/cacheFolder.node.ts";

/** The Python of a virtual environment with these packages (pinned: `"onnx==1.23.2"`), made once and kept in the cache. */
export function pythonWith(...packages: string[]): string {
  const name = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), "test-venvs", name);
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const finished = join(folder, "finished");
  if (existsSync(finished)) return python;
  console.log(`Installing ${packages.join(", ")} into ${folder}; once.`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, ".."), { recursive: true });
  execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], {
    stdio: "inherit",
  });
  mkdirSync(`${finished}-now`);
  renameSync(`${finished}-now`, finished);
  return python;
}

/** The same with the packages that a requirements file pins, one on a line. */
export const pythonWithFile = (requirements: string): string =>
  pythonWith(...readFileSync(requirements, "utf8").trim().split("\n"));
