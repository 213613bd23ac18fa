import { methodName } from "../text/words.ts";

/** What the values of a method are. Only contributions speak of for and against. */
export type Role =
  /** Parts of the answer: Integrated Gradients, SHAP, DeepLIFT, LRP, LIME, ablation. */
  | "contribution"
  /** What a small change would do: gradients and their sizes. A signed gradient is no evidence. */
  | "sensitivity"
  /** A picture of what was passed on by changed rules, no derivative: guided backprop, deconvolution. */
  | "modifiedGradient"
  /** Where the model looked: class activation maps. */
  | "localization"
  /** A share without a sign: permutation, Sobol. */
  | "importance"
  /** How much something varies: VarGrad. */
  | "variance"
  /** A layer's own output. */
  | "activation"
  /** Where attention lies; it speaks of no class. */
  | "attention"
  /** The mean answer while a place was seen: RISE. */
  | "maskedAverage"
  /** What one map gives more than another. */
  | "difference"
  /** Nothing is known: a map put together by hand, or read from a file that does not say it. */
  | "unknown";

/** What one value stands for: an input's number, a place with all its channels, a part (segment, group), a unit of a layer. */
export type Extent = "input" | "place" | "part" | "unit";

/** What the values add up to. */
export type SumsTo = "f(x) − f(baseline)" | "f(x) − E f(background)" | "f(x)";

/** How what is left out is replaced. */
export type Removal = "baseline" | "marginal" | "conditional" | "others";

/** Methods that belong together. */
export type Family = "gradient" | "cam" | "layer" | "attention" | "perturbation" | "shap" | "lime" | "noise" | "other";

/** What a method says of the values of one call, its options taken into account. Plain JSON; an Explanation carries it. */
export interface Meaning {
  /** As people write it: `Integrated Gradients`. */
  readonly label: string;
  readonly family: Family;
  readonly role: Role;
  /** Whether values may be of both signs. */
  readonly signed: boolean;
  readonly extent: Extent;
  /** What is explained (default `"output"`): one answer of the model, or an inner neuron. */
  readonly of?: "output" | "neuron" | undefined;
  readonly sumsTo?: SumsTo | undefined;
  /** Whether the sum is right by how the values are made, and no measure of them. */
  readonly sumIsExact?: boolean | undefined;
  readonly removal?: Removal | undefined;
  /** Whether changes of the gradients as small as rounding can change the whole map. */
  readonly isChaotic?: boolean | undefined;
}

/** Of values whose method says nothing: put together by hand, or read from a file that does not say it. */
export const unknownMeaning = (method: string): Meaning => ({
  label: methodName(method),
  family: "other",
  role: "unknown",
  signed: true,
  extent: "input",
});
