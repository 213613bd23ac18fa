import assert from "node:assert/strict";
import { cellOf, streamOf } from "./cells.ts";
import { execute } from "./execute.ts";

describe("the tutorial on trust", () => {
  for (const [name, fails, passes, chance] of [
    ["06-can-i-trust-this-heat-map.ipynb", /fails the sanity check/, /passes the sanity check/, "chance"],
    ["zh-cn/06-can-i-trust-this-heat-map.ipynb", /未通过健全性检查/, /通过了健全性检查/, "随机基准"],
  ] as const) {
    it(`${name}: one method fails the check, three pass, the edge detector fails`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      const verdicts = streamOf(cellOf(notebook, "checks")).trim().split("\n\n");
      assert.equal(verdicts.length, 4);
      for (const verdict of verdicts.slice(0, 3)) assert.match(verdict, passes);
      assert.match(verdicts[3] ?? "", /^✗ Guided Backprop/);
      assert.match(verdicts[3] ?? "", fails);
      assert.match(streamOf(cellOf(notebook, "edges")), fails);
      const table = cellOf(notebook, "evaluate").outputs.at(-1);
      assert.ok(table && "data" in table);
      const html = String(table.data["text/html"]);
      assert.ok(html.includes(chance) && html.match(/<tr>/g)?.length === 8, "six methods, chance, a head");
      assert.match(streamOf(cellOf(notebook, "tensors")), /\b0 /);
    }).timeout(600_000);
  }
});
