export type { OptimizerName } from "../engine/tfjsOptimizer.ts";
export type { CheckpointOptions } from "./checkpoint.node.ts";
export {
  type BatchLogs,
  type EpochLogs,
  type History,
  type TrainCallbacks,
  TrainingInterrupted,
  type TrainPlan,
} from "./history.ts";
export { mnistCnn } from "./mnistCnn.ts";
export { type TrainOptions, train } from "./train.ts";
export type { TrainingData } from "./trainingData.ts";
