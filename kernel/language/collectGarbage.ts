import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Garbage that may stay, as a share of what is in use: each check leaves a program behind, and V8 alone lets many lie. */
const garbageShare = 0.5;

/** Returns a function that collects garbage when there is much of it; to be called when nobody waits. */
export function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let live = 0;
  return () => {
    const { used_heap_size: used } = getHeapStatistics();
    if (used < live * (1 + garbageShare)) return;
    collect();
    live = getHeapStatistics().used_heap_size;
  };
}
