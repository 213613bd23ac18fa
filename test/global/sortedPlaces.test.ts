import assert from "node:assert/strict";
import fc from "fast-check";
import { sortedPlaces } from "../../kernel/library/global/rules/sortedPlaces.ts";

describe("sortedPlaces", () => {
  it("orders floats as comparing does, equal ones as they come", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, -0, 1, -1)), { maxLength: 200 }),
        (list) => {
          const values = Float32Array.from(list);
          const compared = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
          assert.deepEqual([...sortedPlaces(values)], compared.map(Number));
        },
      ),
      { seed: 1 },
    );
  });
});
