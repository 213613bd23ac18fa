import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decode } from "fast-png";
import type { Page } from "playwright-core";
import { displayKey, featureMaps, type ImageGridOptions, imageGrid } from "../../kernel/library/display/index.ts";
import type { ImagesPayload } from "../../kernel/payloads/imagesPayload.ts";
import { goldens } from "../goldens.ts";
import { type EditorPageOptions, pictures } from "./editorPage.ts";
import { editorPages } from "./editorPages.ts";

const digits = goldens("modelA")("input").values;

/** What the kernel sends: through JSON, as it travels. */
async function payloadOf(shown: ReturnType<typeof imageGrid>): Promise<ImagesPayload> {
  const bundle = await shown[displayKey]();
  return JSON.parse(JSON.stringify(bundle["application/vnd.glassbook.images.v1+json"])) as ImagesPayload;
}
const grid = (count: number, options: ImageGridOptions = {}) =>
  payloadOf(
    imageGrid(
      Array.from({ length: count }, (_, i) => ({
        shape: [28, 28],
        values: digits.subarray((i % 8) * 784, ((i % 8) + 1) * 784),
      })),
      { labels: Array.from({ length: count }, (_, i) => `${i % 8}, not ${9 - (i % 8)}`), ...options },
    ),
  );
/** Red grows to the right, green downwards. */
const photo = (height: number, width: number, options: ImageGridOptions = {}) => {
  const values = Float32Array.from({ length: height * width * 3 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3 / width), Math.floor(i / 3) % width];
    return [column / (width - 1), row / (height - 1), 0.25][i % 3];
  });
  return payloadOf(imageGrid({ shape: [height, width, 3], values }, options));
};

describe("the view of pictures in Chromium", () => {
  const { open } = editorPages("images");

  const picture = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
  const width = async (page: Page, name: string) => (await page.getByRole("img", { name }).boundingBox())?.width ?? 0;
  const readout = (page: Page) => page.locator(".large .readout");

  it("draws each picture of the payload, crisp, in its size, with its words", async () => {
    const payload = await grid(8, { title: "The worst mistakes", columns: 4 });
    const { page } = await open(payload);
    const region = page.getByRole("region", { name: "The worst mistakes" });
    assert.equal(await region.getByRole("figure").count(), 8);
    assert.deepEqual(
      await page.locator("figcaption").allTextContents(),
      payload.images.map(({ caption }) => caption),
    );
    for (const [i, { alt }] of payload.images.entries()) {
      const drawn = await page.getByRole("img", { name: alt }).evaluate((image) => {
        const canvas = new OffscreenCanvas(28, 28).getContext("2d");
        canvas?.drawImage(image as HTMLImageElement, 0, 0);
        return [...(canvas?.getImageData(0, 0, 28, 28).data ?? [])].filter((_, at) => at % 4 === 0);
      });
      const ink = Array.from(digits.subarray(i * 784, (i + 1) * 784), (value) => Math.round(255 * value));
      assert.ok(drawn.every((value, at) => Math.abs(value - ink[at]) <= 1));
    }
    const boxes = await page
      .getByRole("figure")
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    assert.ok(boxes[3] === boxes[0] && boxes[4] > boxes[0], "four in a row");
    assert.equal(await width(page, "Image 1: 0, not 9"), 94);
    const style = () =>
      page
        .getByRole("img")
        .first()
        .evaluate((image) => getComputedStyle(image).imageRendering);
    assert.equal(await style(), "pixelated");
    await page.getByRole("slider", { name: "Size" }).fill("16");
    assert.equal(await style(), "auto");
  });

  it("grows and shrinks by the slider, and stays so over a reload", async () => {
    const payload = await grid(4);
    const first = await open(payload);
    const slider = first.page.getByRole("slider", { name: "Size" });
    await slider.focus();
    await first.page.keyboard.press("ArrowRight");
    assert.equal(await slider.getAttribute("aria-valuetext"), "104 pixels wide");
    assert.equal(await width(first.page, "Image 1"), 102);
    const filled = () => slider.evaluate((input) => Number.parseFloat(input.style.getPropertyValue("--filled")));
    assert.ok(Math.abs((await filled()) - (100 * (104 - 16)) / (480 - 16)) < 0.01);
    for (const size of ["48", "480", "200"]) await slider.fill(size);
    assert.ok(Math.abs((await filled()) - (100 * (200 - 16)) / (480 - 16)) < 0.01);
    const second = await open(payload, { state: await first.state('"size":200') });
    assert.equal(await second.page.getByRole("slider").inputValue(), "200");
    assert.equal(await width(second.page, "Image 1"), 198);
    const other = await open(await grid(5), { state: await first.state('"size":200') });
    assert.equal(await width(other.page, "Image 1"), 94);
  });

  it("shows one large at a time, and says the value under the pointer", async () => {
    const { page } = await open(await grid(8, { title: "Digits" }));
    await picture(page, "Image 2: 1, not 8").click();
    assert.equal(await width(page, "Image 2: 1, not 8"), 558);
    assert.equal(await picture(page, "Image 2: 1, not 8").getAttribute("aria-expanded"), "true");
    await picture(page, "Image 1: 0, not 9").click();
    assert.equal(await page.locator(".large").count(), 1);
    const box = await page.getByRole("img", { name: "Image 1: 0, not 9" }).boundingBox();
    assert.ok(box);
    const [row, column] = [9, 20];
    await page.mouse.move(box.x + ((column + 0.5) * box.width) / 28, box.y + ((row + 0.5) * box.height) / 28);
    const [, at, , ink] =
      /^(\(9, 20\))( · pixel value ([\d.]+))$/.exec((await readout(page).textContent()) ?? "") ?? [];
    assert.equal(at, "(9, 20)");
    assert.ok(Math.abs(Number(ink) - digits[row * 28 + column]) < 0.01, `${ink} is not ${digits[row * 28 + column]}`);
    await page.mouse.move(1, 1);
    assert.equal(await readout(page).textContent(), "28 × 28 pixels");
    await picture(page, "Image 1: 0, not 9").click();
    assert.equal(await page.locator(".large").count(), 0);
    assert.equal(await width(page, "Image 1: 0, not 9"), 94);
  });

  it("goes from picture to picture and through a large one's pixels by keyboard", async () => {
    const payload = await photo(9, 17);
    const { page } = await open({ ...payload, columns: 3, images: Array(8).fill(payload.images[0]) });
    const focused = () =>
      page.evaluate(() => {
        const root = document.querySelector(".output > div")?.shadowRoot;
        return root?.activeElement?.getAttribute("data-key");
      });
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      document.addEventListener("keydown", ({ key }) => heard.push(key));
    });
    const keys: string[] = [];
    for (const key of ["Tab", "Tab", "Tab"]) {
      await page.keyboard.press(key);
      keys.push((await focused()) ?? "");
    }
    assert.deepEqual(keys, ["size", "png", "picture-0"]);
    for (const [key, expected] of [
      ["ArrowRight", 1],
      ["ArrowDown", 4],
      ["ArrowLeft", 3],
      ["ArrowUp", 0],
      ["ArrowUp", 0],
      ["End", 7],
      ["ArrowRight", 7],
      ["Home", 0],
      ["ArrowDown", 3],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await focused(), `picture-${expected}`, key);
    }
    await page.keyboard.press("Enter");
    assert.equal(await readout(page).textContent(), "17 × 9 pixels");
    for (const key of ["Home", "Home", "PageUp"]) await page.keyboard.press(key);
    assert.equal(await readout(page).textContent(), "(0, 0) · #000040");
    for (const key of ["End", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    assert.equal(await readout(page).textContent(), "(2, 16) · #ff4040");
    const marker = await page.locator(".large .marker").boundingBox();
    const box = await page.locator(".large img").boundingBox();
    assert.ok(marker && box);
    assert.ok(Math.abs(marker.x + marker.width - (box.x + box.width)) < 1, "the marker is at the right edge");
    assert.ok(Math.abs((marker.y - box.y) / box.height - 2 / 9) < 0.01);
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".large").count(), 0);
    assert.equal(await focused(), "picture-3");
    await page.keyboard.press("Escape");
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    assert.deepEqual(heard, ["Tab", "Tab", "Tab", "Escape"]);
  });

  it("has the keyboard on a picture that was closed by one of its other buttons", async () => {
    const { page } = await open(await grid(3));
    const second = picture(page, "Image 2: 1, not 8");
    for (const [button, key] of [
      ["Close", "Enter"],
      ["Close", "Escape"],
      ["Save this image as PNG…", "Escape"],
    ]) {
      await second.click();
      await page.getByRole("button", { name: button }).press(key);
      assert.equal(await page.locator(".large").count(), 0, `${key} on ${button}`);
      assert.equal(await second.evaluate((element) => element.matches(":focus")), true, `${key} on ${button}`);
    }
  });

  it("leaves the editor its shortcuts", async () => {
    const { page } = await open(await grid(3));
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      document.addEventListener("keydown", ({ key }) => heard.push(key));
    });
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
    const first = picture(page, "Image 1: 0, not 9");
    for (const key of ["Alt+ArrowDown", "Control+Home", "Meta+ArrowDown"]) await first.press(key);
    assert.deepEqual(await heard(), ["Alt", "ArrowDown", "Control", "Home", "Meta", "ArrowDown"]);
    await first.press("Enter");
    for (const key of ["Alt+ArrowDown", "Control+ArrowRight"]) await first.press(key);
    assert.deepEqual(await heard(), ["Alt", "ArrowDown", "Control"]);
  });

  it("saves the file of one picture as it is, and all as one picture", async () => {
    const payload = await grid(8, { title: "Digits", columns: 4 });
    const { page } = await open(payload);
    const download = async (name: string) => {
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name }).click()]);
      return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
    };
    await picture(page, "Image 3: 2, not 7").click();
    const one = await download("Save this image as PNG…");
    assert.equal(one.name, "picture-3.png");
    assert.equal(one.bytes.toString("base64"), payload.images[2].png);
    const all = await download("Save all as PNG…");
    assert.equal(all.name, "pictures.png");
    const { width, height, data, channels } = decode(all.bytes);
    assert.equal(width, 2 * (12 + 4 * 108));
    assert.ok(height > 2 * 2 * 108);
    assert.deepEqual([...data.subarray(0, 3)], [255, 255, 255]);
    // The middle of pixel (9, 20) of the first picture, below title and margin, twice as fine.
    const [x, y] = [2 * (12 + (20.5 * 96) / 28), 2 * (36 + (9.5 * 96) / 28)].map(Math.round);
    assert.ok(Math.abs(data[(y * width + x) * channels] - 255 * digits[9 * 28 + 20]) <= 1);
    writeFileSync(join(pictures, "images-saved.png"), all.bytes);
  });

  it("turns paper over in a dark theme, and leaves photographs", async () => {
    const payload = await grid(1);
    const paper = payload.images.map((image) => ({ ...image, paper: true }));
    const mixed = { ...payload, images: [...paper, ...(await photo(8, 8)).images] };
    const editor = await open(mixed, { theme: "dark" });
    const filters = () =>
      editor.page.getByRole("img").evaluateAll((all) => all.map((image) => getComputedStyle(image).filter));
    assert.match((await filters())[0], /invert\(0\.89\)/);
    assert.equal((await filters())[1], "none");
    await editor.theme("highContrast");
    await editor.page.waitForFunction(() => {
      const image = document.querySelector(".output > div")?.shadowRoot?.querySelector("img");
      return image && getComputedStyle(image).filter.includes("invert(1)");
    });
    await editor.theme("light");
    await editor.page.waitForFunction(() => {
      const image = document.querySelector(".output > div")?.shadowRoot?.querySelector("img");
      return image && getComputedStyle(image).filter === "none";
    });
  });

  it("takes text for text, and a file for a picture or for nothing", async () => {
    const hostile = `<img src=x onerror="globalThis.ran = 1"><b>x</b>`;
    const payload = await grid(2, { title: hostile, labels: [hostile, '" onerror="globalThis.ran = 1'] });
    const { page } = await open(payload);
    assert.equal(await page.locator(".output").locator("b, script").count(), 0);
    assert.equal(await page.locator("img").count(), 2);
    await page.getByRole("img", { name: `Image 1: ${hostile}` }).waitFor();
    assert.equal(await page.getByText(hostile, { exact: true }).count(), 2);
  });

  it("says which picture's file is broken, beside those that are not", async () => {
    const payload = await grid(4);
    for (const i of [0, 2]) payload.images[i].png = payload.images[i].png?.slice(0, 40);
    const { page } = await open(payload);
    await page.getByRole("alert").nth(1).waitFor();
    assert.deepEqual(await page.getByRole("alert").allTextContents(), [
      "This image cannot be read (Image 1: 0, not 9). Run the cell again.",
      "This image cannot be read (Image 3: 2, not 7). Run the cell again.",
    ]);
    assert.equal(await page.getByRole("img").count(), 2);
    for (const key of ["Tab", "Tab", "Tab", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    assert.equal(await page.locator(".large").getByRole("img").getAttribute("alt"), "Image 4: 3, not 6");
  });

  it("stands in the accessible tree as it reads", async () => {
    const { page } = await open(await grid(2, { title: "Digits" }));
    await picture(page, "Image 1: 0, not 9").click();
    const tree = await page.locator("main").ariaSnapshot();
    const order = [
      /region "Digits"/,
      /paragraph: Digits/,
      /slider "Size"/,
      /button "Save all as PNG…"/,
      /group "Digits\. Arrow keys go from image to image; Enter enlarges one/,
      /figure "0, not 9"/,
      /button "Image 1: 0, not 9" \[expanded\]/,
      /img "Image 1: 0, not 9"/,
      /status: /,
      /button "Save this image as PNG…"/,
      /button "Close"/,
      /figure "1, not 8"/,
    ];
    let from = 0;
    for (const part of order) {
      const found = tree.slice(from).search(part);
      assert.ok(found >= 0, `${part.source} is missing or out of place in:\n${tree}`);
      from += found;
    }
  });

  it("speaks Chinese where the editor does", async () => {
    const { page } = await open(await grid(2), { locale: "zh-CN" });
    await page.getByRole("slider", { name: "大小" }).waitFor();
    await page.getByRole("region", { name: "图像" }).waitFor();
    await picture(page, "Image 1: 0, not 9").click();
    await page.keyboard.press("Home");
    assert.match((await readout(page).textContent()) ?? "", /^\(14, 14\) · 灰度 /);
  });

  for (const [what, make, said] of [
    ["is no JSON", async () => '{"version": 1', /are not an object/],
    ["has another version", async () => ({ ...(await grid(1)), version: 9 }), /version 9, this view reads 1/],
    ["lacks a field", async () => ({ ...(await grid(1)), images: [{ png: "iVBORw0KGgo" }] }), /images\[0\]\.width/],
    ["has no picture", async () => ({ ...(await grid(1)), images: [] }), /there is no picture in it/],
    [
      "is too large",
      async () => ({ ...(await grid(1)), images: Array(2001).fill((await grid(1)).images[0]) }),
      /2,001 pictures, and a page holds 2,000: show fewer/,
    ],
  ] as const) {
    it(`says so where a payload ${what}`, async () => {
      const { page, views } = await open(await make());
      const alert = (await page.getByRole("alert").textContent()) ?? "";
      assert.deepEqual(await views(), [], "nothing is asked for of what is not drawn");
      assert.match(alert, /^These images cannot be shown: .+\. Run the cell again\.$/);
      assert.match(alert, said);
    });
  }

  const eight = () => grid(8, { title: "The worst mistakes" });
  const activation = {
    shape: [26, 26, 32],
    values: goldens("modelA")("activation/relu1").values.subarray(0, 26 * 26 * 32),
  };
  const taken: [string, () => Promise<unknown>, EditorPageOptions, string?][] = [
    ["dark", eight, { theme: "dark" }],
    ["light", eight, { theme: "light" }],
    ["contrast", eight, { theme: "highContrast" }],
    ["contrast-light", eight, { theme: "highContrastLight" }],
    ["large-dark", eight, { theme: "dark" }, "picture-2"],
    ["one", () => grid(1, { labels: undefined }), { theme: "light" }],
    ["many", () => grid(200), { theme: "dark" }],
    ["filters", () => payloadOf(featureMaps(activation)), { theme: "dark", width: 500 }],
    [
      "photo",
      () => photo(300, 500, { size: 280, labels: ["A photograph with a caption that is longer than it is wide"] }),
      {},
      "picture-0",
    ],
    ["tall", () => photo(400, 4, {}), { theme: "light" }, "picture-0"],
    ["broken", async () => ({ version: 3 }), { theme: "light" }],
  ];
  for (const [name, make, options, opened] of taken) {
    it(`has its picture taken: ${name}`, async () => {
      const editor = await open(await make(), options);
      if (opened) {
        await editor.page.locator(`[data-key=${opened}]`).click();
        await editor.page.keyboard.press("ArrowRight");
      }
      await editor.picture(`images-${name}`);
      const overflow = await editor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels stick out`);
    });
  }
});
