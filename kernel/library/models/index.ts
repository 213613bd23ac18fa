export type { LearningRateSchedule } from "../engine/learningRate.ts";
export type { AnswerFunction, FunctionModel, Model } from "../engine/model.ts";
export type { LossFunction } from "../engine/tfjs/losses.ts";
export type { OptimizerName } from "../engine/tfjsOptimizer.ts";
export type { LossName } from "../engine/train/index.ts";
export type { CheckpointOptions } from "./checkpoint.node.ts";
export { type EvaluateOptions, evaluate } from "./evaluate.ts";
export type { Evaluation } from "./evaluation/Evaluation.ts";
export {
  type BatchLogs,
  type EpochLogs,
  type History,
  type TrainCallbacks,
  TrainingInterrupted,
  type TrainPlan,
} from "./history.ts";
export { type ImageNetModelOptions, imageNetModel } from "./imageNetModel.node.ts";
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
export { type Loss, type TrainOptions, train } from "./train.ts";
export type { EarlyStoppingOptions } from "./training/earlyStopping.ts";
export type { ClassWeight } from "./training/exampleWeights.ts";
export {
  type CosineDecayOptions,
  cosineDecay,
  type ExponentialDecayOptions,
  exponentialDecay,
  type PiecewiseConstantDecayOptions,
  piecewiseConstantDecay,
} from "./training/learningRates.ts";
export type { ValidationMetric } from "./training/validationMetrics.ts";
export type { TrainingData } from "./trainingData.ts";
export { type Mistake, worstMistakes } from "./worstMistakes.ts";
