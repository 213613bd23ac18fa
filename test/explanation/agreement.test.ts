import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { displayKey } from "../../kernel/library/display/index.ts";
import { agreement, gridSegments } from "../../kernel/library/explain/index.ts";
import type { Meaning } from "../../kernel/library/explanation/Meaning.ts";
import { spearman } from "../../kernel/library/math/spearman.ts";
import { methodName } from "../../kernel/library/text/words.ts";
import { ofRing } from "../explain/explanations.ts";
import { golden } from "../explain/modelA.ts";
import { root } from "../goldens.ts";

describe("spearman", () => {
  it("is SciPy's, ties and all", () => {
    const manifest = JSON.parse(readFileSync(join(root, "test/golden/modelA/manifest.json"), "utf8"));
    const expected = manifest.mprt.results.saliency_abs.fc.spearman_abs as number[];
    const [a, b] = [golden("saliency_abs.logit").values, golden("metrics/mprt_saliency_abs_after_fc").values];
    for (const [image, value] of expected.entries()) {
      const rows = [a, b].map((values) => values.slice(image * 784, (image + 1) * 784));
      assert.ok(Math.abs((spearman(rows[0], rows[1]) ?? 0) - value) < 1e-5, `image ${image}`);
    }
  });

  it("is 1 for any rising function, −1 for a falling one, null for a constant", () => {
    const x = [3, -1, 4, 1, -5, 9];
    assert.ok(
      Math.abs(
        (spearman(
          x,
          x.map((v) => v ** 3),
        ) ?? 0) - 1,
      ) < 1e-12,
    );
    assert.ok(
      Math.abs(
        (spearman(
          x,
          x.map((v) => -v),
        ) ?? 0) + 1,
      ) < 1e-12,
    );
    assert.equal(spearman(x, [2, 2, 2, 2, 2, 2]), null);
  });
});

const contribution = (label: string): Meaning => ({
  label,
  family: "other",
  role: "contribution",
  signed: true,
  extent: "part",
});

describe("agreement", () => {
  const { values: featureMask } = gridSegments([12, 12], 4);
  const segments = (coefficients: number[], method: string) =>
    ofRing(() => 0, {
      method,
      about: contribution(methodName(method)),
      featureMask,
      coefficients: Float32Array.from(coefficients),
      values: Float32Array.from(featureMask, (segment) => coefficients[segment]),
    });
  const lime = segments([9, 8, 1, 0, 0.5, 0.2, 0.1, 0.3, -7], "Lime");
  const shap = segments([7, 9, 0.9, 0.1, 0.4, 0.3, 0, 0.2, -8], "KernelShap");
  // The same as lime, pixel by pixel, where a segment has 16 of them.
  const pixels = ofRing((row, column) => (lime.coefficients ?? [])[featureMask[row * 12 + column]] / 16, {
    method: "Saliency",
  });

  it("compares maps of pixels and of segments by segment", () => {
    const found = agreement([lime, pixels]);
    assert.equal(found.places, 9);
    assert.ok(Math.abs((found.rank[0][1] ?? 0) - 1) < 1e-12);
    assert.equal(found.overlap[0][1], 2);
    assert.deepEqual(
      found.shared.map(({ segment, values }) => [segment, ...values.map((value) => Number(value.toFixed(5)))]),
      [
        [0, 9, 9],
        [1, 8, 8],
      ],
    );
  });

  it("says who agrees, on what, and what only one points at", () => {
    const odd = ofRing((row, column) => (row === 5 && column === 5 ? 4 : row === 0 ? 0.01 * column : 0), {
      about: contribution("Input × Gradient"),
    });
    const found = agreement([lime, shap, odd], { k: 3 });
    assert.deepEqual(found.names, ["LIME", "Kernel SHAP", "Input × Gradient"]);
    const text = found.describe();
    assert.match(
      text,
      /^Over 9 segments, LIME and Kernel SHAP are the most alike: rank correlation 0\.9\d, 3 of the top 3 shared\./,
    );
    assert.match(text, /(LIME|Kernel SHAP) and Input × Gradient differ most/);
    assert.match(text, /All 3 highlight \(2, 6\) \(for\)\./);
    assert.match(text, /Only Input × Gradient highlights \(6, 6\).*Positions are \(row, column\), counted from 0\./);
    assert.match(
      found.describe({ locale: "zh-CN" }),
      /LIME 与 Kernel SHAP 最接近：秩相关 0\.9\d，前 3 个中有 3 个相同/,
    );
    const against = agreement([lime, segments([9, -8, 1, 0, 0.5, 0.2, 0.1, 0.3, -7], "KernelShap")], { k: 3 });
    assert.match(against.describe(), /\(2, 6\) \(for in one map, against in another\)/);
    assert.match(against.describe(), /\(10, 10\) \(against\)/);
    // A gradient speaks neither for nor against.
    const slopes = agreement([lime, { ...shap, about: { ...contribution("Saliency"), role: "sensitivity" } }], {
      k: 3,
    });
    assert.match(slopes.describe(), /Both highlight \(/);
    assert.doesNotMatch(slopes.describe(), /\(for|against/);
  });

  it("does not call it agreement where there is none", () => {
    const other = segments([0, 0.1, 5, 6, 7, 8, 9, 4, 0.2], "KernelShap");
    const found = agreement([lime, other], { k: 3 });
    assert.match(found.describe(), /^Over 9 segments, LIME and Kernel SHAP do not agree: rank correlation −0\.\d\d/);
    assert.match(found.describe(), /No segment is in the top 3 of both/);
    const flat = agreement([lime, segments(new Array(9).fill(2), "KernelShap")]);
    assert.equal(flat.rank[0][1], null);
    assert.match(flat.describe(), /one of them is constant/);
  });

  it("of maps that are all in the same order names no two that differ", () => {
    const text = agreement([lime, lime, lime]).describe({ locale: "en" });
    assert.match(text, /^Over 9 segments, all 3 maps rank them all in the same order: rank correlation 1\.00/);
    assert.doesNotMatch(text, /differ/);
    assert.match(agreement([lime, shap, lime]).describe({ locale: "en" }), /differ most/);
  });

  it("shows itself as a table and a text", async () => {
    const bundle = await agreement([lime, shap, lime])[displayKey]();
    assert.match(String(bundle["text/html"]), /LIME 1 – LIME 2[\s\S]*<p>Over 9 segments, LIME 1 and/);
    const chinese = await agreement([lime, shap], { locale: "zh-CN" })[displayKey]();
    assert.match(String(chinese["text/html"]), /秩相关[\s\S]*<p>在 9 个区块上，/);
    assert.match(
      String(bundle["text/plain"]),
      /LIME 1 and LIME 2 rank them all in the same order: rank correlation 1\.00/,
    );
    const { rows, notes } = bundle["application/vnd.glassbook.table.v1+json"] as { rows: unknown[]; notes: string[] };
    assert.deepEqual([rows.length, notes], [3, [bundle["text/plain"]]]);
  });

  it("refuses what cannot be compared", () => {
    const rejects = (other: ReturnType<typeof ofRing>, name: string, message: RegExp) =>
      assert.throws(() => agreement([lime, other]), { name, message });
    assert.throws(() => agreement([lime]), { name: "OptionError", message: /at least two explanations; got 1/ });
    rejects(
      ofRing(() => 1, { target: 0 }),
      "OptionError",
      /explains class 0, but Lime class 1/,
    );
    rejects(
      ofRing(() => 1, { inputs: new Float32Array(144) }),
      "OptionError",
      /another input/,
    );
    rejects(
      ofRing(() => Number.NaN),
      "DataError",
      /has NaN/,
    );
    rejects(
      ofRing(() => 1, { values: new Float32Array(4), shape: [1, 2, 2, 1] }),
      "ShapeError",
      /shape \[2, 2, 1\]/,
    );
    assert.throws(() => agreement([lime, shap], { k: 10 }), {
      name: "OptionError",
      message: /from 1 to 9, the number of positions/,
    });
  });
});
