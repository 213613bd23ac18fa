import assert from "node:assert/strict";
import { installForJupyter } from "./jupyterInstall.ts";

describe("the kernel, as Jupyter judges it", function () {
  this.timeout(600_000);
  let results: Record<string, string>;
  before(async () => {
    const jupyter = installForJupyter();
    results = (await jupyter.run("jupyterSuite.py")) as Record<string, string>;
    jupyter.remove();
  });

  it("passes every test of jupyter_kernel_test, none skipped, and the further checks", () => {
    const failed = Object.entries(results).filter(([, result]) => result !== "pass");
    assert.deepEqual(failed, []);
    const names = Object.keys(results);
    assert.equal(names.filter((name) => !name.startsWith("test_x_")).length, 12, "of jupyter_kernel_test 0.7.0");
    assert.equal(names.filter((name) => name.startsWith("test_x_")).length, 14);
  });
});
