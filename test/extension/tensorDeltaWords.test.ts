import assert from "node:assert/strict";
import { tensorDeltaWords } from "../../extension/views/tensorDeltaWords.ts";

describe("what a cell's tensors are called below it", () => {
  const t = (message: string, count: string) => message.replace("{0}", count);
  const cases: [delta: number, words: string][] = [
    [1, "+1 tensor"],
    [2, "+2 tensors"],
    [-1, "−1 tensor"],
    [-12, "−12 tensors"],
  ];
  for (const [delta, words] of cases) {
    it(words, () => assert.equal(tensorDeltaWords(delta, t), words));
  }
});
