import { existsSync } from "node:fs";
import { copyFile, link, mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import type { WheelFacts } from "./unpackWheel.ts";

/** What `--from` names. */
export type Source = { kind: "wheel"; file: string } | { kind: "folder"; libraries: string; include: string };

const library = /^libtensorflow(_cc|_framework)?\.(so\.2|2\.dylib)$/;

/** Whether a path is a wheel, an installed Python TensorFlow (or the environment around it) or an unpacked libtensorflow. */
export async function readSource(from: string): Promise<Source> {
  const path = resolve(from);
  if (path.endsWith(".whl") && existsSync(path)) return { kind: "wheel", file: path };
  const names: string[] = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw new BackendError(
      error.code === "ENOENT"
        ? say`--from ${from} cannot be read: there is no such folder.`
        : say`--from ${from} cannot be read: ${error.message}.`,
    );
  });
  const wheel = names.find((name) => /^tensorflow(_cpu)?-.*\.whl$/.test(name));
  if (wheel) return { kind: "wheel", file: join(path, wheel) };
  const pythons = await readdir(join(path, "lib")).catch(() => []);
  const sites = pythons.filter((name) => /^python3/.test(name)).map((name) => join(path, "lib", name, "site-packages"));
  for (const folder of [path, join(path, "tensorflow"), ...sites.map((site) => join(site, "tensorflow"))]) {
    for (const libraries of [folder, join(folder, "lib")]) {
      const here = await readdir(libraries).catch(() => []);
      const include = join(folder, "include");
      const complete = existsSync(join(include, "tensorflow/c/eager/c_api.h"));
      if (complete && here.some((name) => library.test(name))) return { kind: "folder", libraries, include };
    }
  }
  throw new BackendError(
    say`--from ${from} has no libtensorflow: expected a wheel of TensorFlow, the folder of an installed one (site-packages/tensorflow, or its virtual environment), or an unpacked libtensorflow with lib/ and include/.`,
  );
}

/** Takes an installed TensorFlow over: hard links where they are possible, so that it stays when the other goes. */
export async function takeOver(source: Source & { kind: "folder" }, deps: string): Promise<WheelFacts> {
  await mkdir(join(deps, "lib"), { recursive: true });
  for (const name of await readdir(source.libraries)) {
    if (library.test(name)) await linkOrCopy(join(source.libraries, name), join(deps, "lib", name));
  }
  // The headers are read once, while the binding is built.
  await symlink(source.include, join(deps, "include"));
  return factsBeside(source.libraries);
}

/** The NVIDIA libraries that lie beside an installed TensorFlow, where it looks for them. */
export const nvidiaBeside = (libraries: string): string => join(dirname(libraries), "nvidia");

export async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkTree(source, target);
    else await linkOrCopy(source, target);
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function factsBeside(folder: string): Promise<WheelFacts> {
  const site = dirname(folder);
  const info = (await readdir(site)).find((name) => /^tensorflow(_cpu)?-.*\.dist-info$/.test(name));
  const text = (file: string) => readFile(file, "utf8").catch(() => "");
  return {
    metadata: info ? await text(join(site, info, "METADATA")) : "",
    buildInfo: await text(join(folder, "python/platform/build_info.py")),
  };
}
