import assert from "node:assert/strict";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { Report } from "../../kernel/library/report/Report.ts";
import type { InputSpec } from "../../kernel/library/signature/Signature.ts";
import { described, inputs } from "../explanation/described.ts";

const reportOf = (explanations: readonly Explanation[], names?: readonly string[]) =>
  new Report({ explanations, skipped: [], modelPasses: 9, elapsedMs: 1, names, locale: "en" });

/** Two pictures beside each other. */
const two = (spec: InputSpec) => {
  const one = described({ input: "photograph", fields: { inputSpec: spec } }).fields;
  const twice = (array: Float32Array) => Float32Array.from([...array, ...array]);
  return described({
    input: "photograph",
    fields: {
      inputSpec: spec,
      values: twice(one.values),
      shape: [2, 12, 12, 1],
      inputs: twice(one.inputs),
      inputShape: [2, 12, 12, 1],
      probabilities: twice(one.probabilities),
    },
  });
};

describe("the words of a report on pictures", () => {
  const spec = inputs.photograph.spec;
  const stretched = /How the model's numbers come out of pixels is not stated, so pictures are shown from their least/;

  it("name each of several pictures by its file", () => {
    const text = reportOf([two(spec), two(spec)], ["chelsea.png", "coffee.png"]).describe();
    const heads = text.split("\n").filter((line) => /^[a-z]+\.png:/.test(line));
    assert.deepEqual(
      heads.map((line) => line.slice(0, line.indexOf(":"))),
      ["chelsea.png", "coffee.png", "chelsea.png", "coffee.png"],
    );
    assert.doesNotMatch(text, /Input \d/);
    const unnamed = reportOf([two(spec), two(spec)]).describe();
    assert.match(unnamed, /^Input 0\. [\s\S]*^Input 1\. /m);
    assert.match(reportOf([two(spec)], ["a.png", "b.png"]).describe({ locale: "zh-CN" }), /^a\.png： ?只有一幅/m);
  });

  it("say once where nobody knows how pixels become numbers, and never of drawings or where it is stated", () => {
    const count = (own: InputSpec) =>
      reportOf([two(own), two(own)])
        .describe()
        .match(new RegExp(stretched, "g"))?.length;
    assert.equal(count(spec), 1);
    assert.equal(count({ ...spec, preprocess: [] }), undefined);
    assert.equal(count({ ...spec, ground: 0 }), undefined);
    assert.doesNotMatch(reportOf([described({ input: "table" })]).describe(), stretched);
  });

  it("say once what the model answered, and how positions are counted", () => {
    const one = () => described({ input: "photograph", fields: { inputSpec: spec } });
    const text = reportOf([one(), one(), one()]).describe();
    assert.equal(text.match(/The model predicts/g)?.length, 1);
    assert.equal(text.match(/Positions are \(row, column\), counted from 0\./g)?.length, 1);
    assert.equal(text.match(/^• Integrated Gradients explains the probability of class 1\./gm)?.length, 3);
    // Alone each map says all.
    assert.match(one().describe({ locale: "en" }), /The model predicts .* Positions are/);
  });
});
