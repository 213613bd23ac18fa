// What the workbench loads in its extension host: runs one of the suites in mocha.
import type Mocha from "mocha";
import type { TestResult } from "../protocol.ts";
import { report, suiteToRun } from "./ui.ts";

const suites: Record<string, () => Promise<unknown>> = {
  main: async () => {
    await import("./notebook.suite.ts");
    await import("./kernel.suite.ts");
    await import("./language.suite.ts");
    await import("./commands.suite.ts");
    await import("./outputs.suite.ts");
  },
  chinese: () => import("./chinese.suite.ts"),
  bench: () => import("./bench.suite.ts"),
  installed: () => import("./installed.suite.ts"),
  reload: () => import("./reload.suite.ts"),
  reloaded: () => import("./reloaded.suite.ts"),
  setUp: () => import("./setUp.suite.ts"),
  untrusted: () => import("./untrusted.suite.ts"),
  tutorial: async () => {
    await import("./tutorial.suite.ts");
    await import("./training.suite.ts");
  },
};

/** VS Code's `extensionTestsPath` contract. */
export async function run(): Promise<void> {
  const suite = await suiteToRun();
  const load = suites[suite];
  if (!load) throw new Error(`there is no suite ${suite}; there is: ${Object.keys(suites).join(", ")}`);
  // VS Code loads this as CommonJS, and mocha is a module.
  const { default: MochaRunner } = await import("mocha");
  const mocha = new MochaRunner({
    ...(process.env.GREP && { grep: process.env.GREP }),
    ui: "bdd",
    timeout: 120_000,
    forbidOnly: true,
    forbidPending: true,
  });
  mocha.suite.emit("pre-require", globalThis as never, "", mocha);
  await load();
  const sent: Promise<unknown>[] = [];
  const tell = (test: Mocha.Runnable, error?: Error) => {
    const result: TestResult = {
      titles: test.titlePath(),
      milliseconds: test.duration ?? 0,
      ...(error && { error: error.stack ?? String(error) }),
    };
    sent.push(report(result));
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", (test) => tell(test));
    runner.on("fail", (test, error) => tell(test, error));
  });
  await Promise.all(sent);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
