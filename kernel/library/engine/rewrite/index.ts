export { channelsDense } from "./channelsDense.ts";
export { convolutionPool } from "./convolutionPool.ts";
export { firstConvolution } from "./firstConvolution.ts";
