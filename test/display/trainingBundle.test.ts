import assert from "node:assert/strict";
import { mime } from "../../kernel/library/display/index.ts";
import { type TrainingSoFar, trainingBundle } from "../../kernel/library/display/trainingBundle.ts";
import type { TrainingPayload } from "../../kernel/payloads/trainingPayload.ts";

const training: TrainingSoFar = {
  plan: { epochs: 5, batchSize: 100, stepsPerEpoch: 20, examples: 2000, engine: "onnx", resumed: [] },
  id: "one",
  state: "running",
  steps: 50,
  seconds: 9,
  first: { steps: 1, seconds: 2 },
  curve: [],
  epochs: [],
};
const remaining = (changes: Partial<TrainingSoFar>) =>
  (trainingBundle({ ...training, ...changes })[mime.training] as TrainingPayload).remaining;

describe("the time that is left of a training", () => {
  it("is told by the steps behind the first, which compiles", () => {
    // 49 steps in 7 s; 50 are left.
    assert.equal(remaining({}), 7.1);
    assert.equal(remaining({ steps: 3, seconds: 2.4, first: { steps: 1, seconds: 2 } }), 19);
  });

  it("counts from where a resumed one began", () => {
    assert.equal(remaining({ steps: 61, seconds: 12, first: { steps: 41, seconds: 2 } }), 20);
  });

  it("is not told before the second step, nor when nothing runs", () => {
    assert.equal(remaining({ steps: 0, seconds: 1, first: undefined }), undefined);
    assert.equal(remaining({ steps: 1, seconds: 2 }), undefined);
    assert.equal(remaining({ state: "stopped" }), undefined);
  });
});
