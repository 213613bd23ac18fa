import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { displayKey, type HeatmapOptions, heatmap } from "../../kernel/library/display/index.ts";
import { agreement } from "../../kernel/library/explain/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { explain, threeMaps } from "../display/fixture.ts";
import { type EditorPageOptions, pictures } from "./editorPage.ts";
import { editorPages } from "./editorPages.ts";

/** What the kernel sends: through JSON, as it travels. */
async function payloadOf(explanations: Explanation | Explanation[], options: HeatmapOptions = {}) {
  const bundle = await heatmap(explanations, options)[displayKey]();
  return JSON.parse(JSON.stringify(bundle["application/vnd.glassbook.explanation.v1+json"])) as ExplanationPayload;
}

/** What is empty, odd or huge. */
const extremes: [string, () => { explanations: Explanation[] } & HeatmapOptions, EditorPageOptions][] = [
  ["ten-methods", () => ({ explanations: tenMethods() }), { theme: "light" }],
  ["narrow", () => ({ explanations: threeMaps() }), { width: 380 }],
  ["odd", () => ({ explanations: odd(), title: "Strength, 0, NaN & <b>labels</b>" }), {}],
  [
    "large",
    () => ({ explanations: photos(1), labels: Array.from({ length: 1000 }, (_, i) => `class number ${i}`) }),
    {},
  ],
  ["many", () => ({ explanations: Array.from({ length: 64 }, (_, i) => explain(i % 8)) }), { theme: "highContrast" }],
];

function tenMethods(): Explanation[] {
  const names = [
    "Saliency",
    "InputXGradient",
    "IntegratedGradients",
    "GradCam",
    "DeepLift",
    "GradientShap",
    "Occlusion",
  ];
  const others = names.map((method, i) =>
    explain(0, { method, values: explain(0).values.map((value) => (i === 0 ? Math.abs(value) : value * (i + 1))) }),
  );
  return [...threeMaps(), ...others];
}

function odd(): Explanation[] {
  const values = explain(3).values.slice();
  values.set([Number.NaN, Number.POSITIVE_INFINITY], 100);
  return [
    explain(7, { method: "Saliency", options: { abs: true }, values: explain(7).values.map(Math.abs) }),
    explain(7, { values: new Float32Array(784) }),
    explain(3, { values }),
  ];
}

/** Photographs of 224 × 224 in color, of a thousand classes. */
function photos(count: number): Explanation[] {
  const size = 224;
  const inputs = Float32Array.from({ length: size * size * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % size, Math.floor(i / 3 / size)];
    return 0.5 + 0.3 * Math.sin(x / 20 + (i % 3)) * Math.cos(y / 31) + 0.2 * Math.sin((x + y) / 9);
  });
  const probabilities = Float32Array.from({ length: 1000 }, (_, i) => (i === 281 ? 0.7003 : 0.0003));
  const shape = [1, size, size, 3];
  return Array.from({ length: count }, (_, k) => {
    const values = inputs.map((value, i) => value * Math.sin(i / (4000 * (k + 1))) * 0.01);
    return explain(0, { inputs, values, shape, inputShape: shape, probabilities, target: 281 });
  });
}

describe("the explanation view in Chromium", () => {
  const { open } = editorPages("explanation");

  const maps = (page: Page) => page.getByRole("application");
  /** Moves the pointer to the middle of a cell of a 28 × 28 map. */
  async function hover(page: Page, map: number, row: number, column: number): Promise<void> {
    const box = await maps(page).nth(map).boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + ((column + 0.5) * box.width) / 28, box.y + ((row + 0.5) * box.height) / 28);
  }
  const shown = (page: Page) => page.locator(".value b").allTextContents();
  const told = (text: string) => Number(text.replace("−", "-"));
  /** The drawn color of a cell, 0 to 255. */
  const pixel = (page: Page, map: number, row: number, column: number) =>
    page
      .locator("canvas")
      .nth(map)
      .evaluate(
        (canvas, [row, column]) => {
          const context = new OffscreenCanvas(1, 1).getContext("2d");
          context?.drawImage(canvas as HTMLCanvasElement, -column, -row);
          return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
        },
        [row, column] as const,
      );

  it("tells every method's value of the cell under the pointer", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    await hover(page, 1, 9, 20);
    const values = (await shown(page)).map(told);
    for (const [i, { values: exact }] of threeMaps().entries()) {
      const expected = exact[9 * 28 + 20];
      assert.ok(Math.abs(values[i] - expected) <= 5e-3 * Math.abs(expected), `${values[i]} is not ${expected}`);
    }
    assert.match((await page.locator(".readout").textContent()) ?? "", /^\(9, 20\) · pixel value /);
    const ink = Number(await page.locator(".readout b").textContent());
    assert.ok(Math.abs(ink - explain(0).inputs[9 * 28 + 20]) < 1e-3);
    await page.mouse.move(1, 1);
    assert.deepEqual(await shown(page), []);
  });

  it("has a keyboard's cursor that all maps share and a screen reader hears", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    await maps(page).first().focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Home");
    await page.keyboard.press("PageUp");
    for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowDown");
    for (let i = 0; i < 20; i++) await page.keyboard.press("ArrowRight");
    const values = (await shown(page)).map(told);
    for (const [i, map] of threeMaps().entries()) {
      assert.ok(Math.abs(values[i] - map.values[9 * 28 + 20]) <= 5e-3 * Math.abs(values[i]));
    }
    const status = await page.getByRole("status").filter({ hasText: "pixel value" }).textContent();
    assert.match(
      status ?? "",
      /^\(9, 20\), pixel value [\d.]+: Integrated Gradients \+0\.742, LIME \+0\.27\d*, Kernel SHAP/,
    );
    for (let i = 0; i < 40; i++) await page.keyboard.press("ArrowRight");
    assert.match((await page.locator(".readout").textContent()) ?? "", /^\(9, 27\)/);
    await page.keyboard.press("Escape");
    assert.deepEqual(await shown(page), []);
  });

  it("draws for orange and against blue, and only what the sign asks for", async () => {
    const { page } = await open(await payloadOf(explain(0)), { theme: "light" });
    const { values } = explain(0);
    const strongest = values.indexOf(Math.max(...values));
    const weakest = values.indexOf(Math.min(...values));
    const place = (at: number) => [Math.floor(at / 28), at % 28] as const;
    const [red, , blue] = await pixel(page, 0, ...place(strongest));
    assert.ok(red > blue + 80, `${red}, ${blue}`);
    const against = await pixel(page, 0, ...place(weakest));
    assert.ok(against[2] > against[0] + 40, String(against));
    await page.getByRole("radio", { name: "For" }).check({ force: true });
    const [r, g, b] = await pixel(page, 0, ...place(weakest));
    assert.ok(r === g && g === b, `only ink is left: ${r}, ${g}, ${b}`);
    await page.getByRole("radio", { name: "Magnitude" }).check({ force: true });
    const violet = await pixel(page, 0, ...place(weakest));
    assert.ok(violet[0] > violet[1] + 40 && violet[2] > violet[1] + 40, String(violet));
  });

  it("goes from the image alone to the map alone", async () => {
    const { page } = await open(await payloadOf(explain(0)), { theme: "light" });
    const slider = page.getByRole("slider", { name: "Opacity" });
    const { values, inputs } = explain(0);
    const strongest = values.indexOf(Math.max(...values));
    const place = [Math.floor(strongest / 28), strongest % 28] as const;
    await slider.fill("0");
    assert.equal(await slider.getAttribute("aria-valuetext"), "image 100%, map 0%");
    const [r, g, b] = await pixel(page, 0, ...place);
    assert.ok(r === g && g === b);
    await slider.fill("100");
    const inkOnly = inputs.findIndex((ink, i) => ink > 0.5 && Math.abs(values[i]) < 1e-3);
    if (inkOnly >= 0) assert.ok((await pixel(page, 0, Math.floor(inkOnly / 28), inkOnly % 28))[0] > 245);
    assert.ok((await pixel(page, 0, ...place))[0] > 200);
  });

  it("shares one color range within a group and takes it from the percentile", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    const scales = page.getByRole("group", { name: "Colors" }).locator(".scale");
    assert.equal(await scales.count(), 2);
    const before = await scales.first().textContent();
    await page.getByRole("combobox", { name: "Percentile" }).selectOption("100");
    const largest = Math.max(...threeMaps()[0].values.map(Math.abs));
    assert.notEqual(await scales.first().textContent(), before);
    assert.ok((await scales.first().textContent())?.includes(`+${Number(largest.toPrecision(2))}`));
  });

  it("says the answer, the evidence and its warning, and where the methods agree", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    assert.equal(await page.locator(".answer").textContent(), "0");
    const lime = page.getByRole("region", { name: /^LIME, probability of class 0/ });
    assert.match((await lime.locator(".warning").textContent()) ?? "", /Weak fit, R² = 0\.38/);
    const ig = page.getByRole("region", { name: /^Integrated Gradients, logit of class 0 · 50 steps/ });
    assert.match((await ig.textContent()) ?? "", /Adds up: Σ\s=\s10\.59/);
    const table = page.getByRole("table");
    const rank = agreement(threeMaps()).rank[1]?.[0];
    assert.equal(await table.getByRole("cell").first().textContent(), rank?.toFixed(2));
    for (const picture of await page.getByRole("img").all()) {
      assert.ok(((await picture.getAttribute("aria-label")) ?? "").length > 50, "a picture without words");
    }
  });

  it("keeps the reader's choices over a reload", async () => {
    const payload = await payloadOf(threeMaps());
    const first = await open(payload);
    await first.page.getByRole("slider", { name: "Opacity" }).fill("80");
    await first.page.getByRole("radio", { name: "Against" }).check({ force: true });
    await first.page.getByRole("combobox", { name: "Percentile" }).selectOption("90");
    await maps(first.page)
      .nth(2)
      .click({ position: { x: 20, y: 20 } });
    const cell = await first.page.locator(".readout").textContent();
    const second = await open(payload, { state: await first.state('"selected":2') });
    assert.equal(await second.page.getByRole("slider").inputValue(), "80");
    for (const { page } of [first, second])
      assert.match((await page.getByRole("slider").getAttribute("style")) ?? "", /--filled: 80%/);
    assert.ok(await second.page.getByRole("radio", { name: "Against" }).isChecked());
    assert.equal(await second.page.getByRole("combobox", { name: "Percentile" }).inputValue(), "90");
    await second.page.mouse.move(1, 1);
    assert.equal(await second.page.locator(".readout").textContent(), cell);
    assert.match((await second.page.locator(".why").textContent()) ?? "", /^Kernel SHAP/);
    const other = await open(await payloadOf(explain(3)), { state: await first.state('"selected":2') });
    assert.equal(await other.page.getByRole("slider").inputValue(), "50");
  });

  it("saves a picture and a table, and copies code that makes the maps anew", async () => {
    const { page } = await open(await payloadOf(threeMaps(), { title: "Why?" }));
    const download = async (name: string) => {
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    const png = await download("Save PNG…");
    assert.equal(png.name, "explanation.png");
    assert.ok(png.bytes.readUInt32BE(16) > 1000, "twice as fine as the page");
    writeFileSync(join(pictures, "explanation-saved.png"), png.bytes);
    const csv = await download("Save CSV…");
    const lines = csv.bytes.toString().trim().split("\n");
    assert.equal(lines.length, 1 + 3 * 784);
    const [, , , , , , value] = lines[1 + 9 * 28 + 20].split(",").map(Number);
    assert.ok(Math.abs(value - threeMaps()[0].values[9 * 28 + 20]) < 1e-3);
    await page.getByRole("button", { name: "Copy as code" }).click();
    await page.getByText("Copied").first().waitFor({ state: "attached" });
  });

  it("saves a picture also where a payload asks for no column", async () => {
    const { page } = await open({ ...(await payloadOf(threeMaps())), columns: 0.5 });
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save PNG…" }).click();
    const path = await (await saved).path();
    const [width, height] = [16, 20].map((at) => readFileSync(path).readUInt32BE(at));
    assert.ok(height > 2 * width, "one below the other");
  });

  for (const [what, payload] of [
    ["is no JSON", "{"],
    ["has another version", { version: 3 }],
    ["lacks a field", { version: 1, locale: "en", columns: 1, clip: 99, images: [], maps: [{ method: "Lime" }] }],
    ["has no maps", { version: 1, locale: "en", columns: 1, clip: 99, images: [], maps: [] }],
    ["is null", "null"],
  ] as const) {
    it(`says so where a payload ${what}`, async () => {
      const { page } = await open(payload);
      assert.match((await page.getByRole("alert").textContent()) ?? "", /^This explanation cannot be shown: .+\./);
    });
  }

  it("says so where arrays are broken or too large, with the words that there are", async () => {
    const good = await payloadOf(explain(0));
    const broken = structuredClone(good);
    broken.maps[0].values.shape = "28,29";
    const { page } = await open(broken);
    assert.match((await page.getByRole("alert").textContent()) ?? "", /shape 28,29 wants 812 values, got 784/);
    await page.getByText(/^Integrated Gradients explains the logit of class 0/).waitFor();
    const flat = structuredClone(good);
    flat.maps[0].values.shape = "784";
    const second = await open(flat);
    assert.match((await second.page.getByRole("alert").textContent()) ?? "", /a map is \[height, width\]/);
    await second.show(good);
    assert.equal(await second.page.getByRole("alert").count(), 0);
    assert.equal(await maps(second.page).count(), 1);
  });

  it("speaks Chinese where the editor does", async () => {
    const { page } = await open(await payloadOf(threeMaps(), { locale: "zh-CN" }), { locale: "zh-CN" });
    await page.getByRole("slider", { name: "不透明度" }).waitFor();
    await page.getByRole("button", { name: "复制为代码" }).waitFor();
    assert.match((await page.getByRole("region", { name: /^LIME/ }).textContent()) ?? "", /拟合较差/);
  });

  it("stands in the accessible tree as it reads: answer, words, classes, maps, colors, controls, agreement", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    const tree = await page.locator("main").ariaSnapshot();
    const order = [
      /region "Explanation"/,
      /text: "0 P = 0\.9999 · runner-up: 6/,
      /paragraph: "Integrated Gradients explains the logit of class 0/,
      /list "Class to explain"/,
      /region "Integrated Gradients, logit of class 0 · 50 steps"/,
      /heading "Integrated Gradients logit of class 0 · 50 steps" \[level=3\]/,
      /application "Integrated Gradients, logit of class 0 · 50 steps\. The arrow keys move the cursor/,
      /img "Integrated Gradients explains the logit of class 0/,
      /region "LIME, probability of class 0/,
      /paragraph: .*Weak fit/,
      /group "Colors"/,
      /group "How the maps are drawn"/,
      /slider "Opacity"/,
      /radio "All" \[checked\]/,
      /combobox "Percentile"/,
      /button "Copy as code"/,
      /table "Agreement of the methods"/,
    ];
    let from = 0;
    for (const part of order) {
      const found = tree.slice(from).search(part);
      assert.ok(found >= 0, `${part.source} is missing or out of place in:\n${tree}`);
      from += found;
    }
  });

  it("keeps the keys that its controls take, and leaves the editor its own", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      document.addEventListener("keydown", ({ key, ctrlKey }) => heard.push(ctrlKey ? `Ctrl+${key}` : key));
    });
    await page.getByRole("slider", { name: "Opacity" }).focus();
    for (const key of ["ArrowRight", "a", "Control+s"]) await page.keyboard.press(key);
    await maps(page).first().focus();
    for (const key of ["ArrowDown", "End", "x"]) await page.keyboard.press(key);
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    assert.deepEqual(
      heard.filter((key) => !key.endsWith("Control")),
      ["Ctrl+s", "x"],
    );
  });

  it("can be reached by Tab alone, control by control", async () => {
    const { page } = await open(await payloadOf(threeMaps()));
    const names: string[] = [];
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate(() => {
          let focused = document.activeElement;
          while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
          return focused?.getAttribute("data-key") ?? "";
        }),
      );
    }
    assert.deepEqual(names.slice(0, 10), [
      "more",
      "map-0",
      "map-1",
      "map-2",
      "overlay",
      "sign-all",
      "clip",
      "own",
      "segments",
      "copy",
    ]);
  });

  for (const theme of ["dark", "light", "highContrast", "highContrastLight"] as const) {
    it(`has its picture taken: ${theme}`, async () => {
      const editor = await open(await payloadOf(threeMaps()), { theme });
      await maps(editor.page).first().focus();
      await hover(editor.page, 1, 9, 20);
      await editor.picture(`explanation-${theme}`);
    });
  }

  for (const [name, make, options] of extremes) {
    it(`has its picture taken: ${name}`, async () => {
      const { explanations, ...given } = make();
      const editor = await open(await payloadOf(explanations, given), options);
      await maps(editor.page).first().waitFor();
      await editor.picture(`explanation-${name}`);
      const overflow = await editor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels stick out`);
    });
  }
});
