import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";

type Swc = typeof import("@swc/wasm-typescript");

/** V8's own value of the flag. */
const usualBudget = 1_800_000;
const endlessBudget = 2_000_000_000;

let loaded: Swc | undefined;

/**
 * SWC's type stripper, loaded when it is first needed.
 *
 * V8 would compile its code once more, optimized, which makes no cell faster and takes 18 MB: so its WebAssembly, and
 * no other, gets a budget that it never uses up.
 */
export function typeStripper(): Swc {
  if (loaded) return loaded;
  setFlagsFromString(`--wasm-tiering-budget=${endlessBudget}`);
  try {
    loaded = createRequire(import.meta.url)("@swc/wasm-typescript") as Swc;
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${usualBudget}`);
  }
  return loaded;
}
