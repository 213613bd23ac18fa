import type { About } from "../call/about.ts";
import { AttentionMethod, attentionRules, meanOverQueries, overHeads, type Scores } from "./AttentionMethod.ts";

/**
 * What the tokens of the last attention look at: its weights, the mean over heads and queries. The same for every class,
 * and blind to what the blocks before have mixed: a look inside rather than an explanation.
 *
 * Values: `[n, height, width, 1]` of the input, or of the patches with `upsample: "none"`; they sum to 1 over the patches.
 * Cost: two predictions per input.
 *
 * Vaswani et al. 2017, "Attention Is All You Need"; on its limits: Jain, Wallace 2019, "Attention is not Explanation".
 *
 * @example
 * const map = await new RawAttention(patchTransformer({ seed: 42 })).attribute(image);
 */
export class RawAttention extends AttentionMethod {
  static readonly about: About = {
    name: "RawAttention",
    label: "Raw Attention",
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
    const values = blocks.at(-1)?.values ?? new Float32Array();
    return meanOverQueries(
      overHeads(heads, tokens, (i) => values[i]),
      tokens,
    );
  }
}
