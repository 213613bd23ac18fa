import { OptionError } from "../../ground/errors.ts";
import type { Signature } from "../../signature/Signature.ts";
import type { SignatureOptions } from "../../signature/SignatureOptions.ts";
import { withOptions } from "../../signature/withOptions.ts";
import type { HubFacts } from "./huggingFace.ts";

/** What the Hub's files say of a model, as options: how its only image is prepared, and its classes' names; only what fits it. */
export function hubOptions(read: Signature, { preprocess, colorOrder, classNames }: HubFacts): SignatureOptions {
  const images = read.inputs.filter(({ kind }) => kind === "image");
  const [image] = images;
  const inputs = preprocess &&
    image &&
    images.length === 1 && {
      inputs: read.inputs.map((spec) =>
        spec === image ? ({ kind: "image", preprocess, ...(colorOrder && { colorOrder }) } as const) : {},
      ),
    };
  const fits = (options: SignatureOptions) => {
    try {
      withOptions(read, options, { raw: "logits" });
      return options;
    } catch (error) {
      // Of another model than this.
      if (!(error instanceof OptionError)) throw error;
      return {};
    }
  };
  return { ...(inputs && fits(inputs)), ...(classNames && fits({ classNames })) };
}
