export { exportOnnx } from "./exportOnnx.ts";
export { type LoadOnnxOptions, loadOnnx, OnnxModel } from "./OnnxModel.ts";
export type * from "./runner.ts";
export { type RunnerForOptions, runnerFor } from "./runnerFor.ts";
