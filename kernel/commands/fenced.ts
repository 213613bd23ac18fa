import * as errors from "../library/ground/errors.ts";
import type { StepProgress } from "./stepProgress.ts";
import { UsageError } from "./usage.ts";

/** Runs a command. What the library says is for the person who gave the file or the option: a line, and no stack. */
export async function fenced<T>(progress: StepProgress, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    progress.end();
    const known = Object.values(errors).some((type) => error instanceof type);
    throw known ? new UsageError((error as Error).message) : error;
  }
}
