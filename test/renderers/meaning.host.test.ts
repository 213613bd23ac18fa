import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import type { Meaning, Role } from "../../kernel/library/explanation/Meaning.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { roles } from "../../kernel/payloads/meaning.ts";
import { palettes, type Rgb } from "../../renderers/shared/colors.ts";
import type { Locale } from "../../renderers/shared/heatmapWords.ts";
import { explain } from "../display/fixture.ts";
import * as kinds from "../display/kinds.ts";
import { editorPages } from "./editorPages.ts";

async function payloadOf(maps: Explanation | Explanation[], locale: Locale = "en"): Promise<ExplanationPayload> {
  const bundle = await heatmap(maps, { locale, clip: 100 })[displayKey]();
  return JSON.parse(JSON.stringify(bundle[mime.explanation])) as ExplanationPayload;
}

/** Where the two strongest values of the map stand: the first pixel is positive, the second negative. */
const values = Float32Array.from({ length: 784 }, (_, i) => (i === 0 ? 1 : i === 1 ? -1 : 0));
const inputs = new Float32Array(784);

const mapOf = (role: Role, signed: boolean, more: Partial<Meaning> = {}) =>
  explain(0, {
    values: signed ? values : values.map(Math.abs),
    inputs,
    about: { label: "A method", family: "other", role, signed, extent: "input", ...more },
  });

async function colors(page: Page): Promise<[first: Rgb, second: Rgb]> {
  const data = await page
    .locator(".card canvas")
    .evaluate((canvas: HTMLCanvasElement) => Array.from(canvas.getContext("2d")?.getImageData(0, 0, 2, 1).data ?? []));
  return [data.slice(0, 3) as unknown as Rgb, data.slice(4, 7) as unknown as Rgb];
}

/** Which color of the palette a pixel is a strong shade of. */
function hueOf([red, green, blue]: Rgb): "for" | "against" | "strength" {
  const { for: orange, against, strength } = palettes.light;
  const far = (color: Rgb) => Math.hypot(red - color[0], green - color[1], blue - color[2]);
  const all = { for: far(orange), against: far(against), strength: far(strength) };
  return (Object.keys(all) as ("for" | "against" | "strength")[]).reduce((best, name) =>
    all[name] < all[best] ? name : best,
  );
}

const scaleOf = async (page: Page) => (await page.locator(".scale").textContent()) ?? "";

describe("what a map means, in its picture and its words", () => {
  const { open } = editorPages("explanation");

  /** Legend, and note below the map, of each role as it is signed or not. */
  const signed: Record<Role, [legend: RegExp, note: RegExp | undefined]> = {
    contribution: [/^logitagainst −1for \+1$/, undefined],
    sensitivity: [/^logit sensitivitylowers −1raises \+1$/, /^Sensitivity, not evidence/],
    modifiedGradient: [/^modified gradientnegative −1positive \+1$/, /^Not a derivative/],
    localization: [/^localizationnegative −1positive \+1$/, /^Shows where/],
    importance: [/^importancenegative −1positive \+1$/, /^Importance has no sign/],
    variance: [/^variancenegative −1positive \+1$/, /^Variance has no direction/],
    activation: [/^activationnegative −1positive \+1$/, /about no class/],
    attention: [/^attentionnegative −1positive \+1$/, /^Attention is not evidence/],
    maskedAverage: [/^average logit while visiblenegative −1positive \+1$/, /^The average output/],
    difference: [/^differencesmaller −1larger \+1$/, undefined],
    unknown: [/^valuenegative −1positive \+1$/, undefined],
  };
  const unsigned: Record<Role, [legend: RegExp, note: RegExp | undefined]> = {
    contribution: [/^logit, magnitude01$/, /^Magnitude only/],
    sensitivity: [/^logit sensitivity, magnitude01$/, /^Magnitude only/],
    modifiedGradient: [/^modified gradient, magnitude01$/, /^Not a derivative/],
    localization: [/^localization01$/, /^Shows where/],
    importance: [/^importance01$/, /^Importance has no sign/],
    variance: [/^variance01$/, /^Variance has no direction/],
    activation: [/^activation01$/, /about no class/],
    attention: [/^attention01$/, /^Attention is not evidence/],
    maskedAverage: [/^average logit while visible01$/, /^The average output/],
    difference: [/^difference, magnitude01$/, /^Magnitude only/],
    unknown: [/^value, magnitude01$/, /^Magnitude only/],
  };

  for (const role of roles) {
    for (const isSigned of [true, false]) {
      it(`${role}, ${isSigned ? "signed" : "unsigned"}: colors, legend, note and control say the same`, async () => {
        const payload = await payloadOf(mapOf(role, isSigned));
        assert.deepEqual([payload.maps[0]?.about?.role, payload.maps[0]?.signed], [role, isSigned]);
        const { page } = await open(payload, { theme: "light" });
        const hues = (await colors(page)).map(hueOf);
        assert.deepEqual(hues, isSigned ? ["for", "against"] : ["strength", "strength"]);
        const [legend, note] = (isSigned ? signed : unsigned)[role];
        assert.match(await scaleOf(page), legend);
        const notes = await page.locator(".note").allTextContents();
        assert.ok(note ? notes.some((text) => note.test(text)) : notes.length === 0, notes.join());
        assert.equal(await page.getByRole("radio").count(), isSigned ? 4 : 0);
        const isEvidence = role === "contribution" && isSigned;
        const words = (await page.locator(".root").innerText()).replaceAll(await page.locator(".why").innerText(), "");
        assert.equal(/\bagainst\b/i.test(words.replace("Shows where, not for or against.", "")), isEvidence);
      });
    }
  }

  it("speaks of for and against where something is one of several classes, and of raising where it is a number", async () => {
    const row = { inputs: Float32Array.of(42, 31.5, 1, 0.02), inputSpec: kinds.loan };
    for (const [outputSpec, probabilities, legend] of [
      [kinds.binary, [0.9991, 0.0009], /^probabilityagainst .*for /],
      [kinds.topics, [0.98, 0.12, 0.61], /^probabilityagainst .*for /],
      [kinds.price, [312.4], /^predictionlowers .*raises /],
      [kinds.embedding, [3.2, 0, 1, 2, 0, 0, 0, 0, 0, 0], /^outputlowers .*raises /],
    ] as const) {
      const { page } = await open(await payloadOf(kinds.explained([4], probabilities, { ...row, outputSpec })));
      assert.match(await scaleOf(page), legend, outputSpec.kind);
    }
  });

  it("names what was answered: classes with P, labels, numbers with units, values by their index", async () => {
    const head = async (probabilities: readonly number[], outputSpec: typeof kinds.binary, locale: Locale = "en") => {
      const { page } = await open(await payloadOf(kinds.explained([4], probabilities, { outputSpec }), locale), {
        locale,
      });
      return [await page.locator(".head").innerText(), await page.locator(".chip").allTextContents()];
    };
    assert.deepEqual(await head([0.9991, 0.0009], kinds.binary), ["no\nP = 0.9991 · 51 evaluations", ["no", "yes"]]);
    assert.deepEqual(await head([0.98, 0.12, 0.61], kinds.topics), [
      "sport, art\nsport, P = 0.98 · art, P = 0.61 · 51 evaluations",
      ["sport", "politics", "art"],
    ]);
    assert.deepEqual(await head([312.4], kinds.price), ["price: 312.4 k€\n51 evaluations", []]);
    assert.deepEqual(await head([0.2, 0.9, 0.1], kinds.embedding), [
      "output 0: 0.2\nthe largest is output 1: 0.9 · 51 evaluations",
      ["output 0", "output 1", "output 2"],
    ]);
    assert.deepEqual(await head([0.9991, 0.0009], kinds.binary, "zh-CN"), [
      "no\nP = 0.9991 · 调用模型 51 次",
      ["no", "yes"],
    ]);
  });

  it("draws a series as a line and a strip for each feature, and tells its steps", async () => {
    const { page, picture } = await open(await payloadOf(kinds.series()), { theme: "light" });
    assert.deepEqual(await page.locator(".names span").allTextContents(), ["temperature", "humidity", "wind"]);
    assert.equal(await page.locator(".axis").textContent(), "step");
    const box = (await page.locator(".stage").boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    assert.ok(box.height > 100, `${box.height} pixels high`);
    await page.mouse.move(box.x + (30.5 / 48) * box.width, box.y + box.height / 6);
    assert.match((await page.locator(".readout").textContent()) ?? "", /^step 30, temperature · input value 1\d/);
    assert.match((await page.locator(".value").textContent()) ?? "", /^value \+1$/);
    await picture("meaning-series");
  });

  it("draws a row of a table as bars by its columns, which the keyboard goes through", async () => {
    const row = { inputs: Float32Array.of(42, 31.5, 1, 0.02), inputSpec: kinds.loan, outputSpec: kinds.price };
    const { page, picture } = await open(await payloadOf(kinds.explained([4], [312.4], row)), { theme: "light" });
    const names = ["age = 42", "income = 31.5", "city = Bergen", "rate = 0.02"];
    assert.deepEqual(await page.locator(".names span").allTextContents(), names);
    await page.locator(".stage").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("PageUp");
    assert.equal(await page.locator(".readout").textContent(), "age = 42");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator(".readout").textContent(), "income = 31.5");
    await picture("meaning-bars");
  });

  it("still shows a map that was saved before maps said what they are, and claims nothing of it", async () => {
    const payload = await payloadOf(mapOf("contribution", true));
    for (const map of payload.maps) {
      delete map.about;
      delete map.answer;
      delete map.layout;
    }
    const { page } = await open(payload);
    assert.match(await scaleOf(page), /^valuenegative −1positive \+1$/);
    assert.equal(await page.locator("h3").textContent(), "IntegratedGradientsoutput 0");
  });
});
