import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import type { NodePackage } from "./places.ts";
import { packageVersion } from "./plan.ts";
import { lastWords, runTool } from "./runTool.ts";
import type { Tool } from "./tools.ts";

/** What tfjs-node requires when it runs, and Node-API's headers. Its tfjs is not fetched: it gets the kernel's own. */
const dependencies = {
  "@mapbox/node-pre-gyp": "1.0.9",
  "google-protobuf": "3.21.4",
  progress: "2.0.3",
  "node-api-headers": "1.9.0",
};

/** Fetches tfjs-node's own package, its sources included, into `folder/node_modules`. No install script is run. */
export async function fetchPackage(
  name: NodePackage,
  folder: string,
  { npm, signal }: { npm: Tool; signal: AbortSignal },
): Promise<void> {
  const run = async (parameters: string[]) => {
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
    const { status, stdout, stderr } = await runTool(npm.command, [...npm.first, ...parameters, ...quiet], {
      cwd: folder,
      signal,
    });
    if (status !== 0) throw npmError(name, `${stdout}\n${stderr}`);
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies }));
  await run(["install"]);
  await run(["pack", `@tensorflow/${name}@${packageVersion}`]);
  const packed = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
  if (!packed) throw new BackendError(say`npm downloaded no @tensorflow/${name}.`);
  const { status, stderr } = await runTool("tar", ["-xzf", packed], { cwd: folder, signal });
  if (status !== 0) throw new BackendError(say`${packed} cannot be unpacked: ${lastWords(stderr)}`);
  const target = join(folder, "node_modules", "@tensorflow", name);
  await rm(target, { recursive: true, force: true });
  await cp(join(folder, "package"), target, { recursive: true });
  await rm(join(folder, "package"), { recursive: true });
  await rm(join(folder, packed));
}

function npmError(name: string, output: string): BackendError {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(output)?.[1] ?? "";
  const reason = lastWords(output.replace(/^npm (?:error|ERR!) A complete log.*$/gm, ""), 2).slice(0, 400);
  if (code === "EINTEGRITY") {
    return new BackendError(
      say`The download of @tensorflow/${name} does not match npm's registry (${reason}): try again, or use another registry.`,
    );
  }
  if (code === "ENOSPC")
    return new BackendError(say`The disk filled up while npm was downloading @tensorflow/${name}.`);
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN\w+|ETIMEDOUT|ERR_SOCKET_TIMEOUT)$/.test(code)) {
    return new BackendError(
      say`@tensorflow/${name} cannot be downloaded: there is no connection to npm's registry (${reason}). npm's own settings (registry, proxy, cafile) choose it.`,
    );
  }
  return new BackendError(say`npm could not download @tensorflow/${name}: ${reason}`);
}
