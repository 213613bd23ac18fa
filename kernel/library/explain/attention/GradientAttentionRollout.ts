import type { About } from "../call/about.ts";
import { AttentionMethod, attentionRules, type Scores } from "./AttentionMethod.ts";
import { type Heads, joinHeads } from "./heads.ts";
import { identity, product } from "./matrices.ts";
import type { TokenLayout } from "./patches.ts";

/**
 * Rollout that asks for a class: each attention weight counts with its gradient, as far as that is positive, the mean over
 * heads; what a block adds is added to what came before, R ← R + (∇A ⊙ A)⁺ R. The class token's row of R, or the mean
 * over the patches where there is no such token.
 *
 * Values: `[n, height, width, 1]` of the input, or of the patches with `upsample: "none"`, at least 0, without the
 * identity that rollout begins with. Cost: one forward and one backward pass per input and target; one prediction
 * more per input where the predicted class is explained.
 *
 * Chefer, Gur, Wolf 2021, "Generic Attention-model Explainability", equations 5 and 6.
 *
 * @example
 * const map = await new GradientAttentionRollout(patchTransformer({ seed: 42 })).attribute(image, { target: 7 });
 */
export class GradientAttentionRollout extends AttentionMethod {
  static readonly about: About = {
    name: "GradientAttentionRollout",
    label: "Gradient Attention Rollout",
    family: "attention",
    role: "localization",
    signed: false,
    extent: "place",
    explains: ["image"],
    needs: { gradients: true },
    options: attentionRules,
  };

  protected readonly needsGradient = true;

  protected rolled(blocks: readonly Scores[], { heads, tokens }: TokenLayout, how: Heads): Float64Array {
    const start = identity(tokens);
    const result = blocks.reduce((rolled, { values, gradient = values }) => {
      const counted = joinHeads(how, heads, tokens, (i) => Math.max(values[i] * gradient[i], 0));
      const added = product(counted, rolled, tokens);
      return rolled.map((each, i) => each + added[i]);
    }, start);
    return result.map((each, i) => each - start[i]);
  }
}
