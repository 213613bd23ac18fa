/** Ends a loop whose cell was interrupted; nobody is told of it. */
export class LoopStopped extends Error {
  override name = "LoopStopped";
  override message = "the cell of this loop was interrupted";
}

interface Stoppable {
  /** Whether the cell was interrupted and given up. */
  stopped: boolean;
}

/**
 * What compiled cells call around each `await` in a loop. An interrupted cell that waits for a promise is given up, but
 * its loop would go on with the next one: so, when the promise comes, it is ended there.
 *
 * @param owner whose code is running
 * @param resume says that an owner's code goes on
 */
export function loopCalls<Owner extends Stoppable>(owner: () => Owner | undefined, resume: (owner: Owner) => void) {
  const resumed = <T>(of: Owner | undefined, value: T): T => {
    if (of?.stopped) throw new LoopStopped();
    if (of) resume(of);
    return value;
  };
  return {
    owner,
    resumed,
    /** What `for await` goes through. */
    async *each<T>(of: Owner | undefined, values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
      for await (const value of values) yield resumed(of, value);
    },
  };
}
