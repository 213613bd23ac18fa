import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { root } from "../goldens.ts";

describe("what the editor loads to activate the extension", () => {
  const bundle = readFileSync(join(root, "dist/extension/extension.cjs"), "utf8");

  it("is small", () => {
    assert.ok(bundle.length < 60_000, `${bundle.length} characters`);
  });

  it("requires no package: TensorFlow.js and TypeScript are the kernel's", () => {
    const required = [...bundle.matchAll(/(?:require|import)\("([^"]+)"\)/g)].map(([, name]) => name ?? "");
    assert.ok(required.includes("vscode"));
    assert.deepEqual(
      required.filter((name) => name !== "vscode" && !isBuiltin(name)),
      [],
    );
  });
});
