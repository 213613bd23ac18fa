export type * from "./runner.ts";
export { type RunnerForOptions, runnerFor } from "./runnerFor.ts";
