import type { About } from "../call/about.ts";
import {
  AttentionMethod,
  attentionRules,
  identity,
  meanOverQueries,
  overHeads,
  product,
  type Scores,
} from "./AttentionMethod.ts";

/**
 * From where each token has its content, followed through all blocks: the product of the blocks' attention, half of each
 * being the residual connection. The mean over the tokens of the last block, which the model averages too. The same for
 * every class: what was looked at, not what spoke for an answer.
 *
 * Values: `[n, height, width, 1]` of the input, or of the patches with `upsample: "none"`; they sum to 1 over the patches.
 * Cost: two predictions per input.
 *
 * Abnar, Zuidema 2020, "Quantifying Attention Flow in Transformers", equation 1.
 *
 * @example
 * const map = await new AttentionRollout(patchTransformer({ seed: 42 })).attribute(image);
 */
export class AttentionRollout extends AttentionMethod {
  static readonly about: About = {
    name: "AttentionRollout",
    label: "Attention Rollout",
    family: "attention",
    role: "attention",
    signed: false,
    extent: "place",
    explains: ["image"],
    needs: {},
    options: attentionRules,
  };

  protected readonly needsGradient = false;

  protected tokens(blocks: readonly Scores[], heads: number, tokens: number): Float64Array {
    const residual = identity(tokens);
    const result = blocks.reduce((rolled, { values }) => {
      const mixed = overHeads(heads, tokens, (i) => values[i]).map((each, i) => (each + residual[i]) / 2);
      return product(mixed, rolled, tokens);
    }, residual);
    return meanOverQueries(result, tokens);
  }
}
