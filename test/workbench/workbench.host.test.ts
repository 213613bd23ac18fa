import { Test } from "mocha";
import { runInWorkbench, type WorkbenchOptions } from "./workbench.ts";

/** Runs a suite in a workbench. Each test in there becomes one here, which says the same. */
function inWorkbench(title: string, options: WorkbenchOptions): void {
  describe(title, function () {
    this.timeout(1_200_000);
    before(async () => {
      for (const { titles, error, milliseconds } of await runInWorkbench(options)) {
        const test = new Test(`${titles.join(" › ")} (${Math.round(milliseconds)} ms)`, () => {
          if (error === undefined) return;
          throw Object.assign(new Error(error.split("\n", 1)[0]), { stack: error });
        });
        this.addTest(test);
      }
    });
    it("ran to its end", () => {});
  });
}

inWorkbench("the extension in a workbench", { suite: "main", files: ["notebooks/01-why-is-it-a-7.ipynb"] });
