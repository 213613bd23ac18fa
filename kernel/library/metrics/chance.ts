import { beginCall } from "../explain/call/call.ts";
import { createRandom } from "../math/random.ts";
import type { MethodOf } from "./methodOf.ts";

/** A method that knows nothing: every number it gives is drawn at random. What measures give it is what independent numbers score: no bound for smooth maps. */
export function chanceMethod(seed: number): MethodOf {
  const random = createRandom(seed);
  return (model) => ({
    async attribute(inputs, options = {}) {
      const call = await beginCall("Chance", model, inputs, { output: "probability", ...options });
      const values = Float32Array.from({ length: call.targets.classes.length * call.rows.size }, () => random.normal());
      return call.explanation({ values });
    },
  });
}
