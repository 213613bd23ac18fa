export { Explanation, type ExplanationFields } from "./Explanation.ts";
