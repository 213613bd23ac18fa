import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { barPlot, displayKey, plot } from "../../kernel/library/display/index.ts";
import { contentKey } from "../../renderers/vscode/savedState.ts";
import type { EditorPage, EditorPageOptions } from "./editorPage.ts";
import { editorPages } from "./editorPages.ts";

const lines = (points: number, title = "A wave") => ({
  data: [
    { type: "scatter", name: "sine", y: Array.from({ length: points }, (_, i) => Math.sin(i / 5)) },
    { type: "scatter", name: "cosine", y: Array.from({ length: points }, (_, i) => Math.cos(i / 5)) },
  ],
  layout: {
    title: { text: title },
    height: 280,
    xaxis: { title: { text: "step" } },
    yaxis: { title: { text: "height" } },
  },
});

describe("the Plotly renderer in Chromium", () => {
  const { empty, open: openPage } = editorPages("plotly");

  async function open(payload: unknown, options: EditorPageOptions = {}): Promise<EditorPage> {
    const editor = await openPage(payload, options);
    await editor.page.locator("svg.main-svg, [role=alert]").first().waitFor();
    return editor;
  }
  const colorOf = (page: Page) => page.locator(".gtitle").evaluate((text) => getComputedStyle(text).fill);
  const drawnWidth = (page: Page) =>
    page
      .locator("svg.main-svg")
      .first()
      .evaluate((svg) => svg.clientWidth);

  it("takes the editor's theme, also when it changes, and its width", async () => {
    const editor = await open(lines(40), { theme: "light" });
    const { page } = editor;
    assert.equal(await colorOf(page), "rgb(59, 59, 59)");
    await editor.theme("highContrast");
    await page.waitForFunction(() => {
      const title = document.querySelector(".gtitle");
      return title && getComputedStyle(title).fill === "rgb(255, 255, 255)";
    });
    const wide = await drawnWidth(page);
    await page.setViewportSize({ width: 500, height: 800 });
    await page.waitForFunction((was) => (document.querySelector("svg.main-svg")?.clientWidth ?? was) < was - 300, wide);
  });

  it("changes a live chart in place: the same elements, never empty, what was zoomed to stays", async () => {
    const editor = await open(lines(10));
    const { page } = editor;
    await page.evaluate(() => {
      const svg = document.querySelector("svg.main-svg");
      svg?.setAttribute("data-first", "");
      const chart = document.querySelector(".js-plotly-plot");
      (window as { empty?: boolean }).empty = false;
      if (chart)
        new MutationObserver(() => {
          if (!chart.querySelector("svg.main-svg .trace")) (window as { empty?: boolean }).empty = true;
        }).observe(chart, { childList: true, subtree: true });
    });
    for (let points = 11; points < 20; points++) await editor.show(lines(points));
    await page.waitForFunction(() => {
      const chart = document.querySelector(".js-plotly-plot") as unknown as { _fullData?: { y: number[] }[] };
      return chart._fullData?.[0].y.length === 19;
    });
    assert.equal(await page.locator("svg.main-svg[data-first]").count(), 1);
    assert.equal(await page.evaluate(() => (window as { empty?: boolean }).empty), false);
  });

  it("has its bar of buttons and its points by keyboard, and words for a screen reader", async () => {
    const { page } = await open(lines(30));
    const chart = page.getByRole("group", {
      name: "A wave; height over step; sine: points, 30 values; cosine: points, 30 values. Use the arrow keys",
    });
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const status = page.getByRole("status");
    assert.match((await status.textContent()) ?? "", /^sine, 2 of 30: 1, 0\.1987$/);
    await page.locator(".hoverlayer .hovertext").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.match((await status.textContent()) ?? "", /^cosine, 2 of 30: 1, 0\.9801$/);
    await page.keyboard.press("End");
    assert.match((await status.textContent()) ?? "", /^cosine, 30 of 30: 29, /);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className.includes("modebar-btn")), true);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download plot as a PNG" }).press("Enter"),
    ]);
    assert.match(download.suggestedFilename(), /\.png$/);
  });

  /** Zooms to the second quarter. */
  async function zoom(page: Page): Promise<void> {
    const box = await page.locator(".nsewdrag").boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.25, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height - 20, { steps: 5 });
    await page.mouse.up();
  }
  /** Waits until a chart has so many points and is zoomed to the left half of forty. */
  const untilZoomed = (page: Page, points: number) =>
    page.waitForFunction((points) => {
      const chart = document.querySelector(".js-plotly-plot") as unknown as {
        _fullData?: { y: number[] }[];
        _fullLayout?: { xaxis: { range: number[] } };
      };
      return chart?._fullData?.[0].y.length === points && (chart._fullLayout?.xaxis.range[1] ?? 99) < 30;
    }, points);

  it("keeps what was zoomed to of a chart that is updated: under what the notebook holds at last", async () => {
    const first = await open(lines(40));
    await zoom(first.page);
    await first.state("xaxis");
    await first.show(lines(50));
    await untilZoomed(first.page, 50);
    const second = await open(lines(50), { state: await first.state(contentKey(lines(50))) });
    await untilZoomed(second.page, 50);
  });

  it("draws the newest data where what was zoomed to is told after an update", async () => {
    const first = await open(lines(40));
    await zoom(first.page);
    const { page } = await empty({ state: await first.state("xaxis") });
    await page.evaluate(
      (texts) => Promise.all(texts.map((text) => window.editor.show("one", "application/vnd.plotly.v1+json", text))),
      [lines(40), lines(50)].map((figure) => JSON.stringify(figure)),
    );
    await untilZoomed(page, 50);
  });

  it("keeps what was zoomed to over a reload", async () => {
    const first = await open(lines(40));
    await zoom(first.page);
    const second = await open(lines(40), { state: await first.state('"xaxis"') });
    const rangeIn = (page: Page) =>
      page.evaluate(() => {
        const chart = document.querySelector(".js-plotly-plot") as unknown as {
          _fullLayout: { xaxis: { range: number[] } };
        };
        return chart._fullLayout.xaxis.range;
      });
    assert.deepEqual(await rangeIn(second.page), await rangeIn(first.page));
    assert.ok((await rangeIn(second.page))[1] < 30);
  });

  it("draws every kind of chart of ours, without eval", async () => {
    const figure = async (shown: ReturnType<typeof barPlot>) =>
      (await shown[displayKey]())["application/vnd.plotly.v1+json"];
    const editor = await open(await figure(barPlot([0.3, -0.1, 0.9], { labels: ["a", "b", "c"], title: "Bars" })));
    await editor.show(await figure(plot([{ type: "pie", values: [1, 2], labels: ["x", "y"] }])), "pie");
    await editor.show(await figure(plot([{ type: "box", y: [1, 2, 3, 9] }])), "box");
    await editor.page.locator(".pielayer .slice").first().waitFor();
    await editor.page.locator(".boxlayer .box").first().waitFor();
  });

  it("says so where a payload is no figure, is broken, or too large, and draws the next one in its place", async () => {
    const editor = await open(lines(5));
    for (const [payload, message] of [
      ["{", /the figure is not an object/],
      [{ data: 3 }, /the figure has no list called data/],
      [{ data: [{ type: "heatmap", z: { dtype: "f4", bdata: "!!", shape: "2,2" } }], layout: {} }, /plotly\.js says/],
      [
        { data: [{ y: { dtype: "i1", bdata: "A".repeat(8e6) } }], layout: {} },
        /6,000,000 points, and a page holds 3,000,000/,
      ],
    ] as const) {
      await editor.show(payload);
      const told = editor.page.getByRole("alert").getByText(message);
      await told.waitFor();
      assert.match((await told.textContent()) ?? "", /^This chart cannot be drawn: /);
      await editor.show(lines(5));
      await editor.page.locator("svg.main-svg").first().waitFor();
      assert.equal(await editor.page.getByRole("alert").count(), 0);
    }
  });

  it("speaks Chinese where the editor does", async () => {
    const { page } = await open(lines(5), { locale: "zh-CN" });
    await page.getByRole("button", { name: "下载为 PNG" }).waitFor();
    await page.getByRole("group", { name: /sine：?.*5 个值/ }).waitFor();
  });

  it("has its picture taken", async () => {
    const editor = await open(lines(40));
    await editor.page.getByRole("group").first().focus();
    await editor.page.keyboard.press("ArrowRight");
    for (const theme of ["dark", "light", "highContrast"] as const) {
      await editor.theme(theme);
      await editor.page.evaluate(() => new Promise(requestAnimationFrame));
      await editor.picture(`plotly-${theme}`);
    }
  });
});
