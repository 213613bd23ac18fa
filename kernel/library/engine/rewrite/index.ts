export { convolutionPool } from "./convolutionPool.ts";
