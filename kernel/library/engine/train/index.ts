export { huberDelta, isOfNumbers, type LossName, lossNames, type Objective } from "./losses.ts";
export { OnnxTrainer, type OnnxTrainerOptions } from "./OnnxTrainer.ts";
export type { Optimizer } from "./optimizers.ts";
export type { Trainee } from "./stepGraph.ts";
export { type TrainerForOptions, trainerFor } from "./trainerFor.ts";
