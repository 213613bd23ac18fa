/** Where a model's attention is, and what its tokens are. */
export interface TokenPlaces {
  /** Values that hold attention weights, of each row `[heads, tokens, tokens]`, in the order they are computed. */
  readonly scores: readonly string[];
  /** Rows and columns of patches, where the operator that cuts the picture into patches says them. */
  readonly grid?: readonly [rows: number, columns: number] | undefined;
  /** How many tokens stand before the first patch (class and register tokens), where operators say it. */
  readonly before?: number | undefined;
}
