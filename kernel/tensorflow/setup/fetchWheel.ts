import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { say } from "../../library/ground/say.ts";
import { pipError } from "./pipError.ts";
import { pythonTags } from "./plan.ts";
import { runTool } from "./runTool.ts";
import type { Report } from "./setUp.ts";
import type { Tool } from "./tools.ts";

const quiet = [
  "--no-deps",
  "--only-binary=:all:",
  "--no-input",
  "--disable-pip-version-check",
  "--progress-bar",
  "off",
];
const lookEveryMs = 500;

export interface FetchContext {
  pip: Tool;
  signal: AbortSignal;
  report: Report;
}

/**
 * Fetches a wheel by pip into `folder`, where one that came before is found again.
 *
 * @returns the wheel's file.
 */
export async function fetchWheel(requirement: string, folder: string, context: FetchContext): Promise<string> {
  let refused: string | undefined;
  for (const tag of pythonTags) {
    const interpreter = ["--python-version", tag, "--implementation", "cp", "--abi", `cp${tag}`];
    const { status, output } = await pip("download", [...interpreter, "--dest", folder, requirement], folder, {
      ...context,
      title: say`Downloading ${requirement}`,
      // A wheel of TensorFlow for the CPU; the bar only has to be about right.
      expectedBytes: requirement.startsWith("tensorflow-cpu") ? 2.6e8 : 6e8,
    });
    const [wheel] = (await readdir(folder)).filter((name) => name.endsWith(".whl") && isWheelOf(name, requirement));
    if (status === 0 && wheel) return join(folder, wheel);
    refused ??= output;
    // A Python that this TensorFlow has no wheel for: the next one.
    if (!/No matching distribution/.test(output) || /Retrying|Connection/.test(output))
      throw pipError(requirement, output);
  }
  throw pipError(requirement, refused ?? "");
}

/** Fetches and unpacks packages (NVIDIA's libraries) into `target`. */
export async function installPackages(
  requirements: readonly string[],
  target: string,
  context: FetchContext & { title: string; expectedBytes: number },
): Promise<void> {
  const { status, output } = await pip("install", ["--target", target, ...requirements], target, context);
  if (status !== 0) throw pipError(requirements.join(", "), output);
}

async function pip(
  command: "download" | "install",
  parameters: readonly string[],
  folder: string,
  { pip, signal, report, title, expectedBytes }: FetchContext & { title: string; expectedBytes: number },
): Promise<{ status: number | undefined; output: string }> {
  const temporary = join(folder, ".pip");
  await mkdir(temporary, { recursive: true });
  const looking = setInterval(() => {
    void sizeOf(folder).then((bytes) =>
      report(title, Math.min(0.99, bytes / expectedBytes), `${Math.round(bytes / 1e6)} MB`),
    );
  }, lookEveryMs);
  try {
    const all = [...pip.first, command, ...quiet, ...parameters];
    // What pip holds before it is whole lies on the disk that was looked at, and is seen to grow.
    const env = { TMPDIR: temporary, PIP_RESUME_RETRIES: "5" };
    const { status, stdout, stderr } = await runTool(pip.command, all, { signal, env });
    return { status, output: `${stdout}\n${stderr}` };
  } finally {
    clearInterval(looking);
  }
}

function isWheelOf(file: string, requirement: string): boolean {
  const [name = "", version = ""] = requirement.split("==");
  const prefix = `${name.replaceAll("-", "_")}-`;
  if (!file.startsWith(prefix)) return false;
  const found = file.slice(prefix.length).split("-")[0] ?? "";
  return version.endsWith(".*") ? found.startsWith(version.slice(0, -1)) : found === version;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
