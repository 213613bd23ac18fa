import type { OutputSpec, Signature } from "./Signature.ts";
import { unknownOutput } from "./unknown.ts";

/** The output called `name`, or the first; of a model without one, an unknown. */
export const theOutput = ({ outputs }: Signature, name?: string): OutputSpec =>
  outputs.find((output) => output.name === name) ?? outputs[0] ?? unknownOutput("output", []);
