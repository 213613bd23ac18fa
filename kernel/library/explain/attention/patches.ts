import type { TokenPlaces } from "../../engine/attention/TokenPlaces.ts";
import { OptionError, UnsupportedLayerError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

/** What the tokens of an attention are. */
export interface TokenLayout {
  readonly heads: number;
  readonly tokens: number;
  /** Tokens before the first patch. */
  readonly before: number;
  /** Rows and columns of patches. */
  readonly grid: readonly [rows: number, columns: number];
}

/**
 * Which tokens are patches, and how these lie: as the model's operators say, as the caller says, or in a square where all
 * tokens make one.
 *
 * @param layers the attention weights that are followed, with their shapes.
 * @throws UnsupportedLayerError where no value is attention, or where they differ in size; OptionError where it is unknown
 * how the patches lie, or where the given rows and columns are more than the tokens.
 */
export function patchesOf(
  layers: readonly { readonly name: string; readonly shape: readonly number[] }[],
  known: TokenPlaces | undefined,
  given: readonly number[] | undefined,
): TokenLayout {
  const [first] = layers;
  const tokens = first.shape.at(-1) ?? 0;
  const heads = first.shape.length === 3 ? first.shape[0] : 1;
  for (const { name, shape } of layers) {
    const isSquare = shape.length >= 2 && shape.at(-2) === shape.at(-1);
    if (!isSquare || shape.length > 3) {
      throw new UnsupportedLayerError(
        say`${name} is [${shape.join(", ")}]: expected attention weights [heads, tokens, tokens] over all tokens of a picture`,
      );
    }
    if (shape.at(-1) !== tokens || (shape.length === 3 ? shape[0] : 1) !== heads) {
      throw new UnsupportedLayerError(
        say`${name} is [${shape.join(", ")}] and ${first.name} is [${first.shape.join(", ")}]: name layers of one size, layers: ["${first.name}"]`,
      );
    }
  }
  const grid = given ? checked(given, tokens) : (known?.grid ?? squareOf(tokens, first.name));
  const others = tokens - grid[0] * grid[1];
  const before = given || known?.grid === undefined ? others : (known.before ?? others);
  return { heads, tokens, before, grid };
}

function checked(given: readonly number[], tokens: number): readonly [number, number] {
  const [rows, columns] = given;
  const areCounts = given.length === 2 && given.every((size) => Number.isInteger(size) && size > 0);
  if (areCounts && rows * columns <= tokens) return [rows, columns];
  throw new OptionError(
    say`patches is [${given.join(", ")}]: give their rows and columns, which make at most the ${tokens} tokens`,
  );
}

function squareOf(tokens: number, layer: string): readonly [number, number] {
  const side = Math.sqrt(tokens);
  if (Number.isInteger(side) && side > 0) return [side, side];
  throw new OptionError(
    say`how the ${tokens} tokens of ${layer} lie in the picture is unknown: no convolution cuts it into patches. Give patches: [rows, columns]; tokens beyond them are taken for class and register tokens that come first`,
  );
}
