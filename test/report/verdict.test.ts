import assert from "node:assert/strict";
import { agreement, Explanation } from "../../kernel/library/explain/index.ts";
import type { Meaning, Role } from "../../kernel/library/explanation/Meaning.ts";
import { verdictOf } from "../../kernel/library/report/words.ts";
import { ofRing } from "../explain/explanations.ts";

describe("the verdict of a report", () => {
  const about = (label: string, role: Role): Meaning => ({
    label,
    family: "other",
    role,
    signed: true,
    extent: "input",
  });
  /** Of a row of numbers, which have no neighbors. */
  const map = (label: string, values: readonly number[], role: Role = "contribution") =>
    new Explanation({
      ...ofRing(() => 0).fields,
      method: label,
      about: about(label, role),
      values: Float32Array.from(values),
      shape: [1, values.length],
      inputs: Float32Array.from(values, (_, i) => i + 1),
      inputShape: [1, values.length],
      baseline: undefined,
      featureMask: undefined,
      coefficients: undefined,
    });
  const values = [5, -4, 3, 2, -1, 0.5, 0.25, 0.1, 0.05, 0.01];
  const opposite = values.map((value) => -value);

  it("is that contributions of opposite signs disagree, however alike their sizes are", () => {
    const { kind, least } = verdictOf(agreement([map("A", values), map("B", opposite)]));
    assert.equal(kind, "disagrees");
    assert.deepEqual([least.rank, least.overlap, least.opposed], [1, 2, 2]);
  });

  it("says nothing of signs where these speak for nothing", () => {
    const sensitivities = [map("A", values, "sensitivity"), map("B", opposite, "sensitivity")];
    assert.equal(verdictOf(agreement(sensitivities)).kind, "unmeasured");
  });

  it("takes the same order of a few numbers for no measure of chance", () => {
    const { kind } = verdictOf(agreement([map("A", [3, 2, 1]), map("B", [30, 2, 1])]));
    assert.equal(kind, "unmeasured");
    assert.equal(verdictOf(agreement([map("A", [3, 2, 1]), map("B", [3.0001, 2, 1])])).kind, "agrees");
  });
});
