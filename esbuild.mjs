// Builds everything that runs into dist/: the kernel and its library (Node), the renderers (browser), the extension and the tests.
import { chmod, readdir, rm } from "node:fs/promises";
import { build } from "esbuild";

const files = async (folder, ending) =>
  (await readdir(folder, { recursive: true }))
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(ending));

await rm("dist", { recursive: true, force: true });

const node = build({
  entryPoints: [
    "kernel/main.ts",
    "packaging/main.ts",
    "kernel/interpreter/compute.ts",
    "kernel/tensorflow/session.ts",
    "kernel/tensorflow/probe/probe.ts",
    "kernel/interpreter/interruptWorker.ts",
    "kernel/interpreter/moduleHooks.ts",
    "kernel/language/languageWorker.ts",
    ...(await files("kernel/library", "index.ts")),
    ...(await files("test", ".test.ts")),
    "test/tensorflow/real/features.ts",
    "test/workbench/electron.ts",
    ...(await files("test/bench", ".ts").catch(() => [])),
  ],
  outdir: "dist",
  outbase: ".",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: true,
  chunkNames: "chunks/[name]-[hash]",
});

const browser = build({
  entryPoints: await files("renderers", ".entry.ts"),
  outdir: "dist",
  outbase: ".",
  bundle: true,
  minify: true,
  format: "iife",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
});

// VS Code loads its extensions, and the tests that run beside them, as CommonJS.
const asCommonJs = {
  outdir: "dist",
  outbase: ".",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  external: ["vscode"],
  packages: "external",
  sourcemap: true,
};
const editor = build({ ...asCommonJs, entryPoints: ["extension/extension.ts"], minify: true });
const suites = build({ ...asCommonJs, entryPoints: ["test/workbench/suite/index.ts"] });

const plugin = build({
  ...asCommonJs,
  entryPoints: ["extension/typescript-plugin/index.ts"],
  footer: { js: "module.exports = module.exports.default;" },
});

// The editor loads each of its renderers as one ES module that exports activate().
const renderers = build({
  entryPoints: Object.fromEntries(
    (await files("renderers", ".renderer.ts")).map((name) => [name.replace(".renderer.ts", ""), name]),
  ),
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  legalComments: "none",
});

await Promise.all([node, browser, editor, suites, plugin, renderers]);
await chmod("dist/kernel/main.js", 0o755);
