import type { InputKind } from "../signature/Signature.ts";
import type { MethodName } from "./methods.ts";

/** Shapley values: all coalitions of up to ten parts, a sample of more. */
const shapley = "Shapley values";

/** A kind of input; pictures that are no drawings and measure 32 × 32 or more are photographs. */
export type ChosenKind = InputKind | "photograph";

/** Methods that `explain` chooses for a kind of input, and why. */
export interface Choice {
  readonly kinds: readonly ChosenKind[];
  readonly methods: readonly (MethodName | typeof shapley)[];
  readonly why: string;
}

/** The one table of what `explain` chooses; docs/perturbation.md prints it. */
export const choices: readonly Choice[] = [
  {
    kinds: ["photograph"],
    methods: ["GradCam", shapley],
    why: "where the last feature map speaks for the answer, and what each of about 50 superpixels adds to a blurred picture",
  },
  {
    kinds: ["image", "volume", "series"],
    methods: ["IntegratedGradients", "DeepLift", shapley, "Lime", "FeatureAblation"],
    why: "two that follow gradients, three that hide parts: neighbors go together",
  },
  {
    kinds: ["table", "values"],
    methods: ["IntegratedGradients", shapley, "Lime", "FeatureAblation"],
    why: "numbers have no neighbors; LIME only where what is hidden has one value, not a background",
  },
  {
    kinds: ["tokens"],
    methods: [shapley, "Lime", "FeatureAblation"],
    why: "the numbers of tokens have no gradient",
  },
];

/** What is known of the case when methods are chosen. */
export interface Case {
  readonly kind: ChosenKind;
  /** Whether the numbers lie on several axes: then values are taken as neighbors, as a picture's. */
  readonly axes: number;
  readonly segments: number;
  /** Whether there is a sample of rows to take absent values from. */
  readonly hasBackground: boolean;
}

/** Of values with neighbors. */
const neighbors = choices[1];

export function chosenFor({ kind, axes, segments, hasBackground }: Case): MethodName[] {
  const looked = kind === "values" && axes >= 2 ? "image" : kind;
  const { methods } = choices.find(({ kinds }) => kinds.includes(looked)) ?? neighbors;
  return methods
    .filter((name) => name !== "Lime" || methods === neighbors.methods || !hasBackground)
    .map((name) => (name === shapley ? (segments <= 10 ? "ShapleyValues" : "KernelShap") : name));
}
