export { channelsDense } from "./channelsDense.ts";
export { convolutionPool, convolutionPoolApart, type TakenApart, together } from "./convolutionPool.ts";
export { firstConvolution } from "./firstConvolution.ts";
