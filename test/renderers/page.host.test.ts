import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { notebookToHtml } from "../../kernel/export/html.ts";
import { launchChromium } from "../chromium.ts";
import { explain, threeMaps } from "../display/fixture.ts";
import { root } from "../goldens.ts";
import { gallery } from "./gallery.ts";

const pictures = join(root, "out/pictures");
const file = join(pictures, "gallery.html");
const rendererScript = () => readFileSync(join(root, "dist/renderers/page.entry.js"), "utf8");

/** A page with one HTML output, that would run whatever script gets into it. */
function unguarded(html: string): string {
  const output = { output_type: "display_data" as const, data: { "text/html": html }, metadata: {} };
  const cell = { cell_type: "code" as const, id: "c", metadata: {}, source: "", execution_count: 1, outputs: [output] };
  const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [cell] };
  const page = notebookToHtml(notebook, { rendererScript: rendererScript() });
  return page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
}

describe("an exported page in Chromium, offline", () => {
  let browser: Browser;
  const complaints: string[] = [];

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    writeFileSync(file, notebookToHtml(await gallery(), { rendererScript: rendererScript() }));
    browser = await launchChromium();
  });
  after(() => browser?.close());

  /** Opens the page with every request but its own file refused and noted. */
  async function open(options: { dark?: boolean; width?: number; path?: string } = {}): Promise<Page> {
    const context = await browser.newContext({
      offline: true,
      colorScheme: options.dark ? "dark" : "light",
      viewport: { width: options.width ?? 1200, height: 900 },
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (!/^(?:file|data|blob):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(options.path ?? file).href);
    return page;
  }

  const firstCharts = (page: Page) => page.locator("figure.plotly").first();

  async function drawAll(page: Page): Promise<void> {
    for (const figure of await page.locator("figure.plotly").all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.locator("svg.main-svg, .problem").first().waitFor();
    }
  }

  it("shows three heat maps and says place, pixel value and value under the pointer", async () => {
    const page = await open();
    const figure = firstCharts(page);
    await figure.locator("svg.main-svg").first().waitFor();
    const maps = figure.locator(".cartesianlayer .subplot");
    await maps.nth(2).waitFor({ state: "attached" });
    assert.equal(await maps.count(), 3);
    const titles = await figure.locator(".annotation-text").allTextContents();
    for (const title of ["Integrated Gradients", "LIME", "Kernel SHAP"]) assert.ok(titles.includes(title), title);

    const buttons = await figure
      .locator(".modebar-btn")
      .evaluateAll((all) => all.map((each) => each.getAttribute("data-title")));
    assert.ok(
      buttons.length >= 3 && !buttons.some((label) => /cloud|share|upload/i.test(label ?? "")),
      String(buttons),
    );

    const [row, column] = [9, 20];
    for (const [index, map] of threeMaps().entries()) {
      const plane = figure.locator(".draglayer .nsewdrag").nth(index);
      const box = await plane.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + ((column + 0.5) * box.width) / 28, box.y + ((row + 0.5) * box.height) / 28);
      const hover = figure.locator(".hoverlayer .hovertext");
      await hover.first().waitFor();
      const told = (await hover.first().locator("tspan.line").allTextContents()).join(" | ");
      const value = map.values[row * 28 + column] ?? Number.NaN;
      const ink = explain(0).inputs[row * 28 + column] ?? Number.NaN;
      const [place, inkTold, valueTold] = told.split(" | ");
      assert.equal(place, `(${row}, ${column})`);
      assert.ok(Math.abs(Number(inkTold?.replace("pixel value ", "")) - ink) < 1e-3, told);
      assert.ok(
        Math.abs(Number(valueTold?.replace("value ", "").replace("−", "-")) - value) <= 1e-3 * Math.abs(value),
        told,
      );
      await page.mouse.move(1, 1);
      await hover.first().waitFor({ state: "detached" });
    }
    await page.close();
  });

  it("draws what is far below only when it comes near, and everything without a complaint", async () => {
    const page = await open();
    const charts = page.locator("figure.plotly");
    const count = await charts.count();
    await firstCharts(page).locator("svg.main-svg").first().waitFor();
    assert.equal(
      await charts
        .nth(count - 1)
        .locator("svg.main-svg, .problem")
        .count(),
      0,
    );
    await drawAll(page);
    const problems = await page.locator(".problem").allTextContents();
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? "", /This chart cannot be drawn: the figure has no list called data\./);
    assert.match(problems[1] ?? "", /This chart cannot be drawn: plotly\.js says/);
    assert.equal(await page.locator("figure.plotly.drawn .drawing > img").count(), 0);
    await page.close();
  });

  it("keeps an output's HTML, styles and scripts to themselves", async () => {
    const page = await open();
    const unclosed = page.locator("figure.html .drawing > p").filter({ hasText: "unclosed" });
    assert.equal(await unclosed.innerText(), "unclosed bold");
    const headings = await page.locator("h1").evaluate((element) => getComputedStyle(element).color);
    assert.notEqual(headings, "rgb(255, 0, 0)");
    assert.equal(await page.locator("section.cell").count(), 17);
    await page.close();
  });

  it("runs nothing of an output's HTML, and asks for nothing, also without its policy", async () => {
    const html = `<p id="kept" onclick="globalThis.ran = 1">kept <b>bold</b> <a href="javascript:globalThis.ran = 1">bad</a> <a href="https://example.org/">good</a></p>
      <script>globalThis.ran = 1</script><img src="x" onerror="globalThis.ran = 1"><img src="https://example.org/spy.png" alt="spy">
      <svg onload="globalThis.ran = 1"><a xlink:href="javascript:1"><text>t</text></a><use href="https://example.org/x.svg#a"/></svg>
      <iframe srcdoc="<script>parent.ran = 1</script>"></iframe><object data="https://example.org"></object>
      <form action="https://example.org"><input name="password"><button>Send</button></form>
      <style>body, p { color: rgb(1, 2, 3) } @import "https://example.org/a.css";</style>
      <style>b { color: rgb(4, 5, 6) }</style>
      <div style="background: url(https://example.org/b.png); position: fixed; inset: 0">over</div>
      <math><mtext></table><img src onerror="globalThis.ran = 1">`;
    const path = join(pictures, "unguarded.html");
    writeFileSync(path, unguarded(html));
    const page = await open({ path });
    const output = page.locator("figure.html");
    await output.locator("p").first().click();
    assert.equal(await page.evaluate(() => (globalThis as { ran?: number }).ran), undefined);
    assert.equal(await output.locator(".drawing").locator("script, iframe, object, form, input, button").count(), 0);
    assert.equal(await page.getByText("bad").getAttribute("href"), null);
    assert.equal(await page.getByText("good").getAttribute("rel"), "noopener noreferrer");
    const color = (text: string) =>
      page.getByText(text, { exact: true }).evaluate((each) => getComputedStyle(each).color);
    assert.equal(await color("bold"), "rgb(4, 5, 6)");
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(1, 2, 3)");
    await page.close();
  });

  it("shows a photograph with its map in our own view, without a kernel", async () => {
    const page = await open();
    const view = page.locator("figure.explanation").first();
    await view.scrollIntoViewIfNeeded();
    assert.equal(await view.getByRole("application").count(), 2);
    assert.equal(await view.getByRole("status").filter({ hasText: "stopped" }).count(), 0);
    await view.getByRole("radio", { name: "Side by side" }).check({ force: true });
    await page.emulateMedia({ media: "print" });
    assert.equal(await view.locator(".controls").isVisible(), false);
    await page.close();
  });

  it("shows our tables and picture grids from their HTML, paper turned over in the dark", async () => {
    const page = await open({ dark: true });
    const cell = page.getByRole("cell", { name: "<script>alert(1)</script>" });
    assert.equal(await cell.locator("xpath=following-sibling::td").first().innerText(), "−1e−7");
    const paper = page.getByRole("img", { name: /^filter 3/ }).first();
    assert.match(await paper.evaluate((image) => getComputedStyle(image).filter), /invert/);
    await page.close();
  });

  it("follows the reader's theme while it is open, and the window's width", async () => {
    const page = await open();
    const figure = firstCharts(page);
    const title = figure.locator(".annotation-text").first();
    await title.waitFor();
    const color = () => title.evaluate((element) => getComputedStyle(element).fill);
    const light = await color();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction((was) => {
      const text = document.querySelector("figure.plotly .annotation-text");
      return text && getComputedStyle(text).fill !== was;
    }, light);
    const wide = await figure.locator("svg.main-svg").first().boundingBox();
    await page.setViewportSize({ width: 420, height: 900 });
    await page.waitForFunction(
      (was) => (document.querySelector("figure.plotly svg.main-svg")?.clientHeight ?? 0) > was,
      wide?.height ?? 0,
    );
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    for (const width of [300, 1200, 500, 1200]) await page.setViewportSize({ width, height: 900 });
    const show = (display: string) =>
      page.evaluate(async (value) => {
        document.body.style.display = value;
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      }, display);
    await page.waitForFunction(() => document.querySelector("figure.plotly svg.main-svg")?.clientWidth === 869);
    await show("none");
    await show("");
    await page.waitForTimeout(300);
    await page.waitForFunction(() => document.querySelector("figure.plotly svg.main-svg")?.clientWidth === 869);
    await page.close();
  });

  it("names its pictures and cells for a screen reader", async () => {
    const page = await open();
    const figure = page.getByRole("group", { name: /^Integrated Gradients explains the logit of class 0/ });
    assert.ok((await figure.count()) > 0);
    assert.equal(await page.getByRole("main").count(), 1);
    assert.ok((await page.getByRole("region", { name: /^code cell \d+$/ }).count()) > 5);
    assert.equal(await page.locator("img:not([alt])").count(), 0);
    await page.close();
  });

  for (const [name, options] of [
    ["light", {}],
    ["dark", { dark: true }],
    ["narrow", { dark: true, width: 390 }],
  ] as const) {
    it(`has its picture taken: ${name}`, async () => {
      const page = await open(options);
      await drawAll(page);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(pictures, `gallery-${name}.png`), fullPage: true });
      await page.close();
    });
  }

  it("was silent throughout", () => assert.deepEqual(complaints, []));
});
