import assert from "node:assert/strict";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import { agreement } from "../../kernel/library/explain/index.ts";
import { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { OptionError, ShapeError } from "../../kernel/library/ground/errors.ts";
import { type ArraySpec, decodeArray } from "../../kernel/payloads/arraySpec.ts";
import { type ExplanationPayload, explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import type { Figure, Trace } from "../../kernel/payloads/figure.ts";
import { explain, threeMaps } from "./fixture.ts";
import { rgbOf } from "./rgbOf.ts";

type Options = Parameters<typeof heatmap>[1];

async function bundleOf(explanations: Explanation | Explanation[], options?: Options) {
  const bundle = await heatmap(explanations, options)[displayKey]();
  return {
    bundle,
    payload: bundle[mime.explanation] as ExplanationPayload,
    figure: bundle[mime.plotly] as Figure,
    text: bundle[mime.text] as string,
  };
}

const maps = ({ data }: Figure) => data.filter(({ meta }) => (meta as { role: string }).role === "map");
const values = (trace: Trace | undefined) => decodeArray(trace?.z as ArraySpec);
interface Axis {
  cmin: number;
  cmax: number;
  colorscale: [number, string][];
}
const axisOf = (figure: Figure, map: number) => figure.layout[maps(figure)[map]?.coloraxis as string] as Axis;
const notes = (figure: Figure) =>
  (figure.layout.annotations as { text: string }[]).map(({ text }) => text.replaceAll("\u00a0", " ")).join(" ");

describe("heatmap", () => {
  it("offers our payload, Plotly, a picture and a sentence, in this order", async () => {
    const { bundle, payload } = await bundleOf(threeMaps());
    assert.deepEqual(Object.keys(bundle), [mime.explanation, mime.plotly, mime.png, mime.text]);
    assert.equal(explanationProblem(JSON.parse(JSON.stringify(payload))), undefined);
  });

  it("draws the values it is given, row by row from the top, to four digits", async () => {
    const [given] = threeMaps();
    assert.ok(given);
    const { figure, payload } = await bundleOf(given);
    const [map] = maps(figure);
    for (const drawn of [values(map), decodeArray(payload.maps[0]?.values as ArraySpec)]) {
      assert.deepEqual(drawn.shape, [28, 28]);
      for (const [i, value] of given.values.entries()) {
        assert.ok(Math.abs((drawn.values[i] ?? Number.NaN) - value) <= 5.1e-4 * Math.abs(value));
      }
    }
    const y = figure.layout.yaxis as { range: number[] };
    assert.deepEqual(y.range, [27.5, -0.5]);
    assert.deepEqual(decodeArray(map?.customdata as ArraySpec).shape, [28, 28]);
  });

  it("centers a signed scale at zero, whatever the values", async () => {
    const { figure } = await bundleOf(threeMaps());
    for (let map = 0; map < 3; map++) {
      const { cmin, cmax, colorscale } = axisOf(figure, map);
      assert.equal(cmin, -cmax);
      assert.ok(cmax > 0);
      assert.deepEqual(
        colorscale.filter(([at]) => at === 0.5).map(([, color]) => color.endsWith(",0)")),
        [true, true],
      );
    }
  });

  it("shares a color range among maps of one output, never across outputs", async () => {
    const { figure, payload } = await bundleOf(threeMaps());
    const ranges = [0, 1, 2].map((map) => axisOf(figure, map).cmax);
    assert.equal(ranges[1], ranges[2]);
    assert.notEqual(ranges[0], ranges[1]);
    assert.deepEqual(
      payload.maps.map(({ group, range }) => [group, range]),
      [
        ["contribution logit", ranges[0]],
        ["contribution probability of segments", ranges[1]],
        ["contribution probability of segments", ranges[1]],
      ],
    );
  });

  it("takes the clip percentile of |value| as the end of the scale, and the largest where that is 0", async () => {
    const ramp = Float32Array.from({ length: 784 }, (_, i) => (i % 2 ? -i : i));
    assert.equal(axisOf((await bundleOf(explain(0, { values: ramp }), { clip: 50 })).figure, 0).cmax, 392);
    assert.equal(axisOf((await bundleOf(explain(0, { values: ramp }), { clip: 100 })).figure, 0).cmax, 783);
    const single = new Float32Array(784);
    single[5] = -0.25;
    assert.equal(axisOf((await bundleOf(explain(0, { values: single }))).figure, 0).cmax, 0.25);
  });

  it("draws strength without direction on a scale of its own from 0", async () => {
    const strength = explain(7, {
      method: "Saliency",
      options: { abs: true },
      values: explain(7).values.map(Math.abs),
    });
    const { figure, payload } = await bundleOf([strength, explain(7)]);
    assert.equal(axisOf(figure, 0).cmin, 0);
    assert.deepEqual(
      payload.maps.map(({ signed, group }) => [signed, group]),
      [
        [false, "sensitivity logit unsigned"],
        [true, "contribution logit"],
      ],
    );
    assert.match(notes(figure), /Magnitude only/);
  });

  it("sums channels, and lays a coarse map over the whole picture", async () => {
    const channels = explain(0, {
      values: Float32Array.from({ length: 14 * 14 * 2 }, (_, i) => (i % 2 ? 10 : 1)),
      shape: [1, 14, 14, 2],
    });
    const { figure } = await bundleOf(channels);
    assert.ok(values(maps(figure)[0]).values.every((value) => value === 11));
    const { x0, dx } = figure.data[0] as { x0: number; dx: number };
    assert.deepEqual([x0, dx], [-0.25, 0.5]);
  });

  it("gives every input and every target a map", async () => {
    const pair = [explain(0), explain(1)];
    const joined = (name: "values" | "inputs" | "probabilities") =>
      Float32Array.from(pair.flatMap((each) => Array.from(each[name])));
    const batch = explain(0, {
      values: joined("values"),
      shape: [1, 2, 28, 28, 1],
      inputs: joined("inputs"),
      inputShape: [2, 28, 28, 1],
      probabilities: joined("probabilities"),
      target: [4],
    });
    const { figure, payload } = await bundleOf(batch);
    assert.deepEqual(
      payload.maps.map(({ target, image }) => [target, image]),
      [
        [4, 0],
        [4, 1],
      ],
    );
    assert.deepEqual(payload.maps[1]?.probabilities[1], Number((pair[1]?.probabilities[1] ?? 0).toPrecision(4)));
    assert.equal(maps(figure).length, 2);
    const methods = await bundleOf([batch, new Explanation({ ...batch, method: "Saliency" })]);
    assert.equal(methods.payload.columns, 2);
    assert.deepEqual(
      methods.payload.maps.map(({ method, image }) => [method, image]),
      [
        ["IntegratedGradients", 0],
        ["Saliency", 0],
        ["IntegratedGradients", 1],
        ["Saliency", 1],
      ],
    );
  });

  it("says the evidence, and what of it is weak", async () => {
    const { figure, text } = await bundleOf(threeMaps());
    assert.match(notes(figure), /Adds up: Σ = 10\.59, F\(x\) − F\(baseline\) = 10\.59/);
    assert.match(notes(figure), /▲ Weak fit, R² = 0\.38/);
    assert.match(notes(figure), /Typical error ±0\.021: values below 0\.043 may be noise/);
    assert.equal(
      text,
      threeMaps()
        .map((map) => map.describe())
        .join("\n"),
    );
    const off = await bundleOf(explain(0, { convergenceDelta: Float32Array.of(2) }));
    assert.match(notes(off.figure), /▲ Does not add up: Σ = 10\.59, F\(x\) − F\(baseline\) = 8\.585/);
  });

  it("says it of an all-zero, a constant, and a map with NaN or infinite values, and draws them", async () => {
    const zero = await bundleOf(explain(0, { values: new Float32Array(784) }));
    assert.match(notes(zero.figure), /Every value is 0/);
    assert.equal(axisOf(zero.figure, 0).cmax, 1);
    const constant = await bundleOf(explain(0, { values: new Float32Array(784).fill(-0.5) }));
    assert.match(notes(constant.figure), /Every value is −0\.5/);
    const odd = explain(0);
    const broken = explain(0, {
      values: odd.values.map((value, i) => (i === 3 ? Number.NaN : i === 30 ? Number.NEGATIVE_INFINITY : value)),
    });
    const { figure, payload, bundle } = await bundleOf(broken);
    assert.match(notes(figure), /▲ 2 of 784 values are NaN or infinite/);
    assert.equal(payload.maps[0]?.evidence.invalid, 2);
    assert.equal(axisOf(figure, 0).cmax, axisOf((await bundleOf(odd)).figure, 0).cmax);
    const invalid = figure.data.find(({ meta }) => (meta as { role: string }).role === "invalid");
    assert.deepEqual(((invalid?.text ?? []) as string[][]).flat().filter(Boolean), ["NaN", "-Infinity"]);
    const shown = decodeArray(invalid?.z as ArraySpec).values;
    assert.deepEqual([shown[3], shown[30]], [1, 1]);
    assert.ok(Number.isNaN(shown[0]));
    assert.ok(JSON.stringify(bundle).length > 0);
  });

  it("a wholly zero map does not stretch the range of its neighbors", async () => {
    const alone = await bundleOf(explain(0));
    const beside = await bundleOf([explain(0), explain(0, { values: new Float32Array(784) })]);
    assert.equal(axisOf(beside.figure, 0).cmax, axisOf(alone.figure, 0).cmax);
  });

  it("paints the PNG: white paper, gray ink, orange for, blue against, each position a square", async () => {
    const painted = new Float32Array(784);
    painted[0] = 1;
    painted[1] = -1;
    const inputs = new Float32Array(784);
    inputs[28] = 1;
    const { bundle } = await bundleOf(explain(0, { values: painted, inputs }), { clip: 100 });
    const picture = rgbOf(bundle[mime.png]);
    assert.deepEqual([picture.width, picture.height, picture.channels], [224, 32 + 224 + 11, 3]);
    const at = (row: number, column: number) => {
      const from = ((32 + row) * 224 + column) * 3;
      return Array.from(picture.data.subarray(from, from + 3));
    };
    assert.deepEqual([at(0, 0), at(7, 7)], [at(0, 7), [232, 110, 21]]);
    assert.deepEqual([at(0, 8), at(7, 15)], [at(0, 15), [66, 94, 168]]);
    assert.deepEqual(at(8, 0), [140, 140, 140]);
    assert.deepEqual(at(100, 100), [255, 255, 255]);
  });

  it("uses labels, titles and Chinese where asked, and escapes what Plotly would read as HTML", async () => {
    const { figure, text, bundle } = await bundleOf(explain(0), {
      labels: ["<b>null</b>"],
      title: "A & B",
      locale: "zh-CN",
    });
    assert.match(JSON.stringify(figure.layout.annotations), /&lt;b>null&lt;\/b>/);
    assert.match(JSON.stringify(figure.layout.annotations), /A &amp; B/);
    assert.match(text, /^A & B\n/);
    assert.match(text, /<b>null<\/b>/);
    assert.equal((bundle[mime.explanation] as ExplanationPayload).locale, "zh-CN");
  });

  it("gives every row its color bar, but a last row that is not full and has one above", async () => {
    const five = Array.from({ length: 5 }, (_, digit) => explain(digit));
    const { figure } = await bundleOf(five, { columns: 3 });
    const axes = [0, 1, 2, 3, 4].map((map) => axisOf(figure, map) as Axis & { showscale: boolean });
    assert.deepEqual(
      axes.map(({ showscale }) => showscale),
      [true, true, true, false, false],
    );
    assert.equal(new Set(axes.map(({ cmax }) => cmax)).size, 1);
    const short = await bundleOf([...five.slice(0, 3), explain(4, { output: "probability" })], { columns: 3 });
    assert.equal((axisOf(short.figure, 3) as Axis & { showscale: boolean }).showscale, true);
  });

  it("says how far maps of one answer agree, and only of one answer", async () => {
    const { payload } = await bundleOf(threeMaps());
    const found = agreement(threeMaps());
    assert.deepEqual(payload.agreement?.names, ["Integrated Gradients", "LIME", "Kernel SHAP"]);
    assert.equal(payload.agreement?.text, found.describe());
    assert.ok(Math.abs((payload.agreement?.rank[0]?.[1] ?? 9) - (found.rank[0]?.[1] ?? 0)) < 1e-3);
    for (const others of [
      [],
      [explain(1)],
      [explain(0, { target: 3 })],
      [explain(0, { values: new Float32Array(784).fill(Number.NaN) })],
    ]) {
      assert.equal((await bundleOf([explain(0), ...others])).payload.agreement, undefined);
    }
  });

  it("stays small", async () => {
    const { bundle } = await bundleOf(threeMaps());
    assert.ok(JSON.stringify(bundle).length < 81_000, `${JSON.stringify(bundle).length} bytes`);
  });

  it("refuses what it cannot draw, and says what would do", () => {
    assert.throws(() => heatmap([]), OptionError);
    assert.throws(() => heatmap(explain(0), { clip: 0 }), /clip is 0; expected a percentile above 0/);
    assert.throws(() => heatmap(Array.from({ length: 65 }, () => explain(0))), /at most 64 heat maps; got 65/);
    assert.throws(() => heatmap(explain(0, { shape: [784] })), ShapeError);
  });
});
