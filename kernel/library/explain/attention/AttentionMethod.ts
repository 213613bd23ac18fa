import type { Explanation } from "../../explanation/Explanation.ts";
import type { Upsample } from "../../math/upsample.ts";
import { upsample } from "../../math/upsample.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { ownInput, pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureOf, sizeLike } from "../call/pictureOf.ts";
import { logitRules, plain, type Rules, targetRules, upsampleRule } from "../call/rules.ts";
import { type Heads, headsRule } from "./heads.ts";
import { patchesOf, type TokenLayout } from "./patches.ts";
import { scoresIn } from "./scores.ts";

/** Whose attention the map is: the class token's, or the mean of all patches'. */
export type From = "classToken" | "patches";

export interface AttentionOptions extends AttributeOptions {
  /** The attention weights to follow, first block first (default: every softmax over `[heads, tokens, tokens]`). */
  layers?: readonly string[];
  /** How the map of the patches is brought to the input's height and width (default `"nearest"`; `"none"`: as it is). */
  upsample?: Upsample;
  /** How heads are joined: `"mean"` (default), `"max"`, `"min"`, or the number of one of them, counted from 0. */
  heads?: Heads;
  /**
   * Whose attention is mapped: `"classToken"`, the first token (default where there are tokens beside the patches), or the
   * mean over the `"patches"` (default where there are none; right too for a model that averages its patches at the end).
   */
  from?: From;
  /** Rows and columns of patches, where no operator of the model says them. */
  patches?: readonly [rows: number, columns: number];
}

/** The attention of one block for one pair: `[heads, tokens, tokens]`, rows are queries. */
export interface Scores {
  readonly values: Float32Array;
  readonly gradient: Float32Array | undefined;
}

export const attentionRules = {
  ...logitRules,
  ...targetRules,
  ...upsampleRule("nearest"),
  layers: plain("list"),
  heads: headsRule,
  from: { kind: "choice", choices: ["classToken", "patches"] },
  patches: plain("list"),
} as const satisfies Rules;

/** What the explanations by attention have in common: a value for each token, drawn as a map of patches. */
export abstract class AttentionMethod extends Method<AttentionOptions> {
  protected abstract readonly needsGradient: boolean;
  /** What each token has from each other, `[tokens, tokens]`, for one pair; blocks in order. */
  protected abstract rolled(blocks: readonly Scores[], layout: TokenLayout, heads: Heads): Float64Array;

  /**
   * Values are one for each place, `[n, height, width, 1]`: each patch's over its pixels. Class and register tokens are no
   * places: what they have stays out. Cost: two forward passes per input, or one forward and one backward pass where the
   * method follows gradients.
   *
   * @param inputs pictures, float32, as the model takes them.
   * @throws UnsupportedLayerError for a model without attention weights, or whose tokens are no grid of patches;
   * ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: AttentionOptions = {}): Promise<Explanation> {
    const [explanation] = await this.mapped(inputs, options, (blocks, layout, { heads, layers }) => [
      { matrix: this.rolled(blocks, layout, heads), layers, heads },
    ]);
    return explanation;
  }

  /** Maps of what `each` makes of the attention of all blocks: an explanation for each. */
  protected async mapped(
    inputs: Inputs,
    options: AttentionOptions,
    each: (blocks: readonly Scores[], layout: TokenLayout, asked: Followed) => readonly Rolled[],
  ): Promise<Explanation[]> {
    const settings = this.settle(options, attentionRules);
    const call = await this.begin(inputs, settings, { asksInputs: this.needsGradient });
    const { upsample: mode, heads, layers = scoresIn(call.runner) } = settings;
    const picture = pictureOf(call);
    const found: { readonly rolled: Rolled; readonly maps: Float32Array[] }[] = [];
    let grid: readonly [number, number] = [0, 0];
    let from: From | undefined;
    const take = (first: number, rows: number, heard: ReadonlyMap<string, Heard>) => {
      const layout = patchesOf(
        layers.map((name) => ({ name, shape: heard.get(name)?.shape ?? [] })),
        call.runner.attention,
        settings.patches,
      );
      grid = layout.grid;
      from = settings.from ?? (layout.tokens > grid[0] * grid[1] ? "classToken" : "patches");
      for (let row = 0; row < rows; row++) {
        const blocks = layers.map((name): Scores => {
          const { activation, gradient } = heard.get(name) as Heard;
          const one = activation.length / rows;
          const of = (array: Float32Array) => array.subarray(row * one, (row + 1) * one);
          return { values: of(activation), gradient: gradient && of(gradient) };
        });
        const size = mode === "none" ? undefined : sizeLike(picture, grid);
        for (const [i, rolled] of each(blocks, layout, { layers, heads }).entries()) {
          const map = ofPatches(rolled.matrix, layout, from);
          found[i] ??= { rolled, maps: [] };
          found[i].maps[first + row] = size && mode !== "none" ? upsample(map, grid, size, mode) : map;
        }
      }
    };
    if (this.needsGradient) {
      await call.ownGradients((start, rows, pass) => take(start, rows, pass.layers), { layers, onlyLayers: true });
    } else {
      await call.predict(
        pairCount(call),
        ownInput(call),
        (start, rows, pass) => take(start, rows, pass.layers),
        layers,
      );
    }
    const size = (mode === "none" ? undefined : sizeLike(picture, grid)) ?? grid;
    return found.map(({ rolled, maps }) => {
      const values = new Float32Array(maps.length * size[0] * size[1]);
      for (const [pair, map] of maps.entries()) values.set(map, pair * map.length);
      return call.explanation({
        ...picture.finding,
        values,
        shape: [...call.targets.leading, call.rows.count, ...size, 1],
        options: { layers: [...rolled.layers], upsample: mode, heads: rolled.heads, ...(from && { from }) },
      });
    });
  }
}

/** What a call follows. */
export interface Followed {
  readonly layers: readonly string[];
  readonly heads: Heads;
}

/** What each token has from each other, and of which blocks and heads. */
export interface Rolled extends Followed {
  /** `[tokens, tokens]`. */
  readonly matrix: Float64Array;
}

interface Heard {
  readonly shape: readonly number[];
  readonly activation: Float32Array;
  readonly gradient?: Float32Array;
}

/** What the patches give to the class token, the first of all; or to the patches, their mean. */
function ofPatches(matrix: Float64Array, { tokens, before, grid }: TokenLayout, from: From): Float32Array {
  const patches = grid[0] * grid[1];
  const queries = from === "classToken" ? [0] : Array.from({ length: patches }, (_, i) => before + i);
  return Float32Array.from({ length: patches }, (_, patch) => {
    let sum = 0;
    for (const query of queries) sum += matrix[query * tokens + before + patch];
    return sum / queries.length;
  });
}
