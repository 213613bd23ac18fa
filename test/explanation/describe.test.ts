import assert from "node:assert/strict";
import fc from "fast-check";
import { gridSegments } from "../../kernel/library/explain/index.ts";
import { ofRing } from "../explain/explanations.ts";
import { meanings } from "./described.ts";

const has = (text: string, ...parts: string[]) => {
  for (const part of parts) assert.ok(text.includes(part), `"${part}" is not in: ${text}`);
};
const lacks = (text: string, ...parts: string[]) => {
  for (const part of parts) assert.ok(!text.includes(part), `"${part}" is in: ${text}`);
};

describe("Explanation.describe", () => {
  it("says what was answered and how sure, and whether the class asked about is another", () => {
    const even = () => 1;
    has(ofRing(even).describe(), "explains the logit of class 1", "predicts 1 (90%); the runner-up is 0 (7%).");
    lacks(ofRing(even).describe(), "unsure");
    const probabilities = Float32Array.of(0.45, 0.5, 0.05);
    has(ofRing(even, { probabilities }).describe(), "The model's best guess is 1 (50%), then 0 (45%).");
    const other = ofRing(even, { target: 2 }).describe({ labels: ["cat", "dog", "eel"] });
    has(other, "of eel, which the model did not predict: it says dog (90%); eel gets 3%.");
  });

  it("finds where the evidence lies, in the terms of a drawing", () => {
    const corner = ofRing((row, column) => (row === 2 && column === 2 ? 3 : row === 9 && column === 9 ? -1 : 0));
    has(
      corner.describe(),
      "Evidence for class 1 outweighs evidence against it 3 to 1.",
      "The strongest evidence for it is in the upper left of the drawing (100%), 100% of it on strokes; the largest value, +3, is at (2, 2).",
      "The strongest evidence against it is in the lower right of the drawing (100%), 100% of it on strokes; the lowest value, −1, is at (9, 9).",
      "Half of all evidence is in 1 of 144 pixels. Positions are (row, column), counted from 0.",
    );
    const margin = ofRing((row, column) => (row === 0 && column === 5 ? -2 : 0)).describe();
    has(
      margin,
      "All evidence is against class 1.",
      "in the empty margin around the drawing (100%), none of it on strokes",
    );
    const middle = ofRing((row, column) => (row === 5 && column === 5 ? 1 : 0)).describe();
    has(middle, "All evidence is for class 1.", "in the middle of the drawing (100%)");
    const even = ofRing((row, column) =>
      row === 2 && column === 2 ? 1 : row === 9 && column === 9 ? -1 : 0,
    ).describe();
    has(even, "Evidence for and against class 1 is about even.");
  });

  it("speaks of strokes only where the ground is stated, and of pictures only where the input is one", () => {
    const spec = ofRing(() => 0).inputSpec;
    const { ground: _, ...picture } = spec?.kind === "image" ? spec : assert.fail();
    const text = ofRing((row) => (row === 0 ? 1 : 0), { inputSpec: picture }).describe();
    has(text, "of the picture");
    lacks(text, "drawing", "strokes");
    const unknown = ofRing((row) => (row === 0 ? 1 : 0), { inputSpec: undefined }).describe();
    has(unknown, "value (0, 0, 0) (+1, 8.3%)", "of 144 values");
    lacks(unknown, "picture", "drawing", "strokes", "pixel");
    const row = {
      inputSpec: undefined,
      inputs: Float32Array.of(1, 2, 3),
      inputShape: [1, 3],
      values: Float32Array.of(0, -4, 1),
      shape: [1, 3],
    };
    has(
      ofRing(() => 0, row).describe(),
      "The strongest evidence for it is value 2 (+1, 100%).",
      "against it is value 1 (−4, 100%).",
      "1 of 3 values",
    );
  });

  it("describes sensitivity without for and against", () => {
    const text = ofRing((row) => (row === 2 ? 1 : 0), { about: meanings.sensitivity }).describe();
    has(text, "most sensitive in the upper", "how strongly a small change would matter, not in which direction");
    lacks(text, "Evidence", "For it", "Against it");
  });

  it("describes all-zero, constant, NaN and infinite maps as what they are, and nothing more", () => {
    has(ofRing(() => 0).describe(), "Every value is 0");
    has(ofRing(() => 0.25).describe(), "Every value is 0.25: no pixel stands out.");
    const broken = ofRing((row) => (row === 0 ? Number.NaN : row === 1 ? Number.POSITIVE_INFINITY : 1)).describe();
    has(broken, "24 of 144 values are NaN or infinite: this map explains nothing.");
    for (const text of [ofRing(() => 0).describe(), ofRing(() => 0.25).describe(), broken]) {
      lacks(text, "For it", "Against it", "strongest");
    }
  });

  it("trusts amounts only as far as they add up", () => {
    const say = (delta: number) =>
      ofRing(() => 0.5, { convergenceDelta: Float32Array.of(delta), values: spike(10) }).describe();
    const spike = (value: number) => Float32Array.from({ length: 144 }, (_, i) => (i === 26 ? value : 0));
    has(
      say(0.01),
      "The values sum to 10, and the logit changed by 9.99 from the baseline: within 0.1% of each other, so the amounts can be trusted.",
    );
    has(say(0.3), "good enough to compare places");
    has(say(-2), "trust the places more than the amounts");
  });

  it("says how well LIME's linear model fits", () => {
    const say = (fit: number) => ofRing((row) => row, { fit: Float32Array.of(fit) }).describe();
    has(say(0.9), "explains 90% of how the output varies (R² = 0.90): a fair account");
    has(say(0.6), "misses a part");
    has(say(0.2), "take it as a hint");
    has(say(-1), "explains 0%", "take it as a hint");
  });

  it("leaves out what may be chance: under two standard errors, or no larger than what unchanged segments got", () => {
    const { values: featureMask } = gridSegments([12, 12], 4);
    // Segment 4 is the empty middle: present or absent, it looks the same.
    const coefficients = Float32Array.of(1, 0.3, 0, -0.4, 0.2, 0, 0, 0, -0.5);
    const values = Float32Array.from(featureMask, (segment) => coefficients[segment]);
    const errors = Float32Array.of(0.1, 0.01, 0, 0.3, 0.01, 0, 0, 0, 0.1);
    const about = { ...meanings.contribution, extent: "part", removal: "baseline" } as const;
    const shap = { about, featureMask, coefficients, values, baseline: 0 };
    const standardError = Float32Array.from(featureMask, (segment) => errors[segment]);
    const told = ofRing(() => 0, { ...shap, standardError }).describe();
    has(told, "outweighs evidence against it 2.6 to 1", "4 of 9 values are over twice their standard error");
    has(
      told,
      "Segments that are the same present and absent got up to 0.2",
      "the lowest value, −0.5, is that of the segment in the lower right, around (10, 10)",
    );
    lacks(told, "−0.4");
    const nothing = ofRing(() => 0, { ...shap, standardError: new Float32Array(144).fill(9) }).describe();
    has(nothing, "No value stands out from chance");
    lacks(nothing, "For it", "Against it");
    const exact = { ...shap, standardError: new Float32Array(144), options: { enumerated: true } };
    const all = ofRing(() => 0, exact).describe();
    has(all, "All coalitions were evaluated: there is no sampling error", "outweighs evidence against it 1.7 to 1");
  });

  const maps = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 144, maxLength: 144 });

  it("says the same in Chinese, number for number", () => {
    const numbers = (text: string) => (text.match(/[+−<>]?\d+(\.\d+)?%?/g) ?? []).sort();
    fc.assert(
      fc.property(maps, fc.integer({ min: -300, max: 300 }), (map, delta) => {
        const made = ofRing((row, column) => map[row * 12 + column], { convergenceDelta: Float32Array.of(delta) });
        const [en, zh] = [made.describe(), made.describe({ locale: "zh-CN" })];
        // Where English weighs "3 to 1", Chinese says "3 times".
        assert.deepEqual(numbers(zh), numbers(en.replaceAll(" to 1.", ".")));
        assert.match(zh, /^Input × Gradient（输入 × 梯度）：类别 1 的 logit。/);
        assert.doesNotMatch(zh, /undefined|NaN|class/);
        assert.doesNotMatch(en, /undefined|NaN/);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it("never says the same of two different maps", () => {
    const said = new Map<string, string>();
    fc.assert(
      fc.property(maps, (map) => {
        const text = ofRing((row, column) => map[row * 12 + column]).describe();
        const other = said.get(text);
        assert.ok(other === undefined || other === map.join(), text);
        said.set(text, map.join());
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("gives each map of several a line, or the one asked for", () => {
    const values = Float32Array.from({ length: 288 }, (_, i) => (i === 26 ? 1 : i === 288 - 27 ? -1 : 0));
    const two = ofRing(() => 0, { values, shape: [2, 1, 12, 12, 1], target: [0, 2] });
    const lines = two.describe().split("\n");
    assert.equal(lines.length, 2);
    has(lines[0], "the logit of class 0", "All evidence is for class 0");
    has(lines[1], "the logit of class 2", "All evidence is against class 2");
    assert.equal(two.describe({ index: 1 }), lines[1]);
    assert.throws(() => two.describe({ index: 2 }), {
      name: "RangeError",
      message: /no map 2: the explanation has 2/,
    });
  });
});
