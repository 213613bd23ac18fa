import { Test } from "mocha";
import { startInBrowser } from "./inBrowser.ts";
import { startOnDesktop } from "./onDesktop.ts";
import { runInWorkbench, type WorkbenchOptions } from "./workbench.ts";

const startEditor = process.env.GLASSBOOK_TEST_EDITOR === "desktop" ? startOnDesktop : startInBrowser;

/** A suite in a workbench of its own. Each test in there becomes one here, which says the same. */
export function inWorkbench(title: string, options: WorkbenchOptions): void {
  describe(title, function () {
    this.timeout(1_200_000);
    before(async () => {
      for (const { titles, error, milliseconds } of await runInWorkbench(options, startEditor)) {
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
