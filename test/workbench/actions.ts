import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Ui } from "./bridge.ts";

/** What tests in the extension host can have done in the browser that shows the workbench. */
export const actions = {
  /** Takes a picture, to be looked at. */
  async picture({ page, pictures }: Ui, name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await page().screenshot({ path: join(pictures, `${name}.png`) });
  },

  /** Types into the box that asks for something, and sends it. */
  async answerInput({ page }: Ui, answer: string): Promise<void> {
    const box = page().locator(".quick-input-widget:visible input.input");
    await box.fill(answer);
    await box.press("Enter");
  },

  /** The entries of the status bar, as a screen reader has them. */
  async statusBar({ page }: Ui): Promise<string[]> {
    return page().locator(".statusbar-item:visible .statusbar-item-label").allInnerTexts();
  },
};
