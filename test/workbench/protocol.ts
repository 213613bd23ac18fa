/** What came of one test in the extension host. */
export interface TestResult {
  /** Of its suites and itself. */
  titles: string[];
  /** The stack of what it threw. */
  error?: string;
  milliseconds: number;
}

/** To the bridge: a test ended, or something is to be done in the browser. */
export type ToBridge = { result: TestResult } | { action: string; parameters: unknown[] };

export type FromBridge = { value?: unknown } | { failed: string };

/** In the environment variable GLASSBOOK_WORKBENCH, as JSON. */
export interface WorkbenchSettings {
  bridge: string;
  suite: string;
}
