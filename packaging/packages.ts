import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Target } from "./targets.ts";

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
}

/** Not in an editor: its door is ipc, and its pages have their charts' code built in. */
const unused = new Set(["zeromq", "plotly.js-dist", "onnxruntime-node", "onnxruntime-web"]);

/** Of these packages most files serve other loaders: what Node, or the type checker, reads of them. */
const needed: [packages: RegExp, files: RegExp][] = [
  [/^@tensorflow\/tfjs-backend-wasm$/, /^(dist\/.*\.(node\.js|wasm|d\.ts)|wasm-out\/.*\.(js|d\.ts))$/],
  [/^@tensorflow\//, /\.(node\.js|d\.ts)$/],
  [/^typescript-service$/, /^lib\/(typescript\.js|lib\.[^/]*\.d\.ts|typescript\.d\.ts)$/],
  // Its loader, and what the loader needs, are ours: see webp.node.ts.
  [/^@cwasm\/webp$/, /^webp\.wasm$/],
  [/^@canvas\/image-data$/, /^$/],
  [/^mnist$/, /^src\/digits\/.*\.json$/],
  [/^katex$/, /^dist\/(katex\.(m?js|min\.css|css)|fonts\/.*\.woff2)$/],
  [/^onnxruntime-web$/, /^(dist\/(ort\.node\.min\.m?js|ort-wasm-simd-threaded\.(mjs|wasm))|types\.d\.ts)$/],
];

/** Maps, sources, tests and prose are for those who work on a package. */
const dead =
  /(\.map|\.md|\.markdown|\.flow|\.[cm]?ts|\.tsbuildinfo)$|(^|\/)(test|tests|__tests__|docs|example|examples|benchmark)\//i;
const alive = /(^|\/)(package\.json|LICEN[CS]E[^/]*)$|\.d\.[cm]?ts$/i;

/** The files of the packages that the extension runs on, as paths from the project's folder and in the archive. */
export function packageFiles(root: string, dependencies: string[], target: Target): { from: string; to: string }[] {
  const found = new Map<string, string>();
  const visit = (name: string, from: string) => {
    const folder = resolvePackage(name, from);
    if (!folder) return;
    const place = folder.slice(folder.lastIndexOf("/node_modules/") + 1);
    const nested = folder.slice(realpathSync(join(root, "node_modules")).length + 1);
    if (found.has(nested)) return;
    found.set(nested, folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      if (!unused.has(dependency) && place) visit(dependency, folder);
    }
  };
  const engine = target.native ? "onnxruntime-node" : "onnxruntime-web";
  for (const name of [...dependencies.filter((each) => !unused.has(each)), engine, "@types/node", "undici-types"]) {
    visit(name, root);
  }
  return [...found].flatMap(([place, folder]) =>
    files(folder)
      .filter((file) => isNeeded(place.replace(/^.*node_modules\//, ""), file, target))
      .map((file) => ({ from: join(folder, file), to: `node_modules/${place}/${file}` })),
  );
}

function isNeeded(name: string, file: string, { native }: Target): boolean {
  if (name === "onnxruntime-node" && file.startsWith("bin/")) {
    // The second name of the same library, and a graphics card's compiler, which nothing here asks for.
    const spare = /\/(libonnxruntime\.[\d.]{4,}\.dylib|dxcompiler\.dll|dxil\.dll)$/;
    return file.includes(`/${native}/`) && !spare.test(file);
  }
  if (file === "package.json" || /^LICEN[CS]E/i.test(file)) return true;
  const rule = needed.find(([packages]) => packages.test(name));
  if (rule) return rule[1].test(file);
  return alive.test(file) || !dead.test(file);
}

/** As Node looks for a package. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(resolve(candidate));
    if (folder === dirname(folder)) return undefined;
  }
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((file) => !file.startsWith("node_modules/"));
}
