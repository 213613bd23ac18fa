import assert from "node:assert/strict";
import {
  barPlot,
  confusionMatrix,
  type Displayable,
  displayKey,
  featureMaps,
  html,
  imageGrid,
  markdown,
  mime,
  plot,
  table,
} from "../../kernel/library/display/index.ts";
import { OptionError, ShapeError, TargetError } from "../../kernel/library/ground/errors.ts";
import { type ArraySpec, decodeArray } from "../../kernel/payloads/arraySpec.ts";
import type { Figure } from "../../kernel/payloads/figure.ts";
import { type ImagesPayload, imagesProblem } from "../../kernel/payloads/imagesPayload.ts";
import { type TablePayload, tableProblem } from "../../kernel/payloads/tablePayload.ts";
import { rgbOf } from "./rgbOf.ts";

async function shown(value: Displayable) {
  const bundle = await value[displayKey]();
  return {
    bundle,
    figure: bundle[mime.plotly] as Figure,
    table: bundle[mime.table] as TablePayload,
    images: bundle[mime.images] as ImagesPayload,
    html: bundle[mime.html] as string,
    text: bundle[mime.text] as string,
  };
}

describe("plot", () => {
  it("stores typed arrays, tensors and long lists as base64, and leaves the rest", async () => {
    const { figure, text } = await shown(
      plot(
        [
          { type: "scatter", x: Float32Array.of(1.5, 2), y: [1, null, 3] },
          { type: "heatmap", z: { shape: [2, 2], dataSync: () => Float32Array.of(1, 2, 3, 4) } },
          { type: "bar", y: Array.from({ length: 65 }, (_, i) => i) },
        ],
        { title: { text: "Mine" }, height: 200 },
      ),
    );
    assert.deepEqual(decodeArray(figure.data[0]?.x as ArraySpec), { values: Float32Array.of(1.5, 2), shape: [2] });
    assert.deepEqual(figure.data[0]?.y, [1, null, 3]);
    assert.deepEqual(decodeArray(figure.data[1]?.z as ArraySpec).shape, [2, 2]);
    assert.equal(decodeArray(figure.data[2]?.y as ArraySpec).values.length, 65);
    assert.equal(figure.layout.height, 200);
    assert.equal(text, "Mine: chart of 3 traces (scatter, heatmap, bar)");
  });

  it("does not take a single trace for a list", () => {
    assert.throws(() => plot({ y: [1] } as never), OptionError);
  });
});

describe("confusionMatrix", () => {
  const expected = [0, 0, 0, 1, 1, 2];
  const answered = [0, 0, 1, 1, 1, 0];

  it("counts true classes down and answers across, with shares of the row in the hover", async () => {
    const { figure, text } = await shown(confusionMatrix(expected, answered, { labels: ["a", "b", "<c>"] }));
    const [right, mistakes] = figure.data;
    const hovers = right?.customdata as string[][];
    assert.deepEqual(right?.text, [
      ["2", "1", ""],
      ["", "2", ""],
      ["1", "", ""],
    ]);
    assert.deepEqual(right?.z, [
      [0.6667, null, null],
      [null, 1, null],
      [null, null, null],
    ]);
    assert.deepEqual(mistakes?.z, [
      [null, 0.3333, null],
      [null, null, null],
      [1, null, null],
    ]);
    assert.equal(hovers[0]?.[1], "true a, predicted b<br>1 of 3 (33.3%)");
    assert.match(hovers[2]?.[0] ?? "", /^true &lt;c>, predicted a/);
    const told = (figure.layout.annotations as { text: string }[]).map((each) => each.text);
    assert.deepEqual(told.slice(0, 6), ["66.7%", "100.0%", "0.0%", "66.7%", "66.7%", "–"]);
    assert.match(
      text,
      /^66\.7% of 6 correct\.\nMost frequent mistakes: a predicted as b \(1\), <c> predicted as a \(1\)\./,
    );
    assert.match(text, /\n {3}a {3}2 {3}1 {3}0\n/);
  });

  it("refuses what is no pair of class lists", () => {
    assert.throws(() => confusionMatrix([0], [0, 1]), OptionError);
    assert.throws(() => confusionMatrix([], []), OptionError);
    assert.throws(() => confusionMatrix([0.5], [0]), TargetError);
    assert.throws(() => confusionMatrix([0], [2], { labels: ["a", "b"] }), /class 2 at 0 has no label/);
  });
});

describe("bar", () => {
  it("ranks by size, whatever the sign, and shows the largest", async () => {
    const { figure, text } = await shown(
      barPlot([0.1, -0.9, 0.5, Number.NaN], { labels: ["a", "b", "c", "d"], top: 3 }),
    );
    assert.deepEqual(
      figure.data.map(({ x, y, customdata }) => [x, y, customdata]),
      [
        [
          [0.5, 0.1],
          [1, 2],
          ["c", "a"],
        ],
        [[-0.9], [0], ["b"]],
      ],
    );
    assert.equal(text, "1. b: −0.9\n2. c: +0.5\n3. a: +0.1\n(the 3 largest of 4)");
  });

  it("says what is wrong with its input", () => {
    assert.throws(() => barPlot([]), OptionError);
    assert.throws(() => barPlot([1], { labels: ["a", "b"] }), /1 values and 2 labels/);
  });
});

describe("table", () => {
  it("escapes, aligns numbers, and fills what a row leaves out", async () => {
    const { html: markup, text } = await shown(
      table(
        [
          { a: "<script>", b: 1234.5678 },
          { a: "&", b: -0.00001234 },
          { b: null, c: [1, "x"] },
        ],
        { caption: "T<" },
      ),
    );
    assert.ok(!markup.includes("<script"));
    assert.match(markup, /<caption>T&lt;<\/caption>/);
    assert.match(markup, /<td style="text-align:left">&lt;script&gt;<\/td><td class="number"[^>]*>1235<\/td>/);
    const lines = [
      "T<",
      "a                   b  c",
      "<script>         1235",
      "&         −0.00001234",
      "                       [1, x]",
    ];
    assert.equal(text, lines.join("\n"));
  });

  it("counts the rows it leaves out", async () => {
    const { text, html: markup } = await shown(
      table(
        Array.from({ length: 1500 }, (_, i) => ({ i })),
        { limit: 2 },
      ),
    );
    assert.match(text, /^i\n0\n1\n… and 1,498 more rows$/);
    assert.equal(markup.match(/<tr>/g)?.length, 3);
  });

  it("carries its cells as they are, more of them than the HTML, and counts the rest", async () => {
    const odd = [
      { n: 0.1 + 0.2, big: 12345678901234567890n, any: "<b>", day: new Date(0) },
      { n: Math.fround(0.1234), any: 3 },
      { n: Number.NaN, any: [1, "x"] },
      { n: Number.NEGATIVE_INFINITY, any: null },
    ];
    const { table: payload } = await shown(table(odd, { caption: "T<", columns: ["n", "big", "any", "day"] }));
    assert.deepEqual(payload, {
      version: 1,
      caption: "T<",
      columns: [
        { name: "n", numeric: true },
        { name: "big", numeric: true },
        { name: "any", numeric: false },
        { name: "day", numeric: false },
      ],
      rows: [
        [0.3, "12345678901234567890", "<b>", "1970-01-01T00:00:00.000Z"],
        [0.123400003, null, 3, null],
        ["NaN", null, "[1, x]", null],
        ["−∞", null, null, null],
      ],
      total: 4,
    });
    assert.equal(Math.fround(payload.rows[1]?.[0] as number), Math.fround(0.1234));
    const rowsOf = async (count: number, columns: number, limit?: number) => {
      const row = Object.fromEntries(Array.from({ length: columns }, (_, i) => [`c${i}`, i]));
      const { bundle, table: kept } = await shown(table(Array(count).fill(row), limit === undefined ? {} : { limit }));
      const html = (String(bundle[mime.html]).match(/<tr>/g)?.length ?? 0) - 1;
      assert.equal(kept.total, count);
      assert.equal(tableProblem(JSON.parse(JSON.stringify(kept))), undefined);
      return [kept.rows.length, html];
    };
    assert.deepEqual(await rowsOf(2000, 20), [1000, 100]);
    assert.deepEqual(await rowsOf(2000, 100), [200, 100]);
    assert.deepEqual(await rowsOf(300, 784), [100, 100]);
    assert.deepEqual(await rowsOf(30, 20, 5), [5, 5]);
    assert.deepEqual(await rowsOf(3000, 100, 2500), [2000, 2500]);
    assert.deepEqual(await rowsOf(0, 3), [0, 0]);
  });

  it("carries fewer rows where texts are long: 200,000 characters, the HTML's rows, what a page holds", async () => {
    const rowsOf = async (count: number, characters: number, limit?: number) => {
      const rows = Array(count).fill({ text: "x".repeat(characters - 8), n: 1 });
      const { table: kept, html: markup } = await shown(table(rows, limit === undefined ? {} : { limit }));
      assert.equal(kept.total, count);
      assert.equal(tableProblem(kept), undefined);
      return [kept.rows.length, (markup.match(/<tr>/g)?.length ?? 0) - 1];
    };
    assert.deepEqual(await rowsOf(2000, 1000), [200, 100]);
    assert.deepEqual(await rowsOf(2000, 5000), [100, 100]);
    assert.deepEqual(await rowsOf(2000, 5000, 300), [300, 300]);
    assert.deepEqual(await rowsOf(60, 1_000_000), [20, 60]);
    assert.deepEqual(await rowsOf(60, 1_000_000, 30), [20, 30]);
    assert.deepEqual(await rowsOf(1, 20_000_020), [0, 1]);
  });

  it("a column that stops being numbers below what the HTML shows is one of texts where it is sorted", async () => {
    const rows = Array.from({ length: 150 }, (_, i) => ({ i: i < 120 ? i : "none" }));
    const { table: payload, html: markup } = await shown(table(rows));
    assert.equal(payload.columns[0]?.numeric, false);
    assert.match(markup, /<td class="number"/);
  });
});

describe("imageGrid", () => {
  it("draws gray pictures with 0 black and 1 bright, and color as it is, each with its caption", async () => {
    const gray = { shape: [2, 1, 2, 1], values: [0, 1, 0.5, 0] };
    const { html: markup, text, bundle, images } = await shown(imageGrid(gray, { labels: ["<one>", "two"], size: 8 }));
    assert.match(markup, /alt="Image 1: &lt;one&gt;"/);
    assert.equal(text, "Image 1: <one>\nImage 2: two");
    const pictures = [...markup.matchAll(/base64,([^"]+)/g)].map(([, data]) => rgbOf(data ?? ""));
    assert.deepEqual(
      pictures.map(({ data }) => Array.from(data)),
      [
        [0, 0, 0, 255, 255, 255],
        [128, 128, 128, 0, 0, 0],
      ],
    );
    assert.equal(imagesProblem(images), undefined);
    assert.deepEqual([images.columns, images.size, images.title], [8, 8, undefined]);
    const { png, ...first } = images.images[0] ?? { png: "" };
    assert.deepEqual(first, { width: 2, height: 1, caption: "<one>", alt: "Image 1: <one>", paper: false });
    assert.deepEqual(Array.from(rgbOf(png).data), [0, 0, 0, 255, 255, 255]);
    const whole = rgbOf(bundle[mime.png]);
    assert.deepEqual([whole.width, whole.height], [8 + 8 + 8, 4]);
    const color = await shown(imageGrid({ shape: [1, 1, 3], values: [1, 0.5, 0] }));
    assert.equal(color.images.images[0]?.paper, false);
    const [, data = ""] = /base64,([^"]+)/.exec(color.html) ?? [];
    assert.deepEqual(Array.from(rgbOf(data).data), [255, 128, 0]);
  });

  it("refuses what it cannot draw", () => {
    assert.throws(() => imageGrid([]), OptionError);
    assert.throws(() => imageGrid({ shape: [784], values: new Float32Array(784) }), ShapeError);
    assert.throws(() => imageGrid({ shape: [2, 2], values: [1] }), /needs 4 values, got 1/);
    assert.throws(() => imageGrid({ shape: [2, 2], values: [1, 1, 1, 1] }, { labels: [] }), /1 images and 0 labels/);
  });
});

describe("featureMaps", () => {
  const activation = { shape: [1, 1, 2, 3], values: [0, 2, -1, 0, 1, Number.NaN] };

  it("draws the filters asked for, on one scale", async () => {
    const { html: markup, text } = await shown(featureMaps(activation, { filters: [1, 2] }));
    const [first, second] = [...markup.matchAll(/base64,([^"]+)/g)].map(([, data]) =>
      Array.from(rgbOf(data ?? "").data),
    );
    assert.deepEqual(first, [232, 110, 21, 242, 172, 121]);
    assert.deepEqual(second?.slice(3), [0, 158, 115]);
    assert.equal(text, "filter 1, strongest value 2\nfilter 2, strongest value −1");
  });

  it("draws a layer's filters where the layer says that they are", async () => {
    const first = { shape: [1, 3, 1, 2], values: [0, 0, 2, 1, -1, Number.NaN] };
    const one = await shown(featureMaps({ ...first, layerAxes: ["channel", "height", "width"] }));
    assert.equal(one.html, (await shown(featureMaps(activation))).html);
    assert.throws(() => featureMaps({ ...first, layerAxes: ["channel", "unknown", "unknown"] }), ShapeError);
  });

  it("names a filter that is not there", () => {
    assert.throws(() => featureMaps(activation, { filters: [3] }), /no filter 3: the layer has 3 \(0–2\)/);
    assert.throws(() => featureMaps({ shape: [2, 2, 2, 2], values: new Float32Array(16) }), ShapeError);
  });
});

describe("text", () => {
  it("markdown and HTML carry their text", async () => {
    assert.deepEqual((await shown(markdown("**a**"))).bundle, { "text/markdown": "**a**", "text/plain": "**a**" });
    const { bundle } = await shown(html("<style>b{}</style><p>Hello <b>you</b></p>"));
    assert.equal(bundle[mime.text], "Hello you");
  });
});
