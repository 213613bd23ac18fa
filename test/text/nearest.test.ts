import assert from "node:assert/strict";
import { editDistance, nearest } from "../../kernel/library/text/nearest.ts";

describe("the nearest name", () => {
  it("is found through another case, underscores, and letters that are missing, wrong or exchanged", () => {
    const names = ["nSamples", "nSteps", "seed", "target"];
    assert.equal(nearest("num_samples", names), "nSamples");
    assert.equal(nearest("n_steps", names), "nSteps");
    assert.equal(nearest("NSTEPS", names), "nSteps");
    assert.equal(nearest("tagret", names), "target");
    assert.equal(nearest("onxx", ["auto", "onnx", "tfjs"]), "onnx");
  });

  it("is none where nothing is near", () => {
    assert.equal(nearest("wavelength", ["nSamples", "seed"]), undefined);
    assert.equal(nearest("x", []), undefined);
  });

  it("counts an exchange of neighbors once", () => {
    assert.equal(editDistance("ab", "ba"), 1);
    assert.equal(editDistance("kitten", "sitting"), 3);
    assert.equal(editDistance("", "abc"), 3);
  });
});
