import assert from "node:assert/strict";
import { agreement, Explanation } from "../../kernel/library/explain/index.ts";
import { standingOf } from "../../kernel/library/explanation/agreement/yardstick.ts";
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

  it("says on top what the sentences below it say, of every standing", () => {
    const rows = [
      {
        rank: 0.05,
        bound: 0.02,
        overlap: 0,
        opposed: 0,
        en: /more alike than by chance, yet little alike/,
        zh: /程度很低/,
      },
      { rank: 0.3, bound: 0.1, overlap: 5, opposed: 0, en: /yet little alike/, zh: /程度很低/ },
      { rank: 0.8, bound: 0.1, overlap: 0, opposed: 0, en: /alike, yet differ at the strongest/, zh: /最强处不一致/ },
      {
        rank: 0.8,
        bound: 0.1,
        overlap: 5,
        opposed: 4,
        en: /differ at the strongest.* 4 of them with opposite signs/,
        zh: /4 个符号相反/,
      },
      {
        rank: 0.09,
        bound: 0.2,
        overlap: 2,
        opposed: 0,
        en: /no more alike than by chance, yet share more/,
        zh: /重合超出了/,
      },
      {
        rank: 0.8,
        bound: 0.9,
        overlap: 1,
        opposed: 0,
        en: /no more alike than by chance, yet share more/,
        zh: /没有超出随机水平/,
      },
      { rank: 0.8, bound: 0.1, overlap: 5, opposed: 0, en: /A and B agree:/, zh: /A 与 B 一致：/ },
    ];
    for (const { rank, bound, overlap, opposed, en, zh } of rows) {
      const found = agreement([map("A", values), map("B", values)]);
      const yardstick = { kind: "shifts" as const, draws: 99, rank: bound, overlap: 0 };
      const standing = standingOf(rank, yardstick);
      found.pairs = () => [{ a: 0, b: 1, rank, overlap, opposed, equal: false, yardstick, standing }];
      const [english, chinese] = [found.describe({ locale: "en" }), found.describe({ locale: "zh-CN" })];
      assert.match(english, en);
      assert.match(chinese, zh);
      assert.equal(/A and B agree:/.test(english), verdictOf(found).agrees, english);
      assert.equal(/A 与 B 一致：/.test(chinese), verdictOf(found).agrees, chinese);
    }
  });

  it("tells first the pair that agrees, not one that is more alike and within chance", () => {
    const found = agreement([map("A", values), map("B", values), map("C", values)]);
    const pair = (a: number, b: number, rank: number, bound: number) => {
      const yardstick = { kind: "shifts" as const, draws: 99, rank: bound, overlap: 3 };
      return { a, b, rank, overlap: 2, opposed: 0, equal: false, yardstick, standing: standingOf(rank, yardstick) };
    };
    found.pairs = () => [pair(0, 1, 0.8, 0.9), pair(1, 2, 0.7, 0.1), pair(0, 2, 0.6, 0.9)];
    assert.match(found.describe({ locale: "en" }), /B and C agree most: .*A and C differ most/);
  });
});
