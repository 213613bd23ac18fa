import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { displayKey, type HeatmapOptions, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { noisy } from "../display/noisy.ts";
import { editorPages } from "./editorPages.ts";

async function payloadOf(explanations: Explanation | Explanation[], options: HeatmapOptions = {}) {
  const bundle = await heatmap(explanations, options)[displayKey]();
  return JSON.parse(JSON.stringify(bundle[mime.explanation])) as ExplanationPayload;
}

/** Eight pictures, each another part of one. */
function batch(): Explanation {
  const { inputs, values } = noisy(32, 3);
  const [count, size] = [8, inputs.length];
  const shape = [count, 32, 32, 3];
  return noisy(32, 3, {
    inputs: Float32Array.from({ length: count * size }, (_, i) => inputs[(i + Math.floor(i / size) * 288) % size]),
    values: Float32Array.from({ length: count * size }, (_, i) => values[i % size]),
    shape,
    inputShape: shape,
    probabilities: Float32Array.from({ length: count * 10 }, (_, i) => (i % 10 === 3 ? 0.7 : 0.03)),
    target: new Array(count).fill(3),
  });
}

describe("photographs in the explanation view, in Chromium", () => {
  const { open } = editorPages("explanation");
  const stages = (page: Page) => page.getByRole("application");
  /** The drawn color of a pixel. */
  const pixel = (page: Page, stage: number, y: number, x: number) =>
    page
      .locator("canvas")
      .nth(stage)
      .evaluate(
        (canvas, [y, x]) => {
          const { width, height } = canvas as HTMLCanvasElement;
          const context = new OffscreenCanvas(1, 1).getContext("2d");
          context?.drawImage(canvas as HTMLCanvasElement, -Math.floor(x * width), -Math.floor(y * height));
          return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
        },
        [y, x] as const,
      );
  const drawn = (page: Page) =>
    page.waitForFunction(() => {
      const canvas = document.querySelector(".output > div")?.shadowRoot?.querySelector("canvas");
      const context = new OffscreenCanvas(1, 1).getContext("2d");
      if (canvas) context?.drawImage(canvas, 0, 0);
      const data = context?.getImageData(0, 0, 1, 1).data;
      return data && data[3] > 0 && (data[0] !== data[1] || data[1] !== data[2]) && data[0] !== 31;
    });

  it("stand in color beside their maps, and lightened under them", async () => {
    const map = noisy(96, 3, { values: new Float32Array(96 * 96 * 3) });
    const { page } = await open(await payloadOf(map), { theme: "light" });
    await drawn(page);
    assert.equal(await stages(page).count(), 2);
    const [photo, under] = [await pixel(page, 0, 0.5, 0.5), await pixel(page, 1, 0.5, 0.5)];
    const byte = (channel: number) => map.inputs[3 * (48 * 96 + 48) + channel] * 128 + 127;
    for (const channel of [0, 1, 2]) {
      assert.ok(Math.abs(photo[channel] - byte(channel)) < 25, `${photo} is not ${byte(channel)}`);
      assert.ok(under[channel] > photo[channel], "lightened");
    }
  });

  it("alone, and only where the map is largest", async () => {
    const values = Float32Array.from({ length: 96 * 96 * 3 }, (_, i) => (Math.floor(i / 3 / 96) < 10 ? 1 : 0.001));
    const { page } = await open(await payloadOf(noisy(96, 3, { values })), { theme: "light" });
    await drawn(page);
    await page.getByRole("radio", { name: "Side by side" }).check({ force: true });
    const [r, g, b] = await pixel(page, 1, 0.9, 0.5);
    assert.ok(r > 240 && g > 240 && b > 240, `paper: ${[r, g, b]}`);
    await page.getByRole("radio", { name: "Top 20% only" }).check({ force: true });
    assert.deepEqual(await pixel(page, 1, 0.05, 0.5), await pixel(page, 0, 0.05, 0.5));
    assert.ok((await pixel(page, 1, 0.9, 0.5))[2] > 200);
  });

  it("are enlarged to the pixel by keys, wheel and buttons, all maps alike, and moved", async () => {
    const { page } = await open(await payloadOf([noisy(96, 3), noisy(96, 3, { method: "Other" })]), { width: 1200 });
    await drawn(page);
    await stages(page).nth(1).focus();
    const size = () =>
      page.locator("canvas").evaluateAll((all) => all.map((each) => (each as HTMLCanvasElement).width));
    assert.deepEqual(await size(), [96, 96, 96]);
    await page.keyboard.press("+");
    assert.deepEqual(await size(), [64, 64, 64]);
    const box = await stages(page).nth(2).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 10, box.y + 10);
    const readout = page.locator(".readout");
    const before = await readout.textContent();
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.mouse.move(box.x + 10, box.y + 10);
    assert.notEqual(await readout.textContent(), before, "another place is under the pointer");
    for (let i = 0; i < 12; i++) await page.getByRole("button", { name: /^Zoom in/ }).click();
    assert.deepEqual(await size(), [8, 8, 8]);
    await page.getByRole("button", { name: /^Show all/ }).click();
    assert.deepEqual(await size(), [96, 96, 96]);
    await stages(page).nth(2).hover();
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -100);
    await page.keyboard.up("Control");
    await page.waitForFunction(() => {
      const canvas = document.querySelector(".output > div")?.shadowRoot?.querySelector("canvas");
      return canvas && canvas.width < 96;
    });
  });

  it("says color and value of the pixel, whatever part is seen", async () => {
    const map = noisy(96, 3);
    const { page } = await open(await payloadOf(map));
    await drawn(page);
    await page.getByRole("button", { name: /^Zoom in/ }).click();
    const box = await stages(page).nth(1).boundingBox();
    assert.ok(box);
    // The middle 64 of 96 pixels are seen.
    await page.mouse.move(box.x + (10.5 / 64) * box.width, box.y + (20.5 / 64) * box.height);
    assert.match((await page.locator(".readout").textContent()) ?? "", /^\(36, 26\) · color \d+, \d+, \d+$/);
    const at = 3 * (36 * 96 + 26);
    const exact = map.values[at] + map.values[at + 1] + map.values[at + 2];
    const told = Number((await page.locator(".value b").textContent())?.replace("−", "-"));
    assert.ok(Math.abs(told - exact) <= 6e-3 * Math.abs(exact), `${told} is not ${exact}`);
  });

  it("are smoothed in what is drawn, not in what is read", async () => {
    const { page } = await open(await payloadOf(noisy(96, 3)));
    await drawn(page);
    const box = await stages(page).nth(1).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 50, box.y + 50);
    const read = await page.locator(".value b").textContent();
    const color = await pixel(page, 1, 0.3, 0.3);
    await page.getByRole("slider", { name: "Smoothing" }).fill("4");
    await page.mouse.move(box.x + 50.4, box.y + 50.4);
    assert.equal(await page.locator(".value b").textContent(), read);
    assert.notDeepEqual(await pixel(page, 1, 0.3, 0.3), color);
  });

  it("of a batch stand each with its maps, never parted by the edge of the page, with class and probability", async () => {
    const maps = [batch(), batch()].map((map, i) => (i === 0 ? map : noisy(32, 3, { ...map.fields, method: "Other" })));
    const labels = Array.from({ length: 10 }, (_, i) => `class ${i} with a name`);
    const payload = await payloadOf(maps, { labels, expected: [3, 3, 3, 3, 3, 3, 3, 5] });
    for (const width of [1000, 700, 420]) {
      const { page } = await open(payload, { width });
      const rows = page.locator("section.row");
      assert.equal(await rows.count(), 8);
      assert.match((await rows.first().textContent()) ?? "", /^class 3 with a nameP = 0\.7.*Wrong: it is class 5/);
      const tops = await rows.evaluateAll((all) =>
        all.map((row) =>
          [...row.querySelectorAll(".card")].map((card) => Math.round(card.getBoundingClientRect().top)),
        ),
      );
      for (const row of tops) assert.equal(new Set(row).size, 1, `${width}: ${row}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels stick out`);
    }
  });

  it("outlines segments with their values", async () => {
    const featureMask = Int32Array.from({ length: 96 * 96 * 3 }, (_, i) => (Math.floor(i / 3) % 96 < 48 ? 0 : 1));
    const values = Float32Array.from(featureMask, (segment) => (segment ? 0.1 : -0.2));
    const about = { label: "Kernel SHAP", role: "contribution" as const, extent: "part" as const };
    const map = noisy(96, 3, { featureMask, values, about });
    const { page } = await open(await payloadOf(map));
    await drawn(page);
    assert.deepEqual(await page.locator(".region").allTextContents(), ["−0.2", "+0.1"]);
    assert.equal(await page.locator("path.segments").first().getAttribute("d"), "M48 0v96");
    await page.getByRole("checkbox", { name: "Regions" }).uncheck();
    assert.equal(await page.locator(".region:visible").count(), 0);
  });

  it("outlines the regions that XRAI ranks, of each map its own", async () => {
    const { inputs } = noisy(96, 3);
    const ranks = (edge: number) => Array.from({ length: 96 * 96 }, (_, i) => (i % 96 < edge ? 1 : 2));
    const regions = Int32Array.from([...ranks(48), ...ranks(24)]);
    const map = noisy(96, 3, {
      method: "Xrai",
      inputs: Float32Array.from([...inputs, ...inputs]),
      inputShape: [2, 96, 96, 3],
      values: Float32Array.from(regions, (rank) => 1 / rank),
      shape: [2, 96, 96, 1],
      regions,
      target: [3, 3],
      probabilities: new Float32Array(20).fill(0.1),
      about: { label: "XRAI", role: "localization", extent: "place" },
    });
    const { page } = await open(await payloadOf(map));
    await drawn(page);
    const lines = await page
      .locator("path.segments:not(.dark)")
      .evaluateAll((all) => all.map((path) => path.getAttribute("d")));
    assert.deepEqual(lines, ["M48 0v96", "M24 0v96"]);
    // Where a value stands for a place, it is read there, and not written over a region.
    assert.equal(await page.locator(".region").count(), 0);
    assert.ok(!(await page.locator("code").allTextContents()).some((code) => code.includes("featureMask")));
    await page.getByRole("checkbox", { name: "Regions" }).uncheck();
    assert.equal(await page.locator("path.segments:visible").count(), 0);
  });

  it("that are gray have a window and a level", async () => {
    const values = new Float32Array(96 * 96);
    const { page } = await open(await payloadOf(noisy(96, 1, { values })), { theme: "light" });
    await page.waitForTimeout(300);
    const [before] = await pixel(page, 0, 0.5, 0.5);
    await page.getByRole("slider", { name: "Window" }).fill("2");
    await page.getByRole("slider", { name: "Level" }).fill(String(before - 20));
    assert.deepEqual((await pixel(page, 0, 0.5, 0.5)).slice(0, 3), [255, 255, 255]);
    await page.getByRole("slider", { name: "Level" }).fill(String(before + 20));
    assert.deepEqual((await pixel(page, 0, 0.5, 0.5)).slice(0, 3), [0, 0, 0]);
  });

  it("of many classes show the five best, and find others by name", async () => {
    const labels = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
    const probabilities = Float32Array.from(labels, (_, i) => (i >= 500 && i < 506 ? (i - 499) / 100 : 1e-4));
    const about = { kind: "classes", name: "output", shape: [1000], count: 1000, from: "softmax" };
    const map = noisy(96, 3, { probabilities, target: 505, outputSpec: about });
    const live = { view: "v", sources: [{ parameters: [] }] };
    const editor = await open({ ...(await payloadOf(map, { labels })), live });
    const chips = editor.page.locator("button.chip");
    assert.deepEqual(
      await chips.allTextContents(),
      [505, 504, 503, 502, 501].map((i) => `class ${i}`),
    );
    const field = editor.page.getByRole("combobox", { name: "Find a class…" });
    await field.fill("nobody");
    await field.press("Enter");
    await editor.page.getByText("None is called nobody").waitFor();
    await field.fill("CLASS 7");
    await field.press("Enter");
    await editor.page.waitForFunction(() => document.querySelector(".output"));
    const asked = (await editor.posted()).find(({ type }) => type === "comm_msg") as { data: { changes: object } };
    assert.deepEqual(asked.data.changes, { options: {}, target: 7 });
  });

  for (const theme of ["dark", "light", "highContrast"] as const) {
    it(`has its picture taken: ${theme}`, async () => {
      const editor = await open(await payloadOf(batch()), { theme });
      await editor.picture(`photographs-${theme}`);
    });
  }
});
