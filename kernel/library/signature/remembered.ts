import type { Signature } from "./Signature.ts";
import type { SignatureOptions } from "./SignatureOptions.ts";
import { withOptions } from "./withOptions.ts";
import type { HowItGives } from "./withOutputHint.ts";

/** Who knows something of a model: its user, or its training or file. What the user says goes before the rest. */
export type Source = "user" | "learned";

const remembered: Readonly<Record<Source, WeakMap<object, SignatureOptions>>> = {
  user: new WeakMap(),
  learned: new WeakMap(),
};

/** What is tried whether it fits, before it is kept. */
export type Trial = Readonly<Partial<Record<Source, SignatureOptions>>>;

/** Keeps what is known of a model for as long as the model lives; what the same source knew before stays where it is not given again. */
export function remember(model: object, options: SignatureOptions, source: Source): void {
  const known = Object.entries(options).filter(([, value]) => value !== undefined);
  remembered[source].set(model, { ...remembered[source].get(model), ...Object.fromEntries(known) });
}

/** Hands what is known of a model on to its copy. */
export function rememberAlso(copy: object, model: object): void {
  for (const source of ["learned", "user"] as const) {
    const known = remembered[source].get(model);
    if (known) remembered[source].set(copy, known);
  }
}

/** What each source knows of a model: another object once it knows something else. */
export const knownOf = (model: object): readonly (SignatureOptions | undefined)[] => [
  remembered.learned.get(model),
  remembered.user.get(model),
];

/** What a model says of itself, with what was learned of it, and with what its user says. */
export function withRemembered(read: Signature, model: object, how: HowItGives, trial: Trial = {}): Signature {
  const learned = withOptions(read, { ...remembered.learned.get(model), ...trial.learned }, how);
  return withOptions(learned, { ...remembered.user.get(model), ...trial.user }, how);
}
