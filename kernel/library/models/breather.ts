/**
 * Lets the process hear of other things (an interruption, a message) during long work: `await breathe()` often; it
 * gives way at most every 20 ms, so that it costs next to nothing.
 */
export function breather(everyMs = 20): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < everyMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}
