import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import { isMessage } from "../../kernel/protocol/message.ts";
import { codeOf } from "../../renderers/explanation/code.ts";
import { viewMapsOf } from "../../renderers/explanation/viewMaps.ts";
import { launchChromium } from "../chromium.ts";
import { startKernel } from "../kernel.ts";
import { type EditorPage, type EditorPageOptions, openEditorPage } from "./editorPage.ts";
import { bridge } from "./kernelBridge.ts";

const prepare = `
import { mnistCnn } from "glassbook/models";
import { IntegratedGradients, Lime, gridSegments, NoiseTunnel, Saliency } from "glassbook/explain";
import { heatmap } from "glassbook/display";
const model = mnistCnn({ seed: 42 });
const values = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 9 && i % 28 < 15 && i > 100 && i < 700 ? 0.9 : 0));
const image = { values, shape: [1, 28, 28, 1] };
const featureMask = gridSegments([28, 28], 7);
const ig = await new IntegratedGradients(model).attribute(image, { target: 1, nSteps: 5 });
const lime = await new Lime(model, { seed: 3 }).attribute(image, { target: 1, featureMask, nSamples: 60 });
const smooth = await new NoiseTunnel(new Saliency(model)).attribute(image, { target: 1, nSamples: 3, seed: 1 });
`;

describe("the explanation view asks the kernel", () => {
  let browser: Browser;
  let kernel: ReturnType<typeof startKernel>;
  let payload: ExplanationPayload;
  const opened: EditorPage[] = [];

  before(async function () {
    this.timeout(120_000);
    kernel = startKernel();
    [browser] = await Promise.all([launchChromium(), kernel.run(prepare)]);
    payload = await shown("heatmap([ig, lime, smooth], { labels: [...'abcdefghij'] })");
  });
  after(async () => {
    await browser?.close();
    await kernel?.stop();
  });
  afterEach(async () => {
    for (const { page, complaints } of opened.splice(0)) {
      await page.context().close();
      assert.deepEqual(complaints, []);
    }
  });

  async function shown(cell: string): Promise<ExplanationPayload> {
    const ran = await kernel.run(cell);
    assert.equal(ran.error, undefined);
    const [data] = ran.messages.flatMap((message) =>
      isMessage(message, "execute_result") ? [message.content.data] : [],
    );
    return data["application/vnd.glassbook.explanation.v1+json"] as ExplanationPayload;
  }

  async function open(given: unknown = payload, options: EditorPageOptions = {}): Promise<EditorPage> {
    const editor = await openEditorPage(browser, "explanation", options);
    opened.push(editor);
    await bridge(editor, kernel);
    await editor.show(given);
    return editor;
  }

  const card = (page: Page, name: RegExp) => page.getByRole("region", { name });
  /** What the kernel itself gives for a cell of a map. */
  const exact = async (code: string) => Number((await kernel.run(`(${code}).values[11 * 28 + 12]`)).value);
  async function pointed(page: Page, name: RegExp): Promise<number> {
    const box = await card(page, name).getByRole("application").boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + (12.5 * box.width) / 28, box.y + (11.5 * box.height) / 28);
    return Number((await card(page, name).locator(".value b").textContent())?.replace("−", "-"));
  }
  const near = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual - expected) <= 5e-3 * Math.abs(expected), `${actual} is not ${expected}`);

  it("explains the class that is picked, by every method", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: /^d, P/ }).click();
    await card(page, /^Integrated Gradients, logit of d/).waitFor();
    assert.equal(await page.getByRole("button", { name: /^d, P/ }).getAttribute("aria-pressed"), "true");
    assert.equal(await page.getByRole("button", { name: /^b, P/ }).getAttribute("aria-pressed"), "false");
    near(
      await pointed(page, /^Integrated Gradients/),
      await exact("await new IntegratedGradients(model).attribute(image, { target: 3, nSteps: 5 })"),
    );
    near(
      await pointed(page, /^LIME, probability of d/),
      await exact("await new Lime(model, { seed: 3 }).attribute(image, { target: 3, featureMask, nSamples: 60 })"),
    );
    near(
      await pointed(page, /\(Saliency\), logit of d/),
      await exact("await new NoiseTunnel(new Saliency(model)).attribute(image, { target: 3, nSamples: 3, seed: 1 })"),
    );
    assert.match((await page.locator(".why").textContent()) ?? "", /explains the logit of d,/);
    await page.getByRole("button", { name: "Reset to the cell's result" }).click();
    await card(page, /^Integrated Gradients, logit of b/).waitFor();
  });

  it("computes one method anew with another parameter, from the keyboard alone", async () => {
    const { page } = await open();
    const ig = card(page, /^Integrated Gradients/);
    await ig.locator("summary").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("9");
    await page.keyboard.press("Enter");
    await card(page, /^Integrated Gradients, logit of b · 9 steps/).waitFor();
    assert.equal(await ig.locator("details").getAttribute("open"), "", "the form stays open");
    near(
      await pointed(page, /^Integrated Gradients/),
      await exact("await new IntegratedGradients(model).attribute(image, { target: 1, nSteps: 9 })"),
    );
    await card(page, /^LIME, probability of b · 60 samples/).waitFor();
    await page.getByRole("button", { name: /^c, P/ }).click();
    await card(page, /^Integrated Gradients, logit of c · 9 steps/).waitFor();
  });

  it("tells what the method says of a bad parameter, and goes on", async () => {
    const { page } = await open();
    const ig = card(page, /^Integrated Gradients/);
    await ig.locator("summary").click();
    await ig.getByRole("combobox", { name: "method" }).selectOption("riemann_trapezoid");
    await ig.getByRole("spinbutton", { name: "nSteps" }).fill("1");
    await ig.getByRole("button", { name: "Recompute" }).click();
    await page
      .getByRole("alert")
      .getByText(/nSteps is 1: give a whole number, at least 2/)
      .waitFor();
    await page.getByRole("button", { name: /^c, P/ }).click();
    await card(page, /^Integrated Gradients, logit of c/).waitFor();
    assert.equal(await page.getByRole("alert").count(), 0);
  });

  it("copies code that gives the same maps when it is run", async () => {
    const maps = viewMapsOf(payload);
    const again = viewMapsOf(await shown(codeOf(maps, 99).replace(/display\((.*)\);/, "$1")));
    assert.deepEqual(
      again.map(({ told }) => [told.method, told.target, told.options]),
      maps.map(({ told }) => [told.method, told.target, told.options]),
    );
    for (const [i, { map }] of again.entries()) assert.deepEqual(map.values, maps[i].map.values);
  });

  it("shows that it computes, and gives up where it is told to", async () => {
    const slow = await shown(
      "heatmap(await new IntegratedGradients(model).attribute(image, { target: 1, nSteps: 2, method: 'riemann_middle' }))",
    );
    const { page } = await open(slow);
    await page.locator("summary").click();
    await page.getByRole("spinbutton", { name: "nSteps" }).fill("300000");
    await page.getByRole("button", { name: "Recompute" }).click();
    await page.locator(".spinner").waitFor();
    assert.equal(await card(page, /^Integrated/).getAttribute("aria-busy"), "true");
    await page.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await page.locator(".spinner").count(), 0);
    await page.getByRole("button", { name: /^4, P/ }).click();
    await card(page, /^Integrated Gradients, logit of class 4/).waitFor();
  });

  it("has its answer still after a reload", async () => {
    const first = await open();
    await first.page.getByRole("button", { name: /^e, P/ }).click();
    await card(first.page, /^LIME, probability of e/).waitFor();
    const second = await open(payload, { state: await first.state('"answer"') });
    await card(second.page, /^LIME, probability of e/).waitFor();
    await second.page.getByRole("button", { name: "Reset to the cell's result" }).click();
    await card(second.page, /^LIME, probability of b/).waitFor();
  });

  it("says so where no kernel listens, or this one knows nothing of the view", async () => {
    const alone = await openEditorPage(browser, "explanation", { deaf: true });
    opened.push(alone);
    await alone.show(payload);
    await alone.page
      .getByRole("status")
      .getByText(/^The kernel that made this has stopped/)
      .waitFor();
    assert.equal(await alone.page.getByRole("button", { name: /^d, P/ }).count(), 0);

    const stranger = structuredClone(payload);
    if (stranger.live) stranger.live.view = "of a kernel before this one";
    const { page } = await open(stranger);
    await page.getByRole("button", { name: /^d, P/ }).click();
    await page
      .getByRole("status")
      .getByText(/^The kernel that made this has stopped/)
      .waitFor();
    assert.equal(await page.getByRole("button", { name: /^d, P/ }).count(), 0);
    await card(page, /^Integrated Gradients, logit of b/).waitFor();
  });

  it("says so when the kernel dies while it is asked", async () => {
    const { page, picture } = await open();
    await kernel.stop();
    await page
      .getByRole("status")
      .getByText(/^The kernel that made this has stopped/)
      .waitFor();
    await picture("explanation-gone");
  });
});
