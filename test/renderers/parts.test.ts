import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeArray } from "../../kernel/payloads/arraySpec.ts";
import {
  type ExplanationPayload,
  explanationProblem,
  type MapPayload,
} from "../../kernel/payloads/explanationPayload.ts";
import { isToRenderer } from "../../kernel/payloads/messages.ts";
import { csvOf } from "../../renderers/explanation/csv.ts";
import { paint, valueAt } from "../../renderers/explanation/paint.ts";
import { settingsFrom } from "../../renderers/explanation/settings.ts";
import { whole } from "../../renderers/explanation/under.ts";
import { viewMapsOf } from "../../renderers/explanation/viewMaps.ts";
import { figureText, lengthOf } from "../../renderers/plotly/figureText.ts";
import { blend, inkOpacity, opacity, palettes } from "../../renderers/shared/colors.ts";
import { cellAt, cursorAt } from "../../renderers/shared/cursor.ts";
import { ticks } from "../../renderers/training/lineChart.ts";
import { stringsIn, timeText } from "../../renderers/training/strings.ts";
import { connect } from "../../renderers/vscode/link.ts";
import { contentKey, savedStates } from "../../renderers/vscode/savedState.ts";
import { eventually } from "../eventually.ts";

const told: MapPayload = {
  method: "Lime",
  target: 1,
  output: "logit",
  probabilities: [0.25, 0.75],
  image: 0,
  values: encodeArray(Float32Array.of(-2, 0, 1, Number.NaN), [2, 2]),
  signed: true,
  group: "logit",
  range: 2,
  evidence: { invalid: 1 },
  text: "",
  options: {},
  engine: "onnx",
  modelPasses: 1,
  elapsedMs: 1,
};
const payload: ExplanationPayload = {
  version: 1,
  locale: "en",
  columns: 1,
  clip: 99,
  images: [encodeArray(Float32Array.of(0, 0.5, 1, 0.25), [2, 2])],
  maps: [told],
};

/** A link with an editor that notes what it is told, and says what the test has it say. */
function linked() {
  const posted: Record<string, unknown>[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const link = connect({
    postMessage: (message) => void posted.push(message as Record<string, unknown>),
    onDidReceiveMessage: (listener) => {
      listeners.push(listener);
      return { dispose() {} };
    },
  });
  const hear = (message: unknown) => {
    for (const listener of listeners) listener(message);
  };
  return { link, posted, hear };
}

describe("parts of the renderers", () => {
  it("a map's colors are those of the stored picture: shades over ink, green for no number", () => {
    const palette = palettes.light;
    const [view] = viewMapsOf(payload);
    const { pixels, size } = paint(view, view.map.values, {
      sign: "all",
      mode: "overlay",
      overlay: 0.5,
      range: 2,
      palette,
      part: whole,
    });
    assert.deepEqual(size, [2, 2]);
    const under = (ink: number) => blend(palette.background, palette.ink, inkOpacity(ink));
    const near = (at: number, expected: readonly number[]) => {
      for (const i of [0, 1, 2]) assert.ok(Math.abs(pixels[4 * at + i] - expected[i]) <= 1, `${at}, ${i}`);
    };
    near(0, blend(under(0), palette.against, opacity(1)));
    near(1, under(0.5));
    near(2, blend(under(1), palette.for, opacity(0.5)));
    near(3, palette.invalid);
  });

  it("the places that are explained have a line around them, in ink", () => {
    const palette = palettes.light;
    const side = 8;
    const flat = { ...told, values: encodeArray(new Float32Array(side * side), [side, side]) };
    const region = { size: [4, 4] as [number, number], runs: [5, 2] };
    const images = [encodeArray(new Float32Array(side * side), [side, side])];
    const [view] = viewMapsOf({ ...payload, images, maps: [{ ...flat, region }] });
    const look = { sign: "all", mode: "overlay", overlay: 0.5, range: 2, palette, part: whole } as const;
    const { pixels } = paint(view, view.map.values, look);
    const drawn = Array.from({ length: side }, (_, y) =>
      Array.from({ length: side }, (_, x) => (pixels[4 * (y * side + x)] === palette.ink[0] ? "#" : ".")).join(""),
    );
    assert.deepEqual(drawn, [
      "........",
      "..####..",
      ".#....#.",
      ".#....#.",
      "..####..",
      "........",
      "........",
      "........",
    ]);
    // Where the view is zoomed in on the upper left quarter, the line is where its places are.
    const part = { top: 0, left: 0, height: 0.5, width: 0.5 };
    const quarter = paint(view, view.map.values, { ...look, part });
    assert.deepEqual(quarter.size, [4, 4]);
    const isInk = (at: number) => quarter.pixels[4 * at] === palette.ink[0];
    assert.deepEqual(
      [...quarter.size.keys(), 2, 3].map((y) => [0, 1, 2, 3].map((x) => (isInk(4 * y + x) ? "#" : ".")).join("")),
      ["....", "..##", ".#..", ".#.."],
    );
    const wrong = { ...payload, images, maps: [{ ...flat, region: { size: [4, 4], runs: [5, -2] } }] };
    assert.equal(explanationProblem(wrong), "maps[0].region is not rows, columns and runs of places");
  });

  it("a cursor stays in the cell it was put in, on every grid", () => {
    const side = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(side, side, fc.nat(400), fc.nat(400), (height, width, row, column) => {
        const grid = { height, width };
        const expected = [Math.min(row, height - 1), Math.min(column, width - 1)];
        assert.deepEqual(cellAt(grid, cursorAt(grid, row, column)), expected);
      }),
    );
    assert.equal(valueAt({ values: Float32Array.of(1, 2, 3, 4), height: 2, width: 2 }, { y: 0.99, x: 0 }), 3);
  });

  it("a table of values has a line for each, as it was stored", () => {
    assert.deepEqual(csvOf(viewMapsOf(payload)).trim().split("\n"), [
      "map,method,target,output,row,column,value,input",
      "0,Lime,1,logit,0,0,-2,0",
      "0,Lime,1,logit,0,1,0,0.5",
      "0,Lime,1,logit,1,0,1,1",
      "0,Lime,1,logit,1,1,NaN,0.25",
    ]);
  });

  it("too many values are refused before they are decoded", () => {
    const huge = { ...told, values: { dtype: "f4" as const, bdata: "A".repeat(220_000_000), shape: "1,1" } };
    assert.throws(() => viewMapsOf({ ...payload, maps: [huge] }), /its 1 maps are 220 MB: more than a page can show/);
  });

  it("saved settings that are odd give way to the first ones", () => {
    const zoom = { scale: 1, y: 0.5, x: 0.5 };
    const drawn = {
      overlay: 0.5,
      sign: "all",
      mode: "overlay",
      smoothing: 0,
      level: 128,
      window: 256,
      segments: true,
      own: false,
      zoom,
    };
    const first = { ...drawn, clip: 99, selected: 0, cursor: undefined, slice: undefined };
    const odd = { overlay: 7, slice: "x", sign: "x", mode: "y", smoothing: -1, zoom: { scale: 0.5, y: 0, x: 0 } };
    for (const saved of [undefined, 3, { ...odd, clip: "1", selected: 9, cursor: { y: 2, x: 0 } }]) {
      assert.deepEqual(settingsFrom(saved, 99, 3), first);
    }
    const kept = {
      overlay: 0.2,
      sign: "negative",
      mode: "top",
      smoothing: 1.5,
      level: 40,
      window: 80,
      segments: false,
      own: true,
      clip: 90,
      selected: 2,
      cursor: { y: 0.5, x: 0.25 },
      zoom: { scale: 4, y: 0.5, x: 0.25 },
      slice: 11,
    };
    assert.deepEqual(settingsFrom(JSON.parse(JSON.stringify(kept)), 99, 3), kept);
  });

  it("an output's state comes from the editor, unless a newer one was written meanwhile", async () => {
    const { link, posted, hear } = linked();
    const saved = savedStates(link);
    const again: string[] = [];
    const [first, twin, other] = ["a", "a", "b"].map((key, i) =>
      saved(
        () => key,
        () => again.push(`${key}${i}`),
      ),
    );
    assert.deepEqual(posted.slice(1), [
      { type: "view_state_request", key: "a" },
      { type: "view_state_request", key: "a" },
      { type: "view_state_request", key: "b" },
    ]);
    for (let i = 0; i <= 1; i += 0.1) other.write(i);
    other.write(1);
    assert.equal(other.read(), 1);
    assert.equal(posted.length, 4, "a view that is not left alone is not told of");
    await eventually(() => posted.length > 4, "what was written");
    assert.deepEqual(posted.slice(4), [{ type: "view_state", key: "b", state: 1 }]);
    hear({ type: "view_state", key: "a", state: { kept: true } });
    hear({ type: "view_state", key: "a", state: { kept: true } });
    hear({ type: "view_state", key: "b", state: 0 });
    assert.deepEqual(again, ["a0", "a1"]);
    assert.deepEqual([first.read(), twin.read(), other.read()], [{ kept: true }, { kept: true }, 1]);
    const [unknown, alone] = [
      saved(
        () => "c",
        () => again.push("c"),
      ),
      savedStates(connect({}))(
        () => "a",
        () => again.push("d"),
      ),
    ];
    hear({ type: "view_state", key: "c" });
    alone.write(2);
    assert.deepEqual([unknown.read(), alone.read(), again.length], [undefined, 2, 2]);
  });

  it("an output has the same key when a notebook was saved, which sorts what it holds, and no other one's", () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        assert.equal(contentKey(sorted(one)), contentKey(one));
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        assert.equal(contentKey(one) === contentKey(other), same);
      }),
    );
  });

  it("a line to the kernel gets its own messages only, and ends with the kernel", () => {
    const { link, posted, hear } = linked();
    const heard: unknown[] = [];
    const listener = { onMessage: (data: unknown) => heard.push(data), onClose: () => heard.push("closed") };
    const line = link.open("t", { a: 1 }, listener);
    const [asked, opened] = posted;
    assert.deepEqual(asked, { type: "kernel_state_request" });
    assert.deepEqual({ ...opened, comm_id: "" }, { type: "comm_open", comm_id: "", target_name: "t", data: { a: 1 } });
    line.send({ b: 2 });
    assert.deepEqual(posted.at(-1), { type: "comm_msg", comm_id: opened.comm_id, data: { b: 2 } });
    for (const message of [null, "x", { type: "comm_msg" }, { type: "comm_msg", comm_id: "other", data: {} }])
      hear(message);
    hear({ type: "comm_msg", comm_id: opened.comm_id, data: { c: 3 } });
    hear({ type: "kernel_state", state: "gone", locale: "zh-cn" });
    hear({ type: "comm_msg", comm_id: opened.comm_id, data: { d: 4 } });
    assert.deepEqual(heard, [{ c: 3 }, "closed"]);
    assert.deepEqual([link.state, link.locale], ["gone", "zh-cn"]);
    assert.equal(isToRenderer({ type: "comm_open", comm_id: "x", data: {} }), false);
  });

  it("axes have few, round marks that hold the data", () => {
    assert.deepEqual(ticks(0, 1, 4), [0, 0.25, 0.5, 0.75, 1]);
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        (low, span) => {
          const marks = ticks(low, low + span, 4);
          assert.ok(marks.length >= 2 && marks.length <= 7, String(marks));
          const room = 1e-6 * (span + Math.abs(low));
          assert.ok(marks[0] <= low + room && (marks.at(-1) ?? 0) >= low + span - room);
        },
      ),
    );
    const times = (locale: "en" | "zh-CN") => [7, 750, 3723].map((seconds) => timeText(seconds, stringsIn(locale)));
    assert.deepEqual(times("en"), ["7 s", "12 min 30 s", "1 h 2 min"]);
    assert.deepEqual(times("zh-CN"), ["7 秒", "12 分 30 秒", "1 小时 2 分"]);
  });

  it("a chart is told in a sentence, typed arrays and nested lists counted", () => {
    assert.equal(lengthOf({ dtype: "f4", bdata: "AAAAAAAAAAA=" }), 2);
    assert.equal(lengthOf([[1, 2], [3]]), 3);
    const figure = { data: [{ type: "bar", name: "<b>fit</b>", y: [1] }], layout: { title: "T" } };
    assert.equal(figureText(figure, "en"), "T; fit: bars, 1 value");
  });
});
