import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import { installCommand, type Missing } from "./advice.ts";
import { runTool } from "./runTool.ts";

/** A program and the parameters that come before all others. */
export interface Tool {
  command: string;
  first: readonly string[];
}

const osRelease = () => (existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "");
const advice = (missing: Missing) => installCommand(missing, process.platform, osRelease());

/** A Python that has pip, with the user's own configuration of it. `PYTHON` names another. */
export async function findPip(signal: AbortSignal): Promise<Tool> {
  const named = process.env.PYTHON;
  let withoutPip: string | undefined;
  for (const command of named ? [named] : ["python3", "python"]) {
    const { status, stderr } = await runTool(command, ["-m", "pip", "--version"], { signal });
    if (status === 0) return { command, first: ["-m", "pip"] };
    if (/No module named pip/.test(stderr)) withoutPip ??= command;
  }
  throw new BackendError(
    withoutPip
      ? say`TensorFlow is downloaded by pip, and ${withoutPip} has no pip. Run \`${advice("pip")}\`, or pass a downloaded wheel or an installed TensorFlow with --from.`
      : say`TensorFlow is downloaded by pip, and there is no Python here (${named ?? "python3, python"}). Run \`${advice("pip")}\`, or pass a downloaded wheel or an installed TensorFlow with --from.`,
  );
}

/** The npm that runs this, the one that came with Node, or the one on the path. */
export async function findNpm(signal: AbortSignal): Promise<Tool> {
  const running = process.env.npm_execpath;
  if (running?.endsWith("npm-cli.js") && existsSync(running)) return { command: process.execPath, first: [running] };
  const beside = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  if (existsSync(beside)) return { command: process.execPath, first: [beside] };
  const { status } = await runTool("npm", ["--version"], { signal });
  if (status === 0) return { command: "npm", first: [] };
  throw new BackendError(
    say`The sources of tfjs-node are downloaded by npm, which is missing here. Run \`${advice("npm")}\`.`,
  );
}

const modern = `#include <string_view>
#include <optional>
static_assert(__cplusplus >= 201703L, "C++17");
int main() { std::optional<std::string_view> text("x"); return text->size() == 1 ? 0 : 1; }
`;

/** A C++ compiler that knows C++17, tried on a few lines before anything large is fetched. `CXX` names another. */
export async function findCompiler(signal: AbortSignal): Promise<Tool> {
  const named = process.env.CXX?.split(/\s+/).filter(Boolean);
  const old: string[] = [];
  for (const [command = "", ...first] of named ? [named] : [["g++"], ["clang++"], ["c++"]]) {
    const version = await runTool(command, [...first, "--version"], { signal });
    if (version.status !== 0) continue;
    const parameters = [...first, "-std=gnu++17", "-x", "c++", "-fsyntax-only", "-"];
    const tried = await runTool(command, parameters, { signal, input: modern });
    if (tried.status === 0) return { command, first };
    old.push(version.stdout.split("\n")[0] ?? command);
  }
  const where = named ? say` (CXX is ${named.join(" ")})` : "";
  if (old.length > 0) {
    throw new BackendError(
      say`This C++ compiler does not support C++17, which TensorFlow needs: ${old.join(", ")}${where}. Use g++ 8, clang++ 7 or newer (\`${advice("compiler")}\`), or set CXX to one.`,
    );
  }
  throw new BackendError(say`There is no C++ compiler here${where}. Run \`${advice("compiler")}\`, or set CXX to one.`);
}
