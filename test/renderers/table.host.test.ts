import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { displayKey, type Row, type TableOptions, table } from "../../kernel/library/display/index.ts";
import type { TablePayload } from "../../kernel/payloads/tablePayload.ts";
import type { EditorPageOptions } from "./editorPage.ts";
import { editorPages } from "./editorPages.ts";

/** What the kernel sends: through JSON, as it travels. */
async function payloadOf(rows: readonly Row[], options: TableOptions = {}): Promise<TablePayload> {
  const bundle = await table(rows, options)[displayKey]();
  return JSON.parse(JSON.stringify(bundle["application/vnd.glassbook.table.v1+json"])) as TablePayload;
}

const measured = [
  { method: "LIME", fit: 0.38123456, passes: 1000, auc: "0.9 ± 0.1" },
  { method: "kernel 10", fit: -2, passes: 12, auc: "–" },
  { method: "Kernel 9", fit: null, passes: 200, auc: "0.25 ± 0.2" },
  { method: "épreuve", fit: Number.POSITIVE_INFINITY, passes: 5, auc: "10 ± 3" },
  { method: "zero", fit: Number.NaN, passes: 1e6, auc: "" },
  { method: "", fit: -1e-7, passes: 7, auc: "−3 ± 1" },
];
const wave = (rows: number, columns: number) =>
  Array.from({ length: rows }, (_, i) =>
    Object.fromEntries(
      Array.from({ length: columns }, (_, j) => [`column ${j}`, Math.sin(i * (j + 1)) * 10 ** (j % 5)]),
    ),
  );

describe("the table view in Chromium", () => {
  const { open } = editorPages("table");

  const column = (page: Page, index: number) =>
    page.locator(`tbody:not(.space) td:nth-child(${index + 1})`).allTextContents();
  const head = (page: Page, name: string) => page.getByRole("columnheader", { name });
  const sortBy = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

  it("draws every cell of the payload where it belongs, numbers in four digits and to the right", async () => {
    const payload = await payloadOf(measured, { caption: "Fit" });
    const { page } = await open(payload);
    const found = page.getByRole("table", { name: "Fit" });
    assert.deepEqual(await found.getByRole("columnheader").allTextContents(), ["method", "fit", "passes", "auc"]);
    assert.deepEqual(await column(page, 0), ["LIME", "kernel 10", "Kernel 9", "épreuve", "zero", ""]);
    assert.deepEqual(await column(page, 1), ["0.3812", "−2", "", "∞", "NaN", "−1e−7"]);
    assert.deepEqual(await column(page, 2), ["1,000", "12", "200", "5", "1,000,000", "7"]);
    const align = (at: number) =>
      page
        .locator("td")
        .nth(at)
        .evaluate((cell) => getComputedStyle(cell).textAlign);
    assert.deepEqual([await align(0), await align(1), await align(3)], ["start", "right", "start"]);
    await page.getByText("6 rows").waitFor();
    assert.equal(await page.getByRole("searchbox").count(), 0);
  });

  it("sorts by a column: up, down, and as given; numbers by size, texts as they are spoken, empty ones last", async () => {
    const { page } = await open(await payloadOf(measured));
    const order = async () => (await column(page, 2)).map((text) => Number(text.replaceAll(",", "")));
    const given = await order();
    await sortBy(page, "fit");
    assert.deepEqual(await order(), [12, 7, 1000, 5, 200, 1e6]);
    assert.equal(await head(page, "fit").getAttribute("aria-sort"), "ascending");
    await sortBy(page, "fit");
    assert.deepEqual(await order(), [5, 1000, 7, 12, 200, 1e6]);
    assert.equal(await head(page, "fit").getAttribute("aria-sort"), "descending");
    await sortBy(page, "fit");
    assert.deepEqual(await order(), given);
    assert.equal(await head(page, "fit").getAttribute("aria-sort"), "none");
    await sortBy(page, "passes");
    assert.deepEqual(await order(), [5, 7, 12, 200, 1000, 1e6]);
    await sortBy(page, "method");
    assert.deepEqual(await column(page, 0), ["épreuve", "Kernel 9", "kernel 10", "LIME", "zero", ""]);
    assert.equal(await head(page, "passes").getAttribute("aria-sort"), "none");
    await sortBy(page, "auc");
    assert.deepEqual(await column(page, 3), ["−3 ± 1", "0.25 ± 0.2", "0.9 ± 0.1", "10 ± 3", "–", ""]);
  });

  it("filters by what is read in a row and by a number as it is, and says how many are left", async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ name: i % 2 ? `Odd ${i}` : `even ${i}`, value: 1000 * i }));
    const { page } = await open(await payloadOf(rows, { caption: "Numbers" }));
    const filter = page.getByRole("searchbox", { name: "Filter rows" });
    const status = page.getByRole("status").first();
    assert.equal(await status.textContent(), "40 rows");
    const { y } = (await filter.boundingBox()) ?? { y: 0 };
    await filter.fill("odd 3");
    assert.deepEqual(await column(page, 0), ["Odd 3", "Odd 31", "Odd 33", "Odd 35", "Odd 37", "Odd 39"]);
    assert.equal(await status.textContent(), "6 of 40 rows");
    assert.equal((await filter.boundingBox())?.y, y);
    await sortBy(page, "value");
    await sortBy(page, "value");
    assert.deepEqual(await column(page, 1), ["39,000", "37,000", "35,000", "33,000", "31,000", "3,000"]);
    for (const typed of ["39,000", "39000"]) {
      await filter.fill(typed);
      assert.deepEqual(await column(page, 0), ["Odd 39"]);
    }
    await filter.fill("nothing of that");
    assert.deepEqual(await column(page, 0), []);
    assert.equal(await status.textContent(), "0 of 40 rows");
    await filter.fill(" ");
    assert.equal((await column(page, 0)).length, 40);
  });

  it("copies the rows that are shown, numbers as they are", async () => {
    const { page } = await open(await payloadOf([...measured, { method: 'a "b", c', fit: 1 / 3 }]));
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await sortBy(page, "fit");
    await page.getByRole("button", { name: "Copy as CSV" }).click();
    await page.getByText("Copied").first().waitFor({ state: "attached" });
    assert.deepEqual((await page.evaluate(() => navigator.clipboard.readText())).split("\n"), [
      "method,fit,passes,auc",
      "kernel 10,-2,12,–",
      ",-1e-7,7,−3 ± 1",
      '"a ""b"", c",0.333333333,,',
      "LIME,0.38123456,1000,0.9 ± 0.1",
      "épreuve,∞,5,10 ± 3",
      "Kernel 9,,200,0.25 ± 0.2",
      "zero,NaN,1000000,",
      "",
    ]);
  });

  it("shows the text to be copied by hand where the clipboard is closed", async () => {
    const { page } = await open(await payloadOf(measured));
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("closed"));
    });
    await page.getByRole("button", { name: "Copy as CSV" }).click();
    assert.match(await page.getByRole("textbox", { name: "Copy as CSV" }).inputValue(), /^method,fit/);
    await page.getByText("Copying is blocked here").waitFor({ state: "attached" });
  });

  it("keeps how it is sorted and filtered over a reload", async () => {
    const payload = await payloadOf(wave(30, 3));
    const first = await open(payload);
    await first.page.getByRole("searchbox").fill("0.9");
    await sortBy(first.page, "column 1");
    await sortBy(first.page, "column 1");
    const second = await open(payload, { state: await first.state('"descending":true') });
    assert.equal(await second.page.getByRole("searchbox").inputValue(), "0.9");
    assert.equal(await head(second.page, "column 1").getAttribute("aria-sort"), "descending");
    assert.deepEqual(await column(second.page, 1), await column(first.page, 1));
    const other = await open(await payloadOf(wave(31, 3)), { state: await first.state('"descending":true') });
    assert.equal((await column(other.page, 0)).length, 31);
  });

  it("takes text for text: in names, cells, captions and notes", async () => {
    const hostile = `<img src=x onerror="globalThis.ran = 1"><b>x</b>`;
    const payload = await payloadOf([{ [hostile]: hostile }], { caption: hostile });
    const { page } = await open({ ...payload, notes: [hostile] });
    const output = page.locator(".output");
    assert.equal(await output.locator("b, img, script").count(), 0);
    assert.equal(await output.getByText(hostile, { exact: true }).count(), 4);
  });

  it("says how many rows are not there, and when there are none", async () => {
    const { page } = await open(await payloadOf(wave(1200, 2)));
    await page.getByText("The first 1,000 of 1,200 rows; the other 200 are not stored here").waitFor();
    const none = await open(await payloadOf([], { columns: ["a", "b"], caption: "Nothing" }));
    await none.page.getByText("This table has no rows.").waitFor();
    assert.deepEqual(await none.page.getByRole("columnheader").allTextContents(), ["a", "b"]);
    const bare = await open(await payloadOf([]));
    await bare.page.getByText("This table has no rows.").waitFor();
  });

  it("shows the sentences below it", async () => {
    const { page } = await open({ ...(await payloadOf(measured)), notes: ["Two agree.", "One does not."] });
    assert.deepEqual(await page.locator(".note").allTextContents(), ["Two agree.", "One does not."]);
  });

  it("scrolls by itself, by keyboard too, with its head in sight; what fits is no stop for Tab", async () => {
    const { page } = await open(await payloadOf(wave(90, 20), { caption: "Waves" }), { width: 700 });
    const region = page.getByRole("region", { name: "Waves" });
    await region.focus();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      document.addEventListener("keydown", ({ key }) => heard.push(key));
    });
    await page.keyboard.press("End");
    await page.waitForFunction(() => {
      const frame = document.querySelector(".output > div")?.shadowRoot?.querySelector(".scroll");
      return frame && frame.scrollTop > 500;
    });
    const box = async (locator: ReturnType<Page["locator"]>) => (await locator.boundingBox())?.y ?? Number.NaN;
    assert.ok(Math.abs((await box(page.getByRole("columnheader").first())) - (await box(region))) < 2);
    await page.keyboard.press("x");
    for (const key of ["Alt+ArrowUp", "Control+Home"]) await region.press(key);
    await page.getByRole("searchbox").press("d");
    assert.deepEqual(await page.evaluate(() => (window as unknown as { heard: string[] }).heard), [
      "x",
      "Alt",
      "ArrowUp",
      "Control",
      "Home",
    ]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels stick out`);
    const small = await open(await payloadOf(measured));
    assert.equal(await small.page.getByRole("region").count(), 0);
    await small.page.keyboard.press("Tab");
    assert.equal(await small.page.locator(":focus").last().textContent(), "method");
  });

  it("lays out further rows when the reader comes near them, down to the last, and says how many there are", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => ({ ...wave(1, 19)[0], i }));
    const { page } = await open(await payloadOf(rows));
    const drawn = page.locator("tbody:not(.space) tr");
    assert.ok((await drawn.count()) < 500);
    assert.equal(await page.getByRole("table").getAttribute("aria-rowcount"), "1001");
    const region = page.getByRole("region");
    await region.focus();
    await page.keyboard.press("End");
    await page.getByRole("cell", { name: "999", exact: true }).waitFor();
    assert.deepEqual(
      (await column(page, 19)).map(Number),
      rows.map(({ i }) => i),
    );
    assert.equal(await page.locator(".space").count(), 0);
    await page.getByRole("searchbox").fill("99");
    assert.equal(await drawn.count(), 19);
    assert.equal(await page.getByRole("table").getAttribute("aria-rowcount"), "20");
  });

  it("stands in the accessible tree as it reads", async () => {
    const { page } = await open(await payloadOf(wave(12, 2), { caption: "Waves" }));
    await sortBy(page, "column 0");
    const tree = await page.locator("main").ariaSnapshot();
    const order = [
      /paragraph: Waves/,
      /searchbox "Filter rows"/,
      /status: 12 rows/,
      /button "Copy as CSV"/,
      /table "Waves"/,
      /columnheader "column 0"/,
      /button "column 0"/,
      /cell "−1"/,
      /row "−0\.9589 −5\.44"/,
    ];
    let from = 0;
    for (const part of order) {
      const found = tree.slice(from).search(part);
      assert.ok(found >= 0, `${part.source} is missing or out of place in:\n${tree}`);
      from += found;
    }
  });

  it("names a column without a name", async () => {
    const { page } = await open(await payloadOf([{ "": "a", x: 1 }]));
    assert.equal(await page.getByRole("button", { name: "column 1" }).count(), 1);
  });

  it("speaks Chinese where the editor does", async () => {
    const editor = await open(await payloadOf(wave(1200, 2)), { locale: "zh-CN" });
    await editor.page.getByRole("searchbox", { name: "筛选行" }).fill("0.99");
    await editor.page.getByText(/^1,000 行中的 \d+ 行$/).waitFor();
    await editor.page.getByText("共 1,200 行中的前 1,000 行；其余 200 行未保存在此处").waitFor();
    await editor.tell({ type: "kernel_state", state: "idle", locale: "en" });
    await editor.page.getByRole("button", { name: "Copy as CSV" }).waitFor();
    assert.equal(await editor.page.getByRole("searchbox").inputValue(), "0.99");
    await editor.show({ version: 2 });
    assert.match((await editor.page.getByRole("alert").textContent()) ?? "", /^This table cannot be shown/);
  });

  const sound = () => payloadOf([{ a: 1, b: "x" }]);
  for (const [what, make, said] of [
    ["is no JSON", async () => '{"version": 1, "rows": [', /is not an object/],
    ["has another version", async () => ({ ...(await sound()), version: 7 }), /version 7, this view reads 1/],
    ["lacks a field", async () => ({ ...(await sound()), columns: undefined }), /columns is not a list/],
    ["has a row too short", async () => ({ ...(await sound()), rows: [[1]] }), /rows\[0\] has 1 cells.*2 columns/],
    [
      "is too large",
      async () => ({ ...(await sound()), rows: Array(100_001).fill([1, "x"]), total: 100_001 }),
      /200,002 cells, and a page holds 200,000: show fewer rows/,
    ],
  ] as const) {
    it(`says so where a payload ${what}`, async () => {
      const { page } = await open(await make());
      const alert = (await page.getByRole("alert").textContent()) ?? "";
      assert.match(alert, /^This table cannot be shown: .+\. Run the cell again\.$/);
      assert.match(alert, said);
    });
  }

  const small = () => payloadOf(measured, { caption: "Fit of each method" });
  const pictures: [string, () => Promise<unknown>, EditorPageOptions][] = [
    ["dark", small, { theme: "dark" }],
    ["light", small, { theme: "light" }],
    ["contrast", small, { theme: "highContrast" }],
    ["contrast-light", small, { theme: "highContrastLight" }],
    ["large", () => payloadOf(wave(1200, 20), { caption: "Waves" }), { theme: "light" }],
    ["empty", () => payloadOf([], { columns: ["a", "b"], caption: "Nothing" }), {}],
    ["broken", async () => ({ version: 3 }), { theme: "highContrast" }],
    ["texts", () => payloadOf(prose, { caption: prose[0].text }), { theme: "light", width: 800 }],
  ];
  for (const [name, make, options] of pictures) {
    it(`has its picture taken: ${name}`, async () => {
      const editor = await open(await make(), options);
      const first = editor.page.getByRole("columnheader").getByRole("button").nth(1);
      if (name !== "empty" && (await first.count()) > 0) await first.click();
      await editor.picture(`table-${name}`);
    });
  }
});

const prose = [
  { text: "A sentence that goes on and on. ".repeat(12), link: `https://example.org/${"path/".repeat(30)}`, n: 1 },
  { text: "短", link: "中文文字没有空格也要换行。".repeat(12), n: 1234567 },
  { text: "line one\nline two", link: "", n: -0.00001 },
];
