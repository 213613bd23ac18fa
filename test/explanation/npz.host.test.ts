import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gridSegments } from "../../kernel/library/explain/index.ts";
import { ofRing } from "../explain/explanations.ts";
import { pythonWith } from "../python.ts";

/** NumPy checks the archive's sums as it reads, and refuses pickles by itself. */
const read = `
import json, sys, zipfile, numpy as np
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
with np.load(sys.argv[1]) as file:
    found = {name: [str(file[name].dtype), list(file[name].shape), file[name].ravel().tolist()] for name in file.files}
print(json.dumps(found))
`;

describe("toNpz", () => {
  it("gives a file that NumPy reads, array for array and to the last bit", () => {
    const odd = [Number.NaN, Number.NEGATIVE_INFINITY, 1 / 3, -0, 1e-40];
    const map = ofRing((_, column) => odd[column % 5], {
      standardError: new Float32Array(144).fill(0.1),
      featureMask: gridSegments([12, 12], 4).values,
      coefficients: Float32Array.from({ length: 9 }, (_, i) => i),
      baseline: 0.25,
      answers: Float32Array.of(1.5),
      convergenceDelta: Float32Array.of(-0.125),
      options: { nSteps: 50, note: "Größe 図 🙂" },
    });
    const folder = mkdtempSync(join(tmpdir(), "npz-"));
    const file = join(folder, "map.npz");
    try {
      writeFileSync(file, map.toNpz());
      // One of the tests' environments that has NumPy.
      const text = execFileSync(pythonWith("onnx==1.23.2"), ["-c", read, file], { encoding: "utf8" });
      const found: Record<string, [string, number[], unknown[]]> = JSON.parse(
        text.replaceAll("-Infinity", '"-Infinity"').replaceAll("NaN", '"NaN"'),
      );
      const [type, shape, values] = found.values;
      assert.deepEqual([type, shape], ["float32", [1, 12, 12, 1]]);
      assert.deepEqual(Float32Array.from(values, Number), map.values);
      assert.deepEqual(found.inputs.slice(0, 2), ["float32", [1, 12, 12, 1]]);
      assert.deepEqual(Float32Array.from(found.inputs[2], Number), map.inputs);
      assert.deepEqual(found.probabilities[1], [1, 3]);
      assert.deepEqual(found.target, ["int32", [], [1]]);
      assert.deepEqual(found.baseline, ["float32", [], [0.25]]);
      assert.deepEqual([found.answers[2], found.convergenceDelta[2]], [[1.5], [-0.125]]);
      assert.deepEqual(found.featureMask.slice(0, 2), ["int32", [144]]);
      assert.deepEqual(found.coefficients[2], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
      assert.equal(found.method[2][0], "InputXGradient");
      assert.deepEqual(JSON.parse(`${found.options[2][0]}`), map.options);
      assert.deepEqual(map.toNpz(), map.toNpz());
    } finally {
      rmSync(folder, { recursive: true });
    }
  }).timeout(300_000);
});
