/** What came of one test in the extension host. */
export interface TestResult {
  /** Of its suites and itself. */
  titles: string[];
  /** The stack of what it threw. */
  error?: string;
  milliseconds: number;
}

/** To the bridge: which suite is to run, a test ended, or something is to be done in the window. */
export type ToBridge = { which: "suite" } | { result: TestResult } | { action: string; parameters: unknown[] };

export type FromBridge = { value?: unknown } | { failed: string };
