export type { AnswerFunction, FunctionModel, Model } from "../engine/model.ts";
export type { OptimizerName } from "../engine/tfjsOptimizer.ts";
export type { CheckpointOptions } from "./checkpoint.node.ts";
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.ts";
export {
  type BatchLogs,
  type EpochLogs,
  type History,
  type TrainCallbacks,
  TrainingInterrupted,
  type TrainPlan,
} from "./history.ts";
export type { LinearModelFit } from "./linear/linearModel.ts";
export { type LinearRegressionFit, type LinearRegressionOptions, linearRegression } from "./linear/linearRegression.ts";
export {
  type LogisticRegressionFit,
  type LogisticRegressionOptions,
  logisticRegression,
} from "./linear/logisticRegression.ts";
export { MultiHeadAttention, type MultiHeadAttentionArgs, multiHeadAttention } from "./MultiHeadAttention.ts";
export { mnistCnn } from "./mnistCnn.ts";
export { mnistGapCnn } from "./mnistGapCnn.ts";
export { PositionEmbedding } from "./PositionEmbedding.ts";
export { type PatchTransformerOptions, patchTransformer } from "./patchTransformer.ts";
export { loadModel, saveModel } from "./saveModel.node.ts";
export { type TrainOptions, train } from "./train.ts";
export type { TrainingData } from "./trainingData.ts";
export { type Mistake, worstMistakes } from "./worstMistakes.ts";
