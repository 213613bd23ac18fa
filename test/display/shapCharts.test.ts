import assert from "node:assert/strict";
import {
  beeswarmPlot,
  type Displayable,
  decisionPlot,
  dependencePlot,
  displayKey,
  forcePlot,
  importancePlot,
  mime,
  scatterPlot,
  waterfallPlot,
} from "../../kernel/library/display/index.ts";
import { OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { type ArraySpec, decodeArray, isArraySpec } from "../../kernel/payloads/arraySpec.ts";
import type { Figure, Trace } from "../../kernel/payloads/figure.ts";
import { explain } from "./fixture.ts";
import { linearExplanation } from "./tableExplanation.ts";

async function drawn(value: Displayable) {
  const bundle = await value[displayKey]();
  const { data, layout } = bundle[mime.plotly] as Figure;
  return { data, layout, text: bundle[mime.text] as string };
}

const list = (value: unknown): number[] =>
  isArraySpec(value) ? Array.from(decodeArray(value as ArraySpec).values) : (value as number[]);
const near = (a: number | undefined, b: number | undefined) =>
  assert.ok(Math.abs((a ?? 0) - (b ?? 1)) < 1e-5, `${a} ≠ ${b}`);
const ticks = (layout: Record<string, unknown>) => (layout.yaxis as { ticktext: string[] }).ticktext;

/** Each bar as [feature, from, to], from the top. */
const barsOf = (data: Trace[]) =>
  data
    .flatMap(({ y, base, x }) =>
      list(y).map((place, i) => ({ place, from: list(base)[i] ?? 0, value: list(x)[i] ?? 0 })),
    )
    .sort((a, b) => a.place - b.place);

describe("charts of a table's explanation", () => {
  const many = linearExplanation(300);
  const row = linearExplanation(1);

  describe("waterfall", () => {
    it("goes from the base to the answer without a gap, largest at the top, with names and values", async () => {
      const { data, layout, text } = await drawn(waterfallPlot(row));
      const bars = barsOf(data);
      assert.equal(bars.length, 4);
      near(bars.at(-1)?.from, 0.3);
      for (let i = bars.length - 1; i > 0; i--) {
        near((bars[i]?.from ?? 0) + (bars[i]?.value ?? 0), bars[i - 1]?.from);
      }
      near((bars[0]?.from ?? 0) + (bars[0]?.value ?? 0), row.answers?.[0]);
      const sizes = bars.map(({ value }) => Math.abs(value));
      assert.deepEqual(
        sizes,
        [...sizes].sort((a, b) => b - a),
      );
      const [age, , city] = row.inputs;
      assert.ok(ticks(layout).includes(`age = ${age}`), ticks(layout).join());
      assert.ok(ticks(layout).includes(`city = ${["Oslo", "Bergen &amp; Stord", "Tromsø"][city ?? 0]}`));
      assert.match(text, /^From the base value 0\.3 to the prediction/);
    });

    it("keeps the sum where small features share a bar", async () => {
      const { data, layout } = await drawn(waterfallPlot(many, { index: 5, top: 2 }));
      const bars = barsOf(data);
      assert.equal(bars.length, 3);
      assert.equal(ticks(layout)[2], "2 other features");
      near((bars[0]?.from ?? 0) + (bars[0]?.value ?? 0), many.answers?.[5]);
    });

    it("takes into account what a method falls short of the sum", async () => {
      const short = linearExplanation(1, { convergenceDelta: Float32Array.of(0.05) });
      const bars = barsOf((await drawn(waterfallPlot(short))).data);
      near(bars.at(-1)?.from, 0.35);
    });

    it("is refused where values do not add up, for pixels, and for a row that is not there", () => {
      const plain = linearExplanation(1);
      const partless = linearExplanation(1, { convergenceDelta: undefined as never });
      assert.throws(() => waterfallPlot(partless), /do not add up to the model's output.*KernelShap/);
      assert.throws(() => waterfallPlot(explain(0)), ShapeError);
      assert.throws(() => waterfallPlot(plain, { index: 1 }), /no map 1: the explanation has 1 \(0–0\)/);
      assert.throws(() => waterfallPlot(plain, { featureNames: ["a"] }), OptionError);
    });

    it("gives the standard errors of a sampled method", async () => {
      const sampled = linearExplanation(1, { standardError: Float32Array.of(0.01, 0.02, 0.03, 0) });
      const texts = (await drawn(waterfallPlot(sampled))).data.flatMap(({ text }) => text as string[]);
      const errors = texts.map((text) => text.split(" ± ")[1]).sort();
      assert.deepEqual(errors, ["0.01", "0.02", "0.03", undefined]);
    });
  });

  it("force: what raises and what lowers meet at the answer, and begin a base apart", async () => {
    const { data } = await drawn(forcePlot(many, { index: 3 }));
    const answer = many.answers?.[3] ?? 0;
    const ends = data.map(({ base, x }) => list(base).map((from, i) => [from, from + (list(x)[i] ?? 0)] as const));
    for (const bars of ends) near(bars[0]?.[1], answer);
    const outer = ends.map((bars) => (bars.at(-1)?.[0] ?? 0) - answer);
    near(
      outer.reduce((sum, value) => sum + value, 0),
      0.3 - answer,
    );
  });

  it("decision: each line runs from the base to its answer through the features, the most important at the top", async () => {
    const { data, layout } = await drawn(decisionPlot(many, { indices: [0, 1, 2] }));
    assert.equal(data.length, 3);
    for (const [i, { x, y }] of data.entries()) {
      near(list(x)[0], 0.3);
      near(list(x).at(-1), many.answers?.[i]);
      assert.deepEqual(list(y), [3.5, 2.5, 1.5, 0.5, -0.5]);
    }
    assert.equal(ticks(layout).at(-1), "weight");
    assert.throws(() => decisionPlot(many), /300 lines are too many: choose 1 to 200/);
  });

  it("beeswarm: a point for each row in each feature's line, colored by its value, spread where many are alike", async () => {
    const { data, layout, text } = await drawn(beeswarmPlot(many));
    assert.equal(data.length, 4);
    const place = ticks(layout).indexOf("age");
    const age = data[place];
    assert.ok(age);
    list(age.x).forEach((x, i) => void assert.ok(Math.abs(x - (many.values[4 * i] ?? 0)) < 1e-3));
    assert.ok(list(age.y).every((y) => Math.abs(y - place) <= 0.45));
    assert.ok(new Set(list(age.y)).size > 3);
    const color = list((age.marker as { color: unknown }).color);
    const oldest = Array.from(many.inputs)
      .filter((_, i) => i % 4 === 0)
      .reduce((best, value, i, all) => (value > (all[best] ?? 0) ? i : best), 0);
    assert.equal(color[oldest], 1);
    assert.match(text, /^(age|city): mean \|value\| /);
    assert.match(text, /age: .*rank correlation with the feature's value \+0\.\d/);
    assert.throws(() => beeswarmPlot(row), /waterfall\(\)/);
  });

  it("beeswarm: leaves out rows of a huge table, and says so", async () => {
    const { data, text } = await drawn(beeswarmPlot(linearExplanation(5001)));
    assert.equal(list(data[0]?.x).length, 834);
    assert.match(text, /one row in 6 of the 5,001/);
  });

  it("dependence: a feature's value against what it adds, colored by the one it goes with", async () => {
    const { data, layout, text } = await drawn(dependencePlot(many, "age"));
    assert.deepEqual(
      list(data[0]?.x),
      Array.from(many.inputs).filter((_, i) => i % 4 === 0),
    );
    assert.match(text, /Colored by city\./);
    assert.equal((layout.xaxis as { title: { text: string } }).title.text, "age");
    const { layout: cities } = await drawn(dependencePlot(many, "city", { colorBy: null }));
    assert.deepEqual((cities.xaxis as { ticktext: string[] }).ticktext, ["Oslo", "Bergen &amp; Stord", "Tromsø"]);
    assert.throws(() => dependencePlot(many, "height"), /no feature height: there are age, income/);
  });

  it("importance: mean |value| of all rows, or a row's own", async () => {
    const { text } = await drawn(importancePlot(many));
    let total = 0;
    for (let i = 1; i < many.values.length; i += 4) total += Math.abs(many.values[i] ?? 0) / 300;
    assert.match(text, new RegExp(`income <k€>: ${Number(total.toPrecision(4))}`));
    assert.match((await drawn(importancePlot(many, { index: 2 }))).text, /[+−]/);
    assert.throws(() => importancePlot(many, { index: 300 }), OptionError);
  });

  it("scatter: two lists point by point, with whiskers and the line of equals", async () => {
    const { data, text } = await drawn(
      scatterPlot([1, 2, 3], [1, 4, 9], { identity: true, standardError: [0, 1, 2], labels: ["a", "b", "<c>"] }),
    );
    assert.deepEqual(
      [data[0]?.x, data[1]?.y, data[1]?.customdata],
      [
        [1, 9],
        [1, 4, 9],
        ["a", "b", "&lt;c>"],
      ],
    );
    assert.match(text, /3 points, rank correlation \+1/);
    assert.throws(() => scatterPlot([1], [1, 2]), OptionError);
  });
});
