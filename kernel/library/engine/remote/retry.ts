/** An error that another try may mend. */
export class PassingError extends Error {
  override name = "PassingError";
  /** Milliseconds that the other side asked to wait. */
  readonly after: number | undefined;

  constructor(message: string, after?: number) {
    super(message);
    this.after = after;
  }
}

export interface RetryOptions {
  /** Tries after the first. */
  readonly retries: number;
  /** Milliseconds before the second try; doubled before each other. */
  readonly delay: number;
  readonly signal: AbortSignal | undefined;
  /** Hears of each failure that is tried again. */
  onRetry?(error: PassingError): void;
}

const longest = 30_000;

/** Runs `attempt` until it works; only after a `PassingError` it is tried again. */
export async function retry<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tried = 0; ; tried++) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof PassingError) || tried >= options.retries) throw error;
      options.onRetry?.(error);
      await pause(error.after ?? Math.min(longest, options.delay * 2 ** tried), options.signal);
    }
  }
}

/** @throws the signal's reason where it is aborted first. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
