import assert from "node:assert/strict";
import fc from "fast-check";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import { decodeArray, encodeArray } from "../../kernel/payloads/arraySpec.ts";
import { type ExplanationPayload, explanationProblem } from "../../kernel/payloads/explanationPayload.ts";
import { type Figure, figureProblem } from "../../kernel/payloads/figure.ts";
import { ellipsis, textWidth, wrap } from "../../renderers/shared/textWidth.ts";
import { type Theme, themed } from "../../renderers/shared/theme.ts";
import { threeMaps } from "../display/fixture.ts";

const theme: Theme = {
  scheme: "dark",
  foreground: "#eee",
  dimmed: "#aaa",
  lines: "#444",
  panel: "#222",
  font: "sans-serif",
};
const bundle = async () => heatmap(threeMaps())[displayKey]();

describe("typed arrays in JSON", () => {
  it("come back as they were", () => {
    const arrays = fc.oneof(fc.float32Array(), fc.float64Array(), fc.uint8Array(), fc.int16Array(), fc.int32Array());
    fc.assert(
      fc.property(arrays, (values) => {
        const { values: back, shape } = decodeArray(JSON.parse(JSON.stringify(encodeArray(values))));
        assert.deepEqual(back, values);
        assert.deepEqual(shape, [values.length]);
      }),
    );
  });

  it("are written as plotly.js reads them, also from the middle of a buffer", () => {
    const middle = Float32Array.of(0, 1, 2, 3).subarray(1, 3);
    assert.deepEqual(encodeArray(middle, [1, 2]), { dtype: "f4", bdata: "AACAPwAAAEA=", shape: "1,2" });
  });

  it("are refused where bytes, dtype and shape do not fit", () => {
    assert.throws(() => decodeArray({ dtype: "f4", bdata: "AAA=" }), /2 bytes are no whole number of f4/);
    assert.throws(() => decodeArray({ dtype: "u1", bdata: "AAA=", shape: "3" }), /shape 3 wants 3 values, got 2/);
  });
});

describe("payloads from a file", () => {
  it("an explanation's is checked field by field", async () => {
    const payload = (await bundle())[mime.explanation] as ExplanationPayload;
    assert.equal(explanationProblem(payload), undefined);
    const broken = (change: (copy: ExplanationPayload) => void) => {
      const copy = structuredClone(payload);
      change(copy);
      return explanationProblem(copy);
    };
    const first = (copy: ExplanationPayload) => copy.maps[0] as unknown as Record<string, unknown>;
    assert.match(explanationProblem(null) ?? "", /not an object/);
    assert.match(explanationProblem({ ...payload, version: 3 }) ?? "", /version 3, this view reads 1 and 2/);
    assert.match(explanationProblem({ ...payload, columns: "3" }) ?? "", /^columns is not a number/);
    for (const field of ["method", "target", "output", "probabilities", "image", "values", "signed", "range", "text"]) {
      const problem = broken((copy) => {
        first(copy)[field] = null;
      });
      assert.match(problem ?? "", new RegExp(`^maps\\[0\\]\\.${field} is not`));
    }
    const unknown = broken((copy) => {
      first(copy).image = 9;
    });
    assert.match(unknown ?? "", /maps\[0\]\.image names no image/);
  });

  it("a figure's is checked as far as plotly.js needs it", () => {
    assert.equal(figureProblem({ data: [] }), undefined);
    assert.match(figureProblem(null) ?? "", /not an object/);
    assert.match(figureProblem({ data: 3 }) ?? "", /no list called data/);
    assert.match(figureProblem({ data: [{}, 3] }) ?? "", /trace 1/);
    assert.match(figureProblem({ data: [], layout: [] }) ?? "", /layout is not an object/);
  });
});

describe("a heat map in its page", () => {
  it("stands in as many columns as there is room for, its texts never wider than it", async () => {
    const figure = (await bundle())[mime.plotly] as Figure;
    const widths = [1200, 700, 500, 320, 10].map((room) => themed(figure, theme, room).layout.width as number);
    assert.deepEqual(
      widths,
      widths.toSorted((a, b) => b - a),
    );
    assert.ok(
      widths.slice(0, 4).every((width, i) => width <= ([1200, 700, 500, 320][i] ?? 0)),
      String(widths),
    );
    for (const room of [1200, 500, 320]) {
      const { layout } = themed(figure, theme, room);
      const { width, height } = layout as { width: number; height: number };
      for (const { text, x, y, font } of layout.annotations as {
        text: string;
        x: number;
        y: number;
        font: { size: number };
      }[]) {
        assert.ok(x * width + textWidth(text.replaceAll(/<[^>]*>/g, ""), font.size) <= width + 14, text);
        assert.ok(y > 0 && (1 - y) * height + 1.3 * font.size <= height, text);
      }
    }
  });

  it("no two texts or maps overlap, in any number of columns", async () => {
    const figure = (await bundle())[mime.plotly] as Figure;
    for (const room of [1200, 600, 320]) {
      const { layout } = themed(figure, theme, room);
      const { width, height } = layout as { width: number; height: number };
      const boxes = (layout.annotations as { text: string; x: number; y: number; font: { size: number } }[]).map(
        (note) => ({
          name: note.text,
          left: note.x * width,
          right: note.x * width + textWidth(note.text.replaceAll(/<[^>]*>/g, ""), note.font.size),
          top: (1 - note.y) * height,
          bottom: (1 - note.y) * height + 1.25 * note.font.size,
        }),
      );
      for (const n of ["", "2", "3"]) {
        const domain = (name: string) => (layout[name + n] as { domain: [number, number] }).domain;
        const [x, y] = [domain("xaxis"), domain("yaxis")];
        boxes.push({
          name: `map ${n}`,
          left: x[0] * width,
          right: x[1] * width,
          top: (1 - y[1]) * height,
          bottom: (1 - y[0]) * height,
        });
      }
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 0.5 || b.bottom <= a.top + 0.5;
          assert.ok(apart, `at ${room}: "${a.name}" and "${b.name}" overlap`);
        }
      }
    }
  });

  it("takes the page's colors and keeps the scale's limits; the stored figure stays as it is", async () => {
    const figure = (await bundle())[mime.plotly] as Figure;
    const before = JSON.stringify(figure);
    const { data, layout } = themed(figure, theme, 1200);
    assert.equal(JSON.stringify(figure), before);
    const axis = (from: Figure["layout"], name: string) =>
      from[name] as { cmin: number; cmax: number; colorscale: unknown };
    const used = data.find(({ meta }) => (meta as { role: string }).role === "map")?.coloraxis as string;
    assert.equal(axis(layout, used).cmax, axis(figure.layout, "coloraxis").cmax);
    assert.notDeepEqual(axis(layout, used).colorscale, axis(figure.layout, "coloraxis").colorscale);
    assert.equal(layout.paper_bgcolor, "rgba(0,0,0,0)");
  });

  it("leaves the colors that a user's own figure names", () => {
    const own: Figure = { data: [{ y: [1] }], layout: { paper_bgcolor: "red", template: { layout: {} } } };
    const { layout } = themed(own, theme, 500);
    assert.equal(layout.paper_bgcolor, "red");
    assert.deepEqual(layout.template, { layout: {} });
  });
});

describe("text in a figure", () => {
  it("breaks into lines that fit and loses nothing but the spaces between", () => {
    const text = fc.string({ unit: fc.constantFrom("word", "a", " ", "中", "文", "，", "\u00a0") });
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 300 }), (source, width) => {
        const lines = wrap(source, 12, width);
        assert.equal(lines.join("").replaceAll(/\s/g, ""), source.replaceAll(/\s/g, ""));
        for (const line of lines) {
          const whole = !line.includes(" ") && !/[\u2e80-\uffe6]/.test(line);
          assert.ok(whole || textWidth(line, 12) <= width + 24, line);
        }
      }),
    );
  });

  it("keeps a formula with hard spaces in one line, and cuts what must be one line", () => {
    assert.deepEqual(wrap("Adds up: F(x)\u00a0=\u00a03", 12, 80), ["Adds up:", "F(x)\u00a0=\u00a03"]);
    assert.equal(ellipsis("Integrated Gradients", 12, 70), "Integrate…");
    assert.equal(ellipsis("IG", 12, 70), "IG");
  });
});
