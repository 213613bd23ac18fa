import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Garbage that may stay, as a share of what is in use; V8 alone lets several times as much lie. */
const garbageShare = 0.5;

/**
 * Returns a function that collects garbage when there is much of it; to be called when nobody waits.
 *
 * @param largest bytes in use above which it is left to V8, since it would take too long
 */
export function garbageCollector(largest = Number.POSITIVE_INFINITY): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let live = 0;
  return () => {
    const { used_heap_size: used } = getHeapStatistics();
    if (used < live * (1 + garbageShare) || used > largest) return;
    collect();
    live = getHeapStatistics().used_heap_size;
  };
}
