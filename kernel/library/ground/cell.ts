/** A Jupyter MIME bundle: media type → data (a string, base64 for binary types, or JSON). */
export type MimeBundle = Record<string, unknown>;

/** How an output is shown again in place: Jupyter's `display_id`, and whether this call updates an earlier one. */
export interface DisplayOptions {
  display_id?: string;
  update?: boolean;
}

/** What the cell that is running offers to the library: its interruption, and a place to show things. */
export interface Cell {
  /** Aborted when the user interrupts the cell. */
  readonly signal: AbortSignal;
  /** Shows a bundle as an output of the cell. */
  display(bundle: MimeBundle, options?: DisplayOptions): void;
  /** Tells the notebook's runner how far a long task is, from 0 to 1 (a progress bar in the terminal or the editor). */
  progress(fraction: number, message: string): void;
}

/** The kernel puts the running cell here; the library reads it. Neither imports the other. */
export const cellKey: unique symbol = Symbol.for("glassbook.cell") as never;

const nowhere: Cell = { signal: new AbortController().signal, display: () => {}, progress: () => {} };

/**
 * The cell that is running, or, outside a notebook (a plain Node script), one that shows nothing and is never interrupted.
 *
 * @example
 * for (const step of steps) { currentCell().signal.throwIfAborted(); await step(); }
 */
export function currentCell(): Cell {
  const offered = (globalThis as { [cellKey]?: () => Cell | undefined })[cellKey];
  return offered?.() ?? nowhere;
}
