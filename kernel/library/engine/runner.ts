import type { Axis } from "../signature/axes.ts";
import type { OutputSpec, Signature } from "../signature/Signature.ts";
import type { TokenPlaces } from "./attention/TokenPlaces.ts";
import type { Detection } from "./detector/Detection.ts";
import type { Port } from "./ports.ts";

/** What is explained: the number before a final softmax (or sigmoid), or the probability after it. */
export type Output = "logit" | "probability";

/** Which engine ran a model: a compiled ONNX graph, the session's tfjs, or a function of the user's own. */
export type EngineName = "onnx" | "tfjs" | "function";

/** Which engine to use; `auto` takes the compiled one where the model compiles and says so where it does not. */
export type EngineChoice = "auto" | "onnx" | "tfjs";

/** Rows of model inputs, row-major, without copies: `values.length === count * product(inputShape)`. */
export interface Batch {
  readonly values: Float32Array;
  readonly count: number;
  /** Which example each row was made of, −1 for none: read where examples have inputs of their own that are held still. */
  readonly examples?: Int32Array | undefined;
}

export interface PredictOptions {
  output: Output;
  signal?: AbortSignal | undefined;
  /** Layers (tfjs) or values (ONNX) whose activations are wanted too. */
  layers?: readonly string[] | undefined;
}

/** A sum of some of a model's outputs, each with the same weight: 1 for the sum itself, 1 / n for the mean of n. */
export interface OutputSum {
  readonly places: Int32Array;
  readonly weight: number;
}

export interface GradientOptions extends PredictOptions {
  /**
   * The output column whose gradient is taken, one per row; with `neuronsOf`, the place in that layer's activation; with
   * `sums`, which of them.
   */
  targets: Int32Array;
  /** Sums of outputs, of which `targets` name one for each row, in place of single outputs. */
  sums?: readonly OutputSum[] | undefined;
  /** The layer whose neurons `targets` count (row-major), in place of the model's outputs. */
  neuronsOf?: string | undefined;
  /** Whether only the layers' gradients are wanted: `input` may be empty then. */
  onlyLayers?: boolean | undefined;
  /** Another way backwards than the derivative's. */
  rules?: BackwardRules | undefined;
  /** A class activation map that is wanted of a layer: its maps and gradients themselves stay in the engine. */
  cam?: CamQuestion | undefined;
}

/** How a class activation map weights a layer's activations; the equations are told at `GradCam`, `HiResCam`, … */
export type CamKind = "gradCam" | "gradCamPlusPlus" | "xGradCam" | "hiResCam" | "layerCam";

export interface CamQuestion {
  readonly layer: string;
  readonly kind: CamKind;
}

/**
 * A class activation map at its layer's own size, `[count, height, width]`, of a volume `[count, depth, height, width]`; what
 * speaks against is in it.
 */
export interface CamAnswer {
  readonly size: readonly number[];
  readonly map: Float32Array;
}

/**
 * How the answer passes backwards in place of the derivative. What arrives at a value is always its multiplier: what is
 * attributed to it, divided by it (LRP) or by its difference from the reference (DeepLIFT).
 */
export type BackwardRules =
  /** At a ReLU only what is positive passes, where the input was positive (`guidedBackprop`) or anywhere (`deconvolution`). */
  | { readonly kind: "guidedBackprop" | "deconvolution" }
  /** DeepLIFT's rescale and max-pool rules; `references` has a row for each row of the batch. */
  | { readonly kind: "deepLift"; readonly references: Float32Array }
  /** A rule for the layers with weights, and others for single ones by name. */
  | {
      readonly kind: "lrp";
      readonly rule: RelevanceRule;
      readonly layers?: Readonly<Record<string, RelevanceRule>> | undefined;
    };

/** A rule of layer-wise relevance propagation. */
export type RelevanceRule =
  /** Divides by z + ε·sign(z). */
  | { readonly rule: "epsilon"; readonly epsilon: number }
  /** With weights w + γ·w⁺, the bias as it is. */
  | { readonly rule: "gamma"; readonly gamma: number }
  /** Positive contributions only, the bias as it is. */
  | { readonly rule: "zPlus" }
  /** α × the positive contributions − β × the negative ones, the bias among them. */
  | { readonly rule: "alphaBeta"; readonly alpha: number; readonly beta: number };

/** One inner layer in a pass; `gradient` only after `gradients`. Row-major `[count, ...shape]`. */
export interface LayerPass {
  /** Without the batch dimension. */
  readonly shape: readonly number[];
  /** What each of its axes is; left out where the engine does not say it. */
  readonly axes?: readonly Axis[] | undefined;
  readonly activation: Float32Array;
  readonly gradient?: Float32Array;
}

/** What is known of an inner layer before a run. */
export interface LayerFact {
  readonly name: string;
  /** Of one example, null for a size that is open; undefined where only a run tells it. */
  readonly shape: readonly (number | null)[] | undefined;
  /** What each axis is: said by the operators that fix it, carried forwards and backwards through the others. */
  readonly axes: readonly Axis[];
  /** Whether it only pools, drops out or moves what another layer made. */
  readonly passesOn: boolean;
  /** Whether it is the answer itself, or what the answer's activation is of. */
  readonly isAnswer: boolean;
}

export interface Prediction {
  /** `[count, outputSize]`. */
  readonly outputs: Float32Array;
  readonly layers: ReadonlyMap<string, LayerPass>;
}

export interface Gradients extends Prediction {
  /** ∂ output[target] / ∂ input, `[count, ...inputShape]`. */
  readonly input: Float32Array;
  /** Where `cam` was asked for. */
  readonly cam?: CamAnswer | undefined;
}

/**
 * A model that is ready to run, whatever runs it. Typed arrays in, typed arrays out: no tensor leaves.
 * The runner chooses the size of its inner batches; callers hand over all rows at once unless memory forbids it.
 */
export interface Runner {
  readonly engine: EngineName;
  /** What the model takes and answers, as far as it is known. */
  readonly signature: Signature;
  /** The one of `signature.outputs` that this runner answers. */
  readonly outputSpec: OutputSpec;
  /** Why `engine` is not the compiled one, in a sentence; undefined where it is. */
  readonly reason?: string | undefined;
  /** Without the batch dimension; of a model of several inputs `[total]`: they lie one after the other in a row. */
  readonly inputShape: readonly number[];
  /** Of a model of several inputs: where each lies in a row; undefined for a model of one. */
  readonly ports?: readonly Port[] | undefined;
  /** Of the output that is answered, without the batch dimension; undefined where only `outputSize` is known. */
  readonly outputShape?: readonly number[] | undefined;
  readonly outputSize: number;
  /** Whether there is a softmax (or sigmoid) at the end to look behind; without one both outputs are the same. */
  readonly hasLogit: boolean;
  /** The probabilities that belong to logits, without a run; the same array where the model has no logit. */
  probabilitiesOf(logits: Float32Array): Float32Array;
  /** Names of the layers (tfjs) or values (ONNX) that `layers` accepts. */
  readonly layerNames: readonly string[];
  /** Where its attention is and what its tokens are; undefined for a model without, and where nobody knows. */
  readonly attention?: TokenPlaces | undefined;
  /** What is known of the layers that lead to the answer, in the order in which they are computed. */
  layerFacts?(): readonly LayerFact[];
  predict(batch: Batch, options: PredictOptions): Promise<Prediction>;
  /** Of a model that finds boxes, as many as there are in each picture: those of each row. */
  detect?(batch: Batch, options: Pick<PredictOptions, "signal">): Promise<readonly (readonly Detection[])[]>;
  /** @throws GradientNotFoundError where an operator on the way has no gradient. */
  gradients(batch: Batch, options: GradientOptions): Promise<Gradients>;
}
