import assert from "node:assert/strict";
import fc from "fast-check";
import { type ViewStates, withViewState } from "../../extension/notebook/viewStates.ts";

describe("what the editor keeps of views", () => {
  it("is the last of each, the newest last, never more than there is room for", () => {
    const written = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.string({ maxLength: 60 })));
    fc.assert(
      fc.property(written, fc.integer({ min: 0, max: 200 }), (all, room) => {
        const kept = all.reduce<ViewStates>((states, [key, state]) => withViewState(states, key, state, room), []);
        const size = kept.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
        assert.ok(size <= room);
        const newest = new Map<string, { state: string; i: number }>(all.map(([key, state], i) => [key, { state, i }]));
        let before = -1;
        for (const [key, state] of kept) {
          const { state: last, i } = newest.get(key) ?? { state: undefined, i: -1 };
          assert.equal(state, last);
          assert.ok(i > before);
          before = i;
        }
      }),
    );
  });

  it("gives way from the oldest on", () => {
    const entry = JSON.stringify(["a", 1]).length;
    const three = ["a", "b", "c"].reduce<ViewStates>((states, key) => withViewState(states, key, 1, 2 * entry), []);
    assert.deepEqual(three, [
      ["b", 1],
      ["c", 1],
    ]);
    assert.deepEqual(withViewState(three, "b", 2, 2 * entry), [
      ["c", 1],
      ["b", 2],
    ]);
  });

  it("goes on without a state that is too large, and with the others", () => {
    const two: ViewStates = [
      ["a", 1],
      ["b", 2],
    ];
    const long = "x".repeat(100);
    assert.deepEqual(withViewState(two, "c", long, 100), two);
    assert.deepEqual(withViewState(two, "b", long, 100), [["a", 1]]);
  });
});
