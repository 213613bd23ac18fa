import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileServer, serve } from "../datasets/fileServer.ts";
import { root } from "../goldens.ts";
import { stands } from "./standIn.ts";

const main = join(root, "dist/kernel/main.js");
const wheel = "tensorflow_cpu-2.18.1-py3-none-any.whl";

/** npm that brings a stand-in for tfjs-node, and notes that it was called. */
const fakeNpm = (index: string, calls: string) => `
  const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
  const { execFileSync } = require("node:child_process");
  const [command, name] = process.argv.slice(2);
  appendFileSync(${JSON.stringify(calls)}, command + "\\n");
  if (command === "pack") {
    mkdirSync("package/binding", { recursive: true });
    const text = { name: name.replace(/@4.*/, ""), main: "index.js", binary: { napi_versions: [3, 8] } };
    writeFileSync("package/package.json", JSON.stringify(text));
    writeFileSync("package/index.js", ${JSON.stringify(index)});
    execFileSync("tar", ["-czf", "it.tgz", "package"]);
  }
`;

/** A compiler that writes an empty binding. */
const fakeCompiler = `#!/bin/sh
case "$*" in
  *--version*) echo "g++ (Stand-in) 4.8.5" ;;
  *-fsyntax-only*) exit "\${FAKE_SYNTAX:-0}" ;;
  *) for last; do :; done; : > "$last" ;;
esac
`;

interface Outcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

describe("glassbook setup-tensorflow", function () {
  // Each test starts several processes of Node and Python.
  this.timeout(240_000);

  let folder: string;
  let index: FileServer;
  let whole: Buffer;
  /** How the index answers for the wheel. */
  let answer: { body?: Buffer; sha256?: string; version?: string };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-setup-"));
    const make = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for part in ("cc", "framework"):
        z.writestr(f"tensorflow/libtensorflow_{part}.so.2", part)
    z.writestr("tensorflow/include/tensorflow/c/c_api.h", "")
    z.writestr("tensorflow_cpu-2.18.1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tensorflow-cpu\\nVersion: 2.18.1\\n")
    z.writestr("tensorflow_cpu-2.18.1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    z.writestr("tensorflow_cpu-2.18.1.dist-info/RECORD", "")
`;
    execFileSync("python3", ["-c", make, join(folder, wheel)]);
    whole = readFileSync(join(folder, wheel));
    index = await serve(
      (path) => {
        if (path.endsWith(".whl")) return answer.body ?? whole;
        if (!path.startsWith("simple/tensorflow-cpu")) return undefined;
        const sha256 = answer.sha256 ?? createHash("sha256").update(whole).digest("hex");
        return Buffer.from(`<html><body><a href="/${wheel}#sha256=${sha256}">${wheel}</a></body></html>`);
      },
      { contentType: "text/html" },
    );
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/g++"), fakeCompiler);
    chmodSync(join(folder, "bin/g++"), 0o755);
    bringing(stands(false));
    answer = {};
    const first = await run();
    assert.equal(first.status, 0, first.stderr);
  });
  after(async () => {
    await index.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    answer = {};
    bringing(stands(false));
  });

  const calls = () => join(folder, "calls");
  const bringing = (source: string) => writeFileSync(join(folder, "npm-cli.js"), fakeNpm(source, calls()));
  const record = () => readFileSync(join(folder, "cache/tensorflow/tfjs-node.json"), "utf8");
  const environment = (more: Record<string, string>) => ({
    ...process.env,
    GLASSBOOK_TENSORFLOW: join(folder, "cache/tensorflow"),
    GLASSBOOK_BACKEND: "",
    CXX: join(folder, "bin/g++"),
    npm_execpath: join(folder, "npm-cli.js"),
    PIP_INDEX_URL: `${index.url}simple`,
    PIP_EXTRA_INDEX_URL: "",
    PIP_FIND_LINKS: "",
    PIP_RETRIES: "0",
    PIP_NO_CACHE_DIR: "1",
    ...more,
  });

  function start(parameters: string[] = [], more: Record<string, string> = {}) {
    const child = spawn(process.execPath, [main, "setup-tensorflow", ...parameters], { env: environment(more) });
    const outcome: Outcome = { status: null, stdout: "", stderr: "" };
    child.stdout.on("data", (text) => {
      outcome.stdout += text;
    });
    child.stderr.on("data", (text) => {
      outcome.stderr += text;
    });
    const ended = new Promise<Outcome>((resolve) => child.on("close", (status) => resolve({ ...outcome, status })));
    /** Until it has said these words. */
    const said = async (words: string) => {
      while (!outcome.stderr.includes(words)) {
        if (child.exitCode !== null) assert.fail(`it ended without saying "${words}": ${outcome.stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { child, ended, said };
  }
  const run = (parameters?: string[], more?: Record<string, string>) => start(parameters, more).ended;

  /** The session's own words, in a process of its own. */
  function session(): string {
    const script = `const { startSession } = await import(${JSON.stringify(join(root, "dist/kernel/tensorflow/session.js"))});
      const session = await startSession(); console.log(session.backend, session.device); process.exit()`;
    const parameters = ["--input-type=module", "-e", script];
    return execFileSync(process.execPath, parameters, { env: environment({}), cwd: root, encoding: "utf8" }).trim();
  }

  /** It fails with these words, and what was set up before is what sessions use. */
  async function fails(words: RegExp, parameters: string[] = [], more: Record<string, string> = {}): Promise<void> {
    const before = record();
    const { status, stderr } = await run(parameters, more);
    assert.equal(status, 1, stderr);
    assert.match(stderr.trim().split("\n").at(-1) ?? "", words);
    assert.doesNotMatch(stderr, /\n\s+at /);
    assert.equal(record(), before, "what was set up before stays");
  }

  it("fetches, builds, tries and switches, and sessions use it", () => {
    const written = JSON.parse(record());
    assert.deepEqual([written.tensorflow, written.source], ["2.99", "tensorflow-cpu==2.18.1"]);
    assert.equal(session(), "tfjs-node CPU, libtensorflow 2.99");
    const place = join(written.folder, "node_modules/@tensorflow/tfjs-node");
    assert.ok(existsSync(join(place, "lib/napi-v8/tfjs_binding.node")));
    assert.equal(readFileSync(join(place, "deps/lib/libtensorflow_cc.so.2"), "utf8"), "cc");
    assert.ok(existsSync(join(place, "deps/include/tensorflow/c/c_api.h")));
  });

  it("says so where there is no network", () =>
    fails(/there is no connection to the package index .* --from needs no network/, [], {
      PIP_INDEX_URL: "http://127.0.0.1:9/simple",
      PIP_RETRIES: "1",
    }));

  it("says so where another file came than the index promises", () => {
    answer = { sha256: "0".repeat(64) };
    return fails(/does not match its index \(expected sha256 0{64}, got \w{64}\)/);
  });

  it("names the versions that there are where there is no such one", () =>
    fails(/has no tensorflow-cpu==9\.9\.9 for this system; it has 2\.18\.1\./, ["--tensorflow", "9.9.9"]));

  it("notices an old compiler, and none, before it fetches anything", async () => {
    const asked = index.requests.length;
    await fails(/does not support C\+\+17.*4\.8\.5 \(CXX is/, [], { FAKE_SYNTAX: "1" });
    await fails(/There is no C\+\+ compiler here \(CXX is \/no\/such\)/, [], { CXX: "/no/such" });
    assert.equal(index.requests.length, asked);
  });

  it("says how to get pip where there is no Python", () =>
    fails(/there is no Python here \(\/no\/python\)\. Run `/, [], { PYTHON: "/no/python" }));

  it("says so where the cache cannot be written", async () => {
    const { status, stderr } = await run([], { GLASSBOOK_TENSORFLOW: join(folder, wheel) });
    assert.deepEqual([status, /The cache cannot be written .* set GLASSBOOK_CACHE/.test(stderr)], [1, true]);
  });

  it("drops what loads and then fails at its first operation", async () => {
    bringing(`${stands(false)}
      tf.unregisterKernel("BatchMatMul", "tensorflow");
      tf.registerKernel({ kernelName: "BatchMatMul", backendName: "tensorflow", kernelFunc() { throw new Error("illegal instruction"); } });`);
    await fails(/The new build does not work here: illegal instruction\. Nothing was changed/);
    assert.equal(session(), "tfjs-node CPU, libtensorflow 2.99");
  });

  it("drops what crashes", async () => {
    bringing('process.kill(process.pid, "SIGSEGV"); for (;;);');
    await fails(/the process that tried it crashed \(SIGSEGV\)/);
  });

  it("refuses a --from without libtensorflow, and a damaged wheel", async () => {
    await fails(/--from .*bin has no libtensorflow: expected a wheel/, ["--from", join(folder, "bin")]);
    await fails(/there is no such folder/, ["--from", join(folder, "nowhere")]);
    const damaged = join(folder, "tensorflow-2.18.1-cut.whl");
    writeFileSync(damaged, whole.subarray(0, 100));
    await fails(/is damaged: expected a wheel of TensorFlow/, ["--from", damaged]);
    assert.ok(existsSync(damaged), "the user's own file stays");
  });

  it("keeps what worked when it is killed half-way, and goes on from there", async () => {
    const before = record();
    const silent = await serve(() => undefined, { silent: true });
    rmSync(calls());
    const { child, said, ended } = start([], { PIP_INDEX_URL: `${silent.url}simple` });
    await said("Downloading tensorflow-cpu");
    child.kill("SIGKILL");
    await ended;
    await silent.close();
    assert.equal(record(), before);
    const again = await run();
    assert.equal(again.status, 0, again.stderr);
    assert.notEqual(record(), before);
    assert.equal(readFileSync(calls(), "utf8"), "install\npack\n", "npm was not asked again");
  });

  it("ends with status 130 when interrupted, and lets only one run at a time", async () => {
    const silent = await serve(() => undefined, { silent: true });
    const { child, said, ended } = start([], { PIP_INDEX_URL: `${silent.url}simple` });
    await said("Downloading tensorflow-cpu");
    const second = await run();
    assert.match(second.stderr, /Another setup-tensorflow is running \(process \d+\)/);
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    await silent.close();
    assert.deepEqual([status, /Interrupted/.test(stderr)], [130, true]);
  });

  it("takes an installed TensorFlow over, which may go then", async () => {
    const installed = join(folder, "venv/lib/python3.12/site-packages/tensorflow");
    mkdirSync(join(installed, "include/tensorflow/c/eager"), { recursive: true });
    writeFileSync(join(installed, "include/tensorflow/c/eager/c_api.h"), "");
    for (const part of ["cc", "framework"]) writeFileSync(join(installed, `libtensorflow_${part}.so.2`), `own ${part}`);
    const { status, stderr } = await run(["--from", join(folder, "venv")]);
    assert.equal(status, 0, stderr);
    rmSync(join(folder, "venv"), { recursive: true });
    const { folder: place, source } = JSON.parse(record());
    assert.equal(source, join(folder, "venv"));
    const library = join(place, "node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow_cc.so.2");
    assert.equal(readFileSync(library, "utf8"), "own cc");
  });
});
