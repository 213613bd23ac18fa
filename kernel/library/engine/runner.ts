/** What is explained: the number before a final softmax (or sigmoid), or the probability after it. */
export type Output = "logit" | "probability";

/** Which engine ran a model: a compiled ONNX graph, or the session's tfjs. */
export type EngineName = "onnx" | "tfjs";

/** Which engine to use; `auto` takes the compiled one where the model compiles and says so where it does not. */
export type EngineChoice = "auto" | EngineName;

/** Rows of model inputs, row-major, without copies: `values.length === count * product(inputShape)`. */
export interface Batch {
  readonly values: Float32Array;
  readonly count: number;
}

export interface PredictOptions {
  output: Output;
  signal?: AbortSignal | undefined;
  /** Layers (tfjs) or values (ONNX) whose activations are wanted too. */
  layers?: readonly string[] | undefined;
}

export interface GradientOptions extends PredictOptions {
  /** The output column whose gradient is taken, one per row. */
  targets: Int32Array;
}

/** One inner layer in a pass; `gradient` only after `gradients`. Row-major `[count, ...shape]`. */
export interface LayerPass {
  /** Without the batch dimension. */
  readonly shape: readonly number[];
  readonly activation: Float32Array;
  readonly gradient?: Float32Array;
}

export interface Prediction {
  /** `[count, outputSize]`. */
  readonly outputs: Float32Array;
  readonly layers: ReadonlyMap<string, LayerPass>;
}

export interface Gradients extends Prediction {
  /** ∂ output[target] / ∂ input, `[count, ...inputShape]`. */
  readonly input: Float32Array;
}

/**
 * A model that is ready to run, whatever runs it. Typed arrays in, typed arrays out: no tensor leaves.
 * The runner chooses the size of its inner batches; callers hand over all rows at once unless memory forbids it.
 */
export interface Runner {
  readonly engine: EngineName;
  /** Why `engine` is not the compiled one, in a sentence; undefined where it is. */
  readonly reason?: string;
  /** Without the batch dimension. */
  readonly inputShape: readonly number[];
  readonly outputSize: number;
  /** Whether there is a softmax (or sigmoid) at the end to look behind; without one both outputs are the same. */
  readonly hasLogit: boolean;
  /** Names of the layers (tfjs) or values (ONNX) that `layers` accepts. */
  readonly layerNames: readonly string[];
  predict(batch: Batch, options: PredictOptions): Promise<Prediction>;
  /** @throws GradientNotFoundError where an operator on the way has no gradient. */
  gradients(batch: Batch, options: GradientOptions): Promise<Gradients>;
}
