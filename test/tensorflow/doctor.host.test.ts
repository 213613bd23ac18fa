import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { nextSteps } from "../../kernel/tensorflow/doctor/nextSteps.ts";
import type { DoctorReport } from "../../kernel/tensorflow/doctor/report.ts";
import { doctorText } from "../../kernel/tensorflow/doctor/text.ts";
import { root } from "../goldens.ts";
import { stands } from "./standIn.ts";

const healthy: DoctorReport = {
  ok: true,
  node: { version: "24.1.0", wanted: ">=20.19", ok: true, platform: "linux x64" },
  backend: "tfjs-node-gpu",
  backends: [{ backend: "tfjs-node-gpu", device: "GPU, libtensorflow 2.18.1", imagesPerSecond: 12345 }],
  gpus: [{ name: "NVIDIA H200", driver: "550.54.15", memoryMegabytes: 143771 }],
  cuda: { wanted: "12.5.1", cudnn: "9", driverWanted: "525.60.13" },
  memory: { totalBytes: 64e9, freeBytes: 32e9 },
  setUps: [],
  tfjs: { version: "4.22.0", copies: [] },
  next: [],
};

describe("glassbook doctor", function () {
  this.timeout(240_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-doctor-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const setUp = (name: string, source: string, more: object = {}) => {
    const place = join(folder, "set-ups", `of-${name}`);
    const files = join(place, "node_modules/@tensorflow", name);
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, "index.js"), source);
    const facts = { package: name, packageVersion: "4.22.0", tensorflow: "2.99", source: "a test", folder: place };
    writeFileSync(join(folder, "set-ups", `${name}.json`), JSON.stringify({ ...facts, ...more }));
  };
  const run = (environment: Record<string, string>, ...parameters: string[]) =>
    spawnSync(process.execPath, [join(root, "dist/kernel/main.js"), "doctor", ...parameters], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, GLASSBOOK_BACKEND: "", GLASSBOOK_TENSORFLOW: join(folder, "set-ups"), ...environment },
    });
  const report = (stdout: string) => JSON.parse(stdout) as DoctorReport;

  it("tells the truth where the best is broken, the driver too old and another copy of tfjs lies about", () => {
    const cuda = { cuda: "12.5.1", cudnn: "9" };
    setUp("tfjs-node-gpu", "throw new Error('libcudart.so.12: cannot open shared object file')", cuda);
    setUp("tfjs-node", stands(false));
    mkdirSync(join(folder, "node_modules/@tensorflow/tfjs"), { recursive: true });
    writeFileSync(join(folder, "node_modules/@tensorflow/tfjs/package.json"), '{ "version": "3.0.0" }');
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/nvidia-smi"), "#!/bin/sh\necho 'Tesla T4, 470.82.01, 15360'\n");
    chmodSync(join(folder, "bin/nvidia-smi"), 0o755);
    const PATH = `${join(folder, "bin")}${delimiter}${process.env.PATH}`;
    const { stdout, status } = run({ PATH }, "--json");
    const { ok, backend, backends, gpus, cuda: wanted, tfjs, next, setUps } = report(stdout);
    assert.deepEqual([status, ok, backend], [0, true, "tfjs-node"]);
    const [gpu, node] = backends;
    assert.equal(gpu?.why, "it is installed but does not load (libcudart.so.12: cannot open shared object file)");
    assert.equal(gpu?.remedy, "npx glassbook setup-tensorflow --gpu");
    assert.ok((node?.imagesPerSecond ?? 0) > 0);
    assert.deepEqual(gpus, [{ name: "Tesla T4", driver: "470.82.01", memoryMegabytes: 15360 }]);
    assert.deepEqual(wanted, { wanted: "12.5.1", cudnn: "9", driverWanted: "525.60.13" });
    assert.deepEqual([setUps.length, tfjs.copies.map(({ version }) => version)], [2, ["3.0.0"]]);
    assert.match(next[0] ?? "", /Install NVIDIA driver 525\.60\.13 or newer: CUDA 12\.5\.1 .* 470\.82\.01/);
    assert.match(next.at(-1) ?? "", /the kernel's TensorFlow\.js 4\.22\.0.*3\.0\.0/);
  });

  it("ends with status 1 where the backend that is asked for crashes, and says so", () => {
    setUp("tfjs-node", 'process.kill(process.pid, "SIGILL"); for (;;);');
    const { stdout, status } = run({ GLASSBOOK_BACKEND: "tfjs-node" });
    assert.equal(status, 1, stdout);
    assert.match(stdout, /^Sessions run on +nothing: tfjs-node does not work$/m);
    assert.match(stdout, /^ {2}tfjs-node +no: the process that tried it crashed \(SIGILL\)/m);
    assert.match(stdout, /^Training +does not work$/m);
    assert.match(stdout, /- GLASSBOOK_BACKEND names tfjs-node, which does not work here/);
  });

  it("says what to do next, and nothing where all is well", () => {
    assert.deepEqual(nextSteps(healthy), []);
    assert.match(doctorText(healthy), /works: GPU, libtensorflow 2\.18\.1, trains on 12,345 images\/s/);
    assert.match(doctorText(healthy), /CUDA +built for CUDA 12\.5\.1 and cuDNN 9, needs driver 525\.60\.13/);
    const without = { ...healthy, backends: [{ backend: "tfjs-node-gpu", why: "it is not installed" }] };
    assert.match(nextSteps(without)[0] ?? "", /setup-tensorflow --gpu` to use the GPU \(NVIDIA H200\)/);
    const old = { ...healthy, node: { ...healthy.node, version: "18.0.0", ok: false } };
    assert.match(nextSteps(old)[0] ?? "", /Install Node 20\.19 or newer: this is 18\.0\.0/);
  });
});
