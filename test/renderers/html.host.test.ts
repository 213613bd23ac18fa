import assert from "node:assert/strict";
import { displayKey, imageGrid, table } from "../../kernel/library/display/index.ts";
import { goldens } from "../goldens.ts";
import { editorPages } from "./editorPages.ts";

const htmlOf = async (shown: ReturnType<typeof table>) => String((await shown[displayKey]())["text/html"]);
const rows = Array.from({ length: 90 }, (_, i) => ({ method: `method ${i}`, fit: i / 90, passes: i * 1000 }));

describe("the HTML renderer in Chromium", () => {
  const { open } = editorPages("html");

  it("shows our tables, long ones with a keyboard's scroll, and pictures with their words", async () => {
    const editor = await open(await htmlOf(table(rows, { caption: "Fit" })));
    const { page } = editor;
    assert.equal(await page.getByRole("row").count(), 91);
    const region = page.getByRole("region", { name: "Fit" });
    await region.focus();
    await page.keyboard.press("End");
    await page.waitForFunction(() => {
      const frame = document.querySelector(".output > div")?.shadowRoot?.querySelector(".scroll");
      return frame && frame.scrollTop > 100;
    });
    const pictures = { shape: [4, 28, 28, 1], values: goldens("modelA")("input").values.slice(0, 4 * 784) };
    await editor.show(await htmlOf(imageGrid(pictures, { labels: ["a", "b", "c", "<d>"], title: "Digits" })), "grid");
    await page.getByRole("img", { name: "Picture 4: <d>" }).waitFor();
    const paper = page.locator("img.glassbook-paper").first();
    assert.match(await paper.evaluate((image) => getComputedStyle(image).filter), /invert/);
    await editor.theme("light");
    await page.waitForFunction(() => {
      const image = document.querySelectorAll(".output > div")[1].shadowRoot?.querySelector("img");
      return image && getComputedStyle(image).filter === "none";
    });
    await editor.picture("html-light");
  });

  it("runs nothing, asks for nothing, and keeps styles to itself", async () => {
    const { page, posted } = await open(
      `<p id="kept" onclick="globalThis.ran = 1">kept <b>bold</b> <a href="javascript:globalThis.ran = 1">bad</a> <a href="https://example.org/">good</a></p>
      <script>globalThis.ran = 1</script><img src="x" onerror="globalThis.ran = 1"><img src="https://example.org/spy.png" alt="spy">
      <svg onload="globalThis.ran = 1"><a xlink:href="javascript:1"><text>t</text></a><use href="https://example.org/x.svg#a"/></svg>
      <iframe srcdoc="<script>parent.ran = 1</script>"></iframe><object data="https://example.org"></object>
      <form action="https://example.org"><input name="password"><button>Send</button></form>
      <style>body, p { color: rgb(1, 2, 3) } @import "https://example.org/a.css";</style>
      <style>b { color: rgb(4, 5, 6) }</style>
      <div style="background: url(https://example.org/b.png); position: fixed; inset: 0">over</div>
      <math><mtext></table><img src onerror="globalThis.ran = 1">`,
      { unguarded: true },
    );
    await page.locator("p").first().click();
    assert.equal(await page.evaluate(() => (globalThis as { ran?: number }).ran), undefined);
    assert.equal(await page.locator("script:not([src]), iframe, object, form, input, button").count(), 0);
    assert.equal(await page.getByText("bad").getAttribute("href"), null);
    assert.equal(await page.getByText("good").getAttribute("rel"), "noopener noreferrer");
    const colour = (text: string) =>
      page.getByText(text, { exact: true }).evaluate((each) => getComputedStyle(each).color);
    assert.equal(await colour("bold"), "rgb(4, 5, 6)");
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(1, 2, 3)");
    assert.ok((await posted()).every(({ type }) => type === "kernel_state_request"));
  });

  it("says so where there is too much", async () => {
    const { page } = await open("x".repeat(11_000_000), { locale: "zh-CN" });
    assert.match((await page.getByRole("alert").textContent()) ?? "", /11 MB/);
  });
});
