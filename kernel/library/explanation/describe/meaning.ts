import { methodName } from "../../text/words.ts";
import type { Meaning, Role } from "../about.ts";
import type { ExplanationFields } from "../Explanation.ts";

/** What is known of an explanation's values; of one that does not say, that nothing is. */
export interface Known extends Omit<Meaning, "role"> {
  readonly role: Role | "unknown";
}

export const meaningOf = ({ about, method, values, inputs, coefficients }: ExplanationFields): Known =>
  about ?? {
    label: methodName(method),
    family: "other",
    role: "unknown",
    signed: values.some((value) => value < 0),
    extent: coefficients ? "part" : values.length % Math.max(1, inputs.length) === 0 ? "input" : "unit",
  };
