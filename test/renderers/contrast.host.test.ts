import assert from "node:assert/strict";
import { decode } from "fast-png";
import type { Locator } from "playwright-core";
import { displayKey, heatmap } from "../../kernel/library/display/index.ts";
import { explain } from "../display/fixture.ts";
import { editorPages } from "./editorPages.ts";

type Color = readonly [red: number, green: number, blue: number];

/** What a reader sees of an element. */
async function drawn(element: Locator) {
  const { data, width, height, channels } = decode(await element.screenshot());
  const at = (x: number, y: number): Color => {
    const offset = (y * width + x) * channels;
    return [data[offset], data[offset + 1], data[offset + 2]];
  };
  const column = (x: number) => Array.from({ length: height }, (_, y) => at(x, y));
  return { width, height, at, column };
}

/** As the Web Content Accessibility Guidelines define it; 3 is the least for what is no text. */
function contrast(one: Color, other: Color): number {
  const luminance = (color: Color) => {
    const [r, g, b] = color.map((channel) =>
      channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const strongest = (colors: readonly Color[], background: Color) =>
  Math.max(...colors.map((color) => contrast(color, background)));

describe("the explanation view's controls", () => {
  const { open } = editorPages("explanation");
  const bundle = () => heatmap(explain(0))[displayKey]();

  for (const theme of ["dark", "light", "highContrast", "highContrastLight"] as const) {
    const shown = async () => open((await bundle())["application/vnd.glassbook.explanation.v1+json"], { theme });

    it(`mark the class that the model answers: ${theme}`, async () => {
      const { page } = await shown();
      const chips = await Promise.all([drawn(page.locator(".chip").nth(0)), drawn(page.locator(".chip").nth(1))]);
      // In high contrast an outline lies over the lowest rows: the mark has to reach above it.
      const top = theme.startsWith("high") ? 6 : 4;
      const [answer, other] = chips.map(({ at, height }) => [at(8, height - top), at(8, height - 9)] as const);
      // VS Code's own blue on its own gray has 2.9.
      assert.ok(contrast(...answer) >= 2.8, `${answer}`);
      assert.ok(contrast(...other) < 1.1, `${other}`);
    });

    it(`draw a slider that is seen whole, filled as far as it is: ${theme}`, async () => {
      const { page, picture } = await shown();
      const slider = page.getByRole("slider", { name: "Opacity" });
      const columns = async (value: number) => {
        await slider.fill(String(value));
        const { at, column, width, height } = await drawn(slider);
        const inMiddle = (x: number) => at(x, Math.floor(height / 2));
        const [left, right] = [Math.floor(width / 4), Math.floor((3 * width) / 4)];
        return { background: at(0, 0), left: column(left), right: column(right), of: [left, right].map(inMiddle) };
      };
      const half = await columns(50);
      for (const part of [half.left, half.right]) assert.ok(strongest(part, half.background) >= 3);
      assert.notDeepEqual(half.of[0], half.of[1]);
      assert.ok(contrast(half.of[0], half.background) >= 3, "the filled part");
      const none = await columns(0);
      assert.deepEqual(none.of, [half.of[1], half.of[1]]);
      assert.deepEqual((await columns(100)).of, [half.of[0], half.of[0]]);
      await slider.fill("40");
      await slider.press("ArrowRight");
      const outline = () => slider.evaluate((element) => getComputedStyle(element).outline);
      assert.match(await outline(), /solid 2px/);
      await picture(`controls-${theme}`);
    });
  }
});
