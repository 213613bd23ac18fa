import assert from "node:assert/strict";
import { type ProgramRunner, takeFirstMaximum } from "../../kernel/tensorflow/webgpu/firstMaximum.ts";

// The rule itself is held against Captum's gradients where there is an adapter (docs/tensorflow.md): Node alone has none.
describe("the webgpu backend's max pool", () => {
  const compiled: string[] = [];
  const backend: ProgramRunner = {
    runWebGPUProgram: ({ shaderKey, getUserCode }) => compiled.push(`${shaderKey}: ${getUserCode()}`),
  };
  takeFirstMaximum(backend);
  const program = (shaderKey: string, code: string) => ({ shaderKey, getUserCode: () => code });

  it("compares so that the first maximum of a window stays, under a key of its own", () => {
    backend.runWebGPUProgram(program("pool2D_max_true_false_false", "if (value >= currMaxValue) {"));
    assert.equal(compiled.pop(), "pool2D_max_true_false_false_first: if (maxValueFound < 0.5 || value > maxValue) {");
  });

  it("leaves every other program, and refuses a backend that it does not know", () => {
    backend.runWebGPUProgram(program("pool2D_max_false_false_false", "x"));
    assert.equal(compiled.pop(), "pool2D_max_false_false_false: x");
    assert.throws(() => backend.runWebGPUProgram(program("pool2D_max_true_a", "other")), /not the 4\.22\.0/);
  });
});
