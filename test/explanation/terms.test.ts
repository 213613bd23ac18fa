import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../goldens.ts";

const words = (cell: string) =>
  cell
    .split(/[,、]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");

/** The sentences that are recorded, wherever they stand in the file. */
const sentencesIn = (value: unknown): string[] =>
  typeof value === "string" ? [value] : Object.values(value as object).flatMap(sentencesIn);

describe("docs/terms.md", () => {
  it("holds in every recorded sentence", async () => {
    const terms = await readFile(join(root, "docs/terms.md"), "utf8");
    const rows = terms.split("\n").flatMap((line) => {
      const cells = /^\|(.*)\|$/.exec(line)?.[1]?.split("|") ?? [];
      return cells.length === 4 && !/^ ---|^ English/.test(cells[0]) ? [[cells[2], cells[3]]] : [];
    });
    assert.ok(rows.length > 20);
    const [english, chinese] = [0, 1].map((column) => rows.flatMap((cells) => words(cells[column])));
    for (const file of ["sentences.json", "strangers.json"]) {
      const recorded = sentencesIn(JSON.parse(await readFile(join(root, "test/golden", file), "utf8")));
      assert.ok(recorded.length > 50);
      for (const text of recorded) {
        for (const word of english) assert.doesNotMatch(text, new RegExp(`\\b${word}\\b`, "i"), word);
        for (const word of chinese) assert.ok(!text.includes(word), `${word}: ${text}`);
        assert.doesNotMatch(text, /\d %|第 ?\d+ ?行|\brow \d|[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]/, text);
      }
    }
  });
});
