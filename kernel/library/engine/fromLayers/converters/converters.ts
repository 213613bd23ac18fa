import type { Converter } from "../LayerContext.ts";
import { activationConverters } from "./activation.ts";
import { convolutionConverters } from "./convolution.ts";
import { denseConverters } from "./dense.ts";
import { mergeConverters } from "./merge.ts";
import { normalizationConverters } from "./normalization.ts";
import { poolingConverters } from "./pooling.ts";
import { shapeConverters } from "./shape.ts";

/** By the class name that tfjs gives a layer. */
export const converters: Readonly<Record<string, Converter>> = {
  ...activationConverters,
  ...convolutionConverters,
  ...denseConverters,
  ...mergeConverters,
  ...normalizationConverters,
  ...poolingConverters,
  ...shapeConverters,
};
