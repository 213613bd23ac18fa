import assert from "node:assert/strict";
import { cellOf, codeCells, streamOf } from "./cells.ts";
import { execute } from "./execute.ts";

describe("the tutorial on what would have to change", () => {
  for (const [name, tree, near] of [
    [
      "07-what-would-have-to-change.ipynb",
      /^Surrogate tree of depth 3/,
      /Nothing was found with P\(1\) of at least 80%/,
    ],
    ["zh-cn/07-what-would-have-to-change.ipynb", /^深度为 3 的代理决策树/, /没有找到 P\(1\) 不低于 80% 的改动/],
  ] as const) {
    it(`${name} asks for sensitivity, rules, the boundary and counterfactuals`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      assert.ok(codeCells(notebook).every(({ outputs }) => outputs.length > 0));
      assert.match(streamOf(cellOf(notebook, "tree")), tree);
      assert.match(streamOf(cellOf(notebook, "anchor")), /x6/);
      assert.match(streamOf(cellOf(notebook, "limits")), near);
      const ways = cellOf(notebook, "change").outputs.at(-1);
      assert.ok(ways && "data" in ways);
      assert.match(String(ways.data["text/html"]), /x6.*x8/s);
      const strip = cellOf(notebook, "strip").outputs.at(-1);
      assert.ok(strip && "data" in strip && strip.data["image/png"]);
    }).timeout(300_000);
  }
});
