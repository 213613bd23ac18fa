import type { About } from "../call/about.ts";
import { AttentionMethod, attentionRules, type Scores } from "./AttentionMethod.ts";
import { type Heads, joinHeads } from "./heads.ts";
import { identity, product } from "./matrices.ts";
import type { TokenLayout } from "./patches.ts";

/**
 * From where each token has its content, followed through all blocks: the product of the blocks' attention, half of each
 * being the residual connection. The class token's row, without the columns of class and register tokens; without a class
 * token the mean over the patches. The same for every class: what was looked at, not what spoke for an answer.
 *
 * Values: `[n, height, width, 1]` of the input, or of the patches with `upsample: "none"`; they sum to 1 over the patches,
 * less what class and register tokens have.
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

  protected rolled(blocks: readonly Scores[], { heads, tokens }: TokenLayout, how: Heads): Float64Array {
    const residual = identity(tokens);
    return blocks.reduce((rolled, { values }) => {
      const mixed = joinHeads(how, heads, tokens, (i) => values[i]).map((each, i) => (each + residual[i]) / 2);
      return product(mixed, rolled, tokens);
    }, residual);
  }
}
