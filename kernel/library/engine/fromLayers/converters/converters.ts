import type { Converter } from "../LayerContext.ts";
import { activationConverters } from "./activation.ts";
import { attentionConverters } from "./attention.ts";
import { convolutionConverters } from "./convolution.ts";
import { denseConverters } from "./dense.ts";
import { mergeConverters } from "./merge.ts";
import { normalizationConverters } from "./normalization.ts";
import { poolingConverters } from "./pooling.ts";
import { recurrentConverters } from "./recurrent.ts";
import { shapeConverters } from "./shape.ts";

/** By the class name that tfjs gives a layer. */
export const converters: Readonly<Record<string, Converter>> = {
  ...activationConverters,
  ...attentionConverters,
  ...convolutionConverters,
  ...denseConverters,
  ...mergeConverters,
  ...normalizationConverters,
  ...poolingConverters,
  ...recurrentConverters,
  ...shapeConverters,
};
