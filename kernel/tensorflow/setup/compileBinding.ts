import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BackendError } from "../../library/ground/errors.ts";
import { say } from "../../library/ground/say.ts";
import { lastWords, runTool } from "./runTool.ts";
import type { Tool } from "./tools.ts";

/**
 * Compiles tfjs-node's own Node-API binding, as it is, against `deps`. One binary serves every Node: it lies where the
 * package looks for it.
 *
 * @param place the package's folder, in a node_modules with node-api-headers.
 */
export async function compileBinding(place: string, compiler: Tool, signal: AbortSignal): Promise<void> {
  const { binary } = JSON.parse(await readFile(join(place, "package.json"), "utf8")) as {
    binary: { napi_versions: number[] };
  };
  const version = Math.max(...binary.napi_versions.filter((napi) => napi <= Number(process.versions.napi)));
  const folder = join(place, "lib", `napi-v${version}`);
  await mkdir(folder, { recursive: true });
  const libraries = (await readdir(join(place, "deps/lib"))).filter((name) => name.startsWith("libtensorflow"));
  const mac = process.platform === "darwin";
  const parameters = [
    ...["-O2", "-fPIC", "-std=gnu++17", ...(mac ? ["-bundle", "-undefined", "dynamic_lookup"] : ["-shared"])],
    ...[`-DNAPI_VERSION=${version}`, "-DNODE_GYP_MODULE_NAME=tfjs_binding", "-DBUILDING_NODE_EXTENSION"],
    ...[`-I${join(place, "../../node-api-headers/include")}`, `-I${join(place, "deps/include")}`],
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(place, "binding", file)),
    ...libraries.map((name) => join(place, "deps/lib", name)),
    `-Wl,-rpath,${mac ? "@loader_path" : "$ORIGIN"}/../../deps/lib`,
    ...["-o", join(folder, "tfjs_binding.node")],
  ];
  const { status, stderr } = await runTool(compiler.command, [...compiler.first, ...parameters], { signal });
  if (status === 0) return;
  const [error] = stderr.split("\n").filter((line) => /error|No space left/.test(line));
  throw new BackendError(
    say`${compiler.command} could not build tfjs-node's binding: ${error ?? lastWords(stderr)}. Use a newer compiler (set CXX) or another --tensorflow VERSION.`,
  );
}
