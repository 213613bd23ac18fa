import assert from "node:assert/strict";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { OptionError } from "../../kernel/library/ground/errors.ts";
import { type ArraySpec, decodeArray } from "../../kernel/payloads/arraySpec.ts";
import { type ExplanationPayload, explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import type { Figure } from "../../kernel/payloads/figure.ts";
import { threeMaps } from "./fixture.ts";
import * as kinds from "./kinds.ts";
import { rgbOf } from "./rgbOf.ts";

async function drawn(maps: Explanation | Explanation[], options?: Parameters<typeof heatmap>[1]) {
  const bundle = await heatmap(maps, options)[displayKey]();
  const { maps: told } = bundle[mime.explanation] as ExplanationPayload;
  const [first] = told;
  assert.ok(first);
  const { values, shape } = decodeArray(first.values as ArraySpec);
  const png = rgbOf(bundle[mime.png]);
  return { told, first, values: Array.from(values), shape, png, figure: bundle[mime.plotly] as Figure };
}

describe("heatmap of what is no picture", () => {
  it("turns a series to features by steps, and draws it as high as its features need", async () => {
    const series = kinds.series();
    const { first, values, shape, png, figure } = await drawn(series);
    assert.deepEqual(first.layout, { kind: "series", names: ["temperature", "humidity", "wind"] });
    assert.deepEqual(shape, [3, 48]);
    for (const [row, column] of [
      [0, 30],
      [1, 10],
      [2, 47],
    ] as const) {
      const expected = series.values[column * 3 + row] ?? Number.NaN;
      assert.ok(Math.abs((values[row * 48 + column] ?? Number.NaN) - expected) < 1e-3, `${row}, ${column}`);
    }
    assert.deepEqual([png.width, png.height], [224, 32 + 72 + 11]);
    assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, ["temperature", "humidity", "wind"]);
    assert.ok(JSON.stringify(figure.layout.annotations).includes('"step"'));
  });

  it("draws a row as bars, each in its place, of many the largest", async () => {
    const row = { inputs: Float32Array.of(42, 31.5, 1, 0.02), inputSpec: kinds.loan, outputSpec: kinds.price };
    const few = await drawn(kinds.explained([4], [312.4], { ...row, values: Float32Array.of(1, -2, 0, 0.5) }));
    const items = ["age = 42", "income = 31.5", "city = Bergen", "rate = 0.02"];
    assert.deepEqual(few.first.layout, { kind: "list", items, of: 4 });
    assert.deepEqual(
      [few.values, few.shape],
      [
        [1, -2, 0, 0.5],
        [4, 1],
      ],
    );
    const bars = few.figure.data.find(({ type }) => type === "bar");
    assert.deepEqual(bars?.x, [1, -2, 0, 0.5]);
    const many = await drawn(
      kinds.explained([300], [1, 2], {
        values: Float32Array.from({ length: 300 }, (_, i) => (i === 250 ? -9 : i / 300)),
      }),
    );
    assert.equal(many.first.layout?.kind === "list" && many.first.layout.of, 300);
    assert.equal(many.shape[0], 40);
    assert.equal(many.values[0], -9);
  });

  it("names tokens by the vocabulary, and sums what an embedding gives them", async () => {
    const ids = { inputs: Float32Array.of(3, 1, 0, 2), inputShape: [1, 4], inputSpec: kinds.words };
    const { first, values } = await drawn(
      kinds.explained([4], [1], { ...ids, values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [1, 4, 2] }),
    );
    assert.deepEqual(first.layout, { kind: "list", items: ["great", "film", "the", "was"], of: 4 });
    assert.deepEqual(values, [3, 7, 11, 15]);
  });

  it("cuts a volume at its strongest voxel, channels first or last", async () => {
    const size = [9, 16, 12] as const;
    const plane = Float32Array.from({ length: 9 * 16 * 12 }, (_, i) => Math.floor(i / (16 * 12)));
    for (const [layout, shape] of [
      ["channelsFirst", [1, ...size]],
      ["channelsLast", [...size, 1]],
    ] as const) {
      const spec = { ...kinds.scan, layout, shape } as typeof kinds.scan;
      const {
        first,
        values,
        shape: drawnShape,
      } = await drawn(kinds.explained(shape, [1, 2], { values: plane, inputs: plane, inputSpec: spec }));
      assert.deepEqual([first.layout, drawnShape], [{ kind: "slice", at: 8, of: 9 }, [16, 12]]);
      assert.ok(
        values.every((value) => value === 8),
        layout,
      );
    }
  });

  it("takes a title for each explanation, and refuses another number of them", async () => {
    const { told } = await drawn(threeMaps(), { titles: ["a", "b", "c"] });
    assert.deepEqual(
      told.map(({ title }) => title),
      ["a", "b", "c"],
    );
    assert.throws(() => heatmap(threeMaps(), { titles: ["a"] }), OptionError);
  });
});

describe("what a payload says of a map", () => {
  it("is checked: a role, an answer, a layout or a verdict that there is not is named", async () => {
    const bundle = await heatmap(kinds.series())[displayKey]();
    const payload = JSON.parse(JSON.stringify(bundle[mime.explanation])) as ExplanationPayload;
    assert.equal(explanationProblem(payload), undefined);
    const about = { label: "A", role: "contribution", extent: "input" };
    const broken: [string, unknown][] = [
      ["about", { ...about, role: "evidence" }],
      ["about", { ...about, extent: "pixel" }],
      ["about", { ...about, label: 3 }],
      ["about", { ...about, sumsTo: "1" }],
      ["about", { ...about, of: "class" }],
      ["answer", { kind: "class" }],
      ["answer", { kind: "classes", names: [1] }],
      ["answer", { kind: "number", units: "kg" }],
      ["layout", { kind: "graph" }],
      ["layout", { kind: "list", items: ["a"] }],
      ["layout", { kind: "slice", at: 0.5, of: 2 }],
      ["layout", { kind: "image" }],
      ["layout", { kind: "series", names: "abc" }],
      ["evidence", { invalid: 0, adds: "maybe" }],
      ["evidence", { invalid: "0" }],
      ["evidence", { invalid: 0, fit: "good" }],
      ["title", 3],
      ["input", 3],
    ];
    for (const [field, value] of broken) {
      const [map] = payload.maps;
      const problem = explanationProblem({ ...payload, maps: [{ ...map, [field]: value }] });
      assert.match(problem ?? "", new RegExp(`^maps\\[0\\]\\.${field} is not `), JSON.stringify(value));
    }
  });
});
