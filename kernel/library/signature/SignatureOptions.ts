import type { Names } from "../text/checkNames.ts";
import type { InputKind, InputSpec, OutputKind, OutputSpec } from "./Signature.ts";

/** A part of a spec; of every kind by itself. */
type PartOf<Spec extends { kind: string }> = Spec extends unknown
  ? Partial<Omit<Spec, "kind" | "name">> & { readonly kind?: Spec["kind"] }
  : never;

/** What an input is: a kind, or what is known of it. What is left out stays as the model says. */
export type InputHint = InputKind | PartOf<InputSpec>;

/** What an output is: a kind, or what is known of it. What is left out stays as the model says. */
export type OutputHint = OutputKind | PartOf<OutputSpec>;

/** One hint for a model of one, a list in the model's order, or one for each by name. */
export type HintsOf<Hint> = Hint | readonly Hint[] | Readonly<Record<string, Hint>>;

/** What is known of a model beyond what it says itself. */
export interface SignatureOptions {
  /**
   * Names of the classes by index, as many as the model tells apart; of one unit the names of 0 and 1. A vector of
   * which the model says nothing becomes classes by it: logits of a network, probabilities of a function.
   */
  readonly classNames?: readonly string[] | undefined;
  /** `{ kind: "image", layout: "channelsFirst" }`, `"tokens"`, … */
  readonly inputs?: HintsOf<InputHint> | undefined;
  /** `{ kind: "number", targetName: "price", unit: "€" }`, `"binary"`, … */
  readonly outputs?: HintsOf<OutputHint> | undefined;
}

export const signatureNames = {
  classNames: true,
  inputs: true,
  outputs: true,
} as const satisfies Names<SignatureOptions>;
