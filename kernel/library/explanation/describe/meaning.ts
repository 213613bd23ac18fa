import type { ExplanationFields } from "../Explanation.ts";
import { type Meaning, unknownMeaning } from "../Meaning.ts";

/** What is known of an explanation's values; of one that does not say, that nothing is. */
export const meaningOf = ({ about, method }: Pick<ExplanationFields, "about" | "method">): Meaning => ({
  ...unknownMeaning(method),
  ...about,
});
