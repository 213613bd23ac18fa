import type { Explanation } from "../../explanation/Explanation.ts";
import { UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import { type Upsample, upsample } from "../../math/upsample.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type Call, ownInput, pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { pictureOf } from "../call/pictureOf.ts";
import { logitRules, plain, type Rules, targetRules, upsampleRule } from "../call/rules.ts";

export interface AttentionOptions extends AttributeOptions {
  /** The attention weights to follow, first block first (default: every `…/attention_scores` of the model). */
  layers?: readonly string[];
  /** How the map of the patches is brought to the input's height and width (default `"nearest"`; `"none"`: as it is). */
  upsample?: Upsample;
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
} as const satisfies Rules;

/** What the explanations by attention have in common: a value for each token, drawn as a map of patches. */
export abstract class AttentionMethod extends Method<AttentionOptions> {
  protected abstract readonly needsGradient: boolean;
  /** The value of each token for one pair; blocks in order. */
  protected abstract tokens(blocks: readonly Scores[], heads: number, tokens: number): Float64Array;

  /**
   * Values are one for each place, `[n, height, width, 1]`: each token's over its patch. Cost: two forward passes per
   * input, or one forward and one backward pass where the method follows gradients.
   *
   * @param inputs `[n, height, width, channels]`, float32, as the model takes them.
   * @throws UnsupportedLayerError for a model without attention weights, or whose tokens are no square of patches;
   * ShapeError, DataError, TargetError, OptionError.
   */
  async attribute(inputs: Inputs, options: AttentionOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, attentionRules);
    const call = await this.begin(inputs, settings, { asksInputs: this.needsGradient });
    const { upsample: mode, layers = scoresIn(call) } = settings;
    const { shape: picture, finding } = pictureOf(call);
    const [height, width] = picture;
    const maps: Float32Array[] = [];
    let side = 0;
    const take = (first: number, rows: number, heard: ReadonlyMap<string, Heard>) => {
      const [heads = 1, count = 0] = heard.get(layers[0])?.shape ?? [];
      side = sideOf(count, layers[0]);
      for (let row = 0; row < rows; row++) {
        const blocks = layers.map((name): Scores => {
          const { activation, gradient } = heard.get(name) as Heard;
          const one = activation.length / rows;
          const of = (array: Float32Array) => array.subarray(row * one, (row + 1) * one);
          return { values: of(activation), gradient: gradient && of(gradient) };
        });
        const map = Float32Array.from(this.tokens(blocks, heads, count));
        maps[first + row] = mode === "none" ? map : upsample(map, [side, side], [height, width], mode);
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
    const size = mode === "none" ? [side, side] : [height, width];
    const values = new Float32Array(maps.length * size[0] * size[1]);
    for (const [pair, map] of maps.entries()) values.set(map, pair * map.length);
    return call.explanation({
      ...finding,
      values,
      shape: [...call.targets.leading, call.rows.count, ...size, 1],
      options: { layers: [...layers], upsample: mode },
    });
  }
}

interface Heard {
  readonly shape: readonly number[];
  readonly activation: Float32Array;
  readonly gradient?: Float32Array;
}

function scoresIn({ runner }: Call): string[] {
  const names = runner.layerNames.filter((name) => name.endsWith("/attention_scores"));
  if (names.length > 0) return names;
  throw new UnsupportedLayerError(
    say`the model shows no attention weights: build it with multiHeadAttention() of glassbook/models, or name the values that hold them in layers`,
  );
}

function sideOf(tokens: number, layer: string): number {
  const side = Math.sqrt(tokens);
  if (Number.isInteger(side) && side > 0) return side;
  throw new UnsupportedLayerError(
    say`the ${tokens} tokens of ${layer} are not a square of patches, so they make no map`,
  );
}

/** Σ over heads of a term, divided by their number: `[tokens, tokens]`. */
export function overHeads(heads: number, tokens: number, term: (i: number) => number): Float64Array {
  const size = tokens * tokens;
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += term(head * size + i);
    return sum / heads;
  });
}

/** `a · b`, square matrices. */
export function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const factor = a[row * size + k];
      for (let column = 0; column < size; column++) result[row * size + column] += factor * b[k * size + column];
    }
  }
  return result;
}

/** The mean over queries: what all tokens together look at. */
export function meanOverQueries(matrix: Float64Array, tokens: number): Float64Array {
  return Float64Array.from({ length: tokens }, (_, key) => {
    let sum = 0;
    for (let query = 0; query < tokens; query++) sum += matrix[query * tokens + key];
    return sum / tokens;
  });
}

export const identity = (size: number): Float64Array =>
  Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
