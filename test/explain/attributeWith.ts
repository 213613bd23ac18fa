import { takenBy } from "../../kernel/library/explain/call/Method.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import type { Inputs } from "../../kernel/library/signature/Inputs.ts";

/** Whatever makes explanations. */
export interface Explainer {
  attribute(inputs: Inputs, options?: object): Promise<Explanation>;
}

/** Asks a method with those of some options that it has. */
export const attributeWith = (method: Explainer, inputs: Inputs, options: object): Promise<Explanation> =>
  method.attribute(inputs, takenBy(method, options));
