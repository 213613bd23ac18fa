import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { choices, chosenFor } from "../../kernel/library/report/choice.ts";
import { isMethodName } from "../../kernel/library/report/methods.ts";
import { root } from "../goldens.ts";

describe("what explain() chooses", () => {
  it("is the table that the docs print", () => {
    const docs = readFileSync(join(root, "docs/perturbation.md"), "utf8");
    for (const { kinds, methods, why } of choices) {
      const named = methods.map((name) => (isMethodName(name) ? `\`${name}\`` : name));
      const line = `| ${kinds.join(", ")} | ${named.join(", ")} | ${why} |`;
      assert.ok(docs.includes(line), line);
    }
  });

  it("follows no gradients of tokens, and asks all coalitions of few parts", () => {
    const known = { axes: 1, hasBackground: false };
    assert.deepEqual(chosenFor({ ...known, kind: "tokens", segments: 5 }), [
      "ShapleyValues",
      "Lime",
      "FeatureAblation",
    ]);
    assert.ok(chosenFor({ ...known, kind: "table", segments: 11 }).includes("KernelShap"));
    assert.ok(!chosenFor({ ...known, kind: "table", segments: 5, hasBackground: true }).includes("Lime"));
    assert.deepEqual(
      chosenFor({ kind: "values", axes: 3, segments: 5, hasBackground: false }),
      chosenFor({ kind: "image", axes: 3, segments: 5, hasBackground: false }),
    );
  });
});
