export { type Cell, currentCell } from "../ground/cell.ts";
export type { Answers } from "./answers.ts";
export { type ArrayBatch, type ArrayModelOptions, arrayModel, type RunnableModel } from "./arrayModel.ts";
export { exportOnnx } from "./exportOnnx.ts";
export { type LoadOnnxOptions, loadOnnx, OnnxModel } from "./OnnxModel.ts";
export { type RemoteCost, type RemoteModel, type RemoteModelOptions, remoteModel } from "./remote/remoteModel.ts";
export type * from "./runner.ts";
export { type RunnerForOptions, runnerFor } from "./runnerFor.ts";
