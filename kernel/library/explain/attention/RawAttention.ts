import type { Explanation } from "../../explanation/Explanation.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import type { About } from "../call/about.ts";
import { AttentionMethod, type AttentionOptions, attentionRules, type Scores } from "./AttentionMethod.ts";
import { type Heads, joinHeads } from "./heads.ts";
import type { TokenLayout } from "./patches.ts";

/**
 * What the class token looks at in the last attention: its weights, the mean over heads; without a class token the mean
 * over all patches. The same for every class, and blind to what the blocks before have mixed: a look inside rather than an
 * explanation. `layers: [name]` and `heads: 2` show one head of one block.
 *
 * Values: `[n, height, width, 1]` of the input, or of the patches with `upsample: "none"`; they sum to 1 over the patches,
 * less what class and register tokens have.
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

  /**
   * Each head of each block by itself: block by block, and of a block head by head. Cost: two predictions per input.
   *
   * @param options as those of `attribute`, but for `heads`.
   * @throws as `attribute`.
   * @example
   * const each = await new RawAttention(model).byHead(image);
   * const heads = each.length / new Set(each.map(({ options }) => String(options.layers))).size;
   * heatmap(each, { columns: heads, titles: each.map((_, i) => `block ${Math.floor(i / heads)}, head ${i % heads}`) });
   */
  byHead(inputs: Inputs, options: Omit<AttentionOptions, "heads"> = {}): Promise<Explanation[]> {
    return this.mapped(inputs, options, (blocks, { heads, tokens }, { layers }) =>
      blocks.flatMap(({ values }, block) =>
        Array.from({ length: heads }, (_, head) => ({
          matrix: joinHeads(head, heads, tokens, (i) => values[i]),
          layers: [layers[block]],
          heads: head,
        })),
      ),
    );
  }

  protected rolled(blocks: readonly Scores[], { heads, tokens }: TokenLayout, how: Heads): Float64Array {
    const values = blocks.at(-1)?.values ?? new Float32Array();
    return joinHeads(how, heads, tokens, (i) => values[i]);
  }
}
