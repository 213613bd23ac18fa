import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import type { Ui } from "./bridge.ts";

/** However slow the machine. */
const patience = { timeout: 90_000 };

/** The webview in which the notebook in front draws its outputs, once something fits there. */
async function output(page: Page, find: (frame: Frame) => Locator): Promise<Locator> {
  const end = Date.now() + patience.timeout;
  for (;;) {
    for (const frame of page.frames().filter((each) => each !== page.mainFrame())) {
      const found = find(frame);
      // A frame may be gone by now.
      if ((await found.count().catch(() => 0)) > 0) return found.first();
    }
    if (Date.now() > end) throw new Error("no output of this notebook has it");
    await page.waitForTimeout(50);
  }
}

const quickInput = ".quick-input-widget:visible";
/** An entry's own name: other rows of it tell more. */
const quickEntry = `${quickInput} .quick-input-list-rows > :first-child .label-name`;

/** In the list of them: a workbench under test shows none beside it. */
const notification = ".notifications-center .notification-list-item";

/** Above and below the notebook, the window's own bars. */
const bars = { top: 120, bottom: 40 };

/** Scrolls the notebook, as a wheel does, until an output's control is in sight: the browser cannot do it by itself. */
async function scrollTo(target: Locator): Promise<void> {
  const page = target.page();
  const box = await target.boundingBox(patience);
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  if (!box) return;
  const below = box.y + box.height - (height - bars.bottom);
  const above = box.y - bars.top;
  const far = below > 0 ? below : Math.min(0, above);
  if (far === 0) return;
  await page.mouse.move(width - 60, height / 2);
  await page.mouse.wheel(0, far);
  await page.waitForTimeout(200);
}

/** Clicks, again where what was to be clicked moved or was drawn anew just then. */
async function clickUntil(target: Locator, isDone: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience.timeout;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(`a click on ${target} did nothing`);
    await scrollTo(target).catch(() => {});
    await target.click({ timeout: 2000 }).catch(() => {});
    for (let i = 0; i < 40 && !(await isDone()); i++) await target.page().waitForTimeout(50);
  }
}

const explanationCard = (page: Page, name: string) =>
  output(page, (frame) => frame.getByRole("region", { name: new RegExp(name) }));

/** What tests in the extension host can have done in the browser that shows the workbench. */
export const actions = {
  /** Takes a picture, to be looked at. */
  async picture({ page, pictures }: Ui, name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await page().screenshot({ path: join(pictures, `${name}.png`) });
  },

  /** Types into the box that asks for something, and sends it. */
  async answerInput({ page }: Ui, answer: string): Promise<void> {
    const box = page().locator(`${quickInput} input.input`);
    await box.fill(answer);
    await box.press("Enter");
  },

  /** The entries of the list that asks for one. */
  async quickEntries({ page }: Ui): Promise<string[]> {
    return (await page().locator(quickEntry).allInnerTexts()).map((each) => each.trim());
  },

  /** What the list that asks is called. */
  async quickTitle({ page }: Ui): Promise<string> {
    return page().locator(`${quickInput} .quick-input-title`).innerText(patience);
  },

  /** Picks an entry of that list; returns them all. */
  async pick(ui: Ui, entry: string): Promise<string[]> {
    const entries = ui.page().locator(quickEntry);
    await entries.first().waitFor(patience);
    const all = await actions.quickEntries(ui);
    await entries.getByText(entry, { exact: true }).click(patience);
    return all;
  },

  /** What the notifications in the opened list say. */
  async notifications({ page }: Ui): Promise<string[]> {
    return page().locator(`${notification} .notification-list-item-message`).allInnerTexts();
  },

  /** Clicks a button of the notification with a text (a pattern). */
  async answerNotification({ page }: Ui, text: string, button: string): Promise<void> {
    const said = page().locator(".notification-list-item-message", { hasText: new RegExp(text) });
    const item = page().locator(notification).filter({ has: said }).first();
    await item.getByRole("button", { name: button, exact: true }).click(patience);
  },

  /** Clicks Trust in the editor that manages it. */
  async trustFolder({ page }: Ui): Promise<void> {
    await page().locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click(patience);
  },

  /** The entries of the status bar, as a screen reader has them. */
  async statusBar({ page }: Ui): Promise<string[]> {
    return page().locator(".statusbar-item:visible .statusbar-item-label").allInnerTexts();
  },

  /** What a right click on a file of the explorer offers; the menu is closed again. */
  async fileMenu({ page }: Ui, file: string): Promise<string[]> {
    await page()
      .locator(".explorer-folders-view")
      .getByText(file, { exact: true })
      .click({ button: "right", ...patience });
    const entries = page().locator(".monaco-menu .action-label");
    await entries.first().waitFor(patience);
    const all = await entries.allInnerTexts();
    await page().keyboard.press("Escape");
    return all.map((each) => each.trim());
  },

  async clickStatusBar({ page }: Ui, text: string): Promise<void> {
    await page().locator(".statusbar-item:visible").filter({ hasText: text }).locator("a").click(patience);
  },

  /** The explanation view that has a map of this name (a pattern), as a screen reader has it. */
  async explanation({ page }: Ui, name: string): Promise<{ maps: string[] }> {
    const card = await explanationCard(page(), name);
    await card.waitFor(patience);
    const names = await card
      .locator("xpath=..")
      .getByRole("region")
      .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? ""));
    return { maps: names };
  },

  /** Moves the pointer over a map's pixel, counted from 0 in 28 × 28; returns the value that is told then. */
  async pointAtMap({ page }: Ui, name: string, column: number, row: number): Promise<string> {
    const map = (await explanationCard(page(), name)).getByRole("application");
    await scrollTo(map);
    const box = await map.boundingBox(patience);
    if (!box) throw new Error("the map is not shown");
    await page().mouse.move(box.x + ((column + 0.5) * box.width) / 28, box.y + ((row + 0.5) * box.height) / 28);
    const value = map.locator("xpath=ancestor::*[@role='region'][1]").locator(".value b");
    await value.waitFor(patience);
    return (await value.textContent()) ?? "";
  },

  /** Clicks a class of the explanation that is in view. */
  async pickClass({ page }: Ui, label: string): Promise<void> {
    const card = await explanationCard(page(), "Integrated Gradients");
    const view = card.locator("xpath=ancestor::*[.//*[@role='group']][1]");
    const button = view.getByRole("button", { name: new RegExp(`^${label}, P`) });
    await clickUntil(button, async () => {
      if ((await view.getByText(/kernel that made this has stopped/).count()) > 0) return true;
      return (await button.and(view.locator("[aria-pressed=true]")).count()) > 0;
    });
  },

  /** Chooses which values a map shows, as the buttons below it are called. */
  async pickSign({ page }: Ui, sign: string): Promise<void> {
    const radio = await output(page(), (frame) => frame.getByRole("radio", { name: sign }));
    // What is clicked is the label around it.
    await clickUntil(radio.locator("xpath=.."), () => radio.isChecked());
  },

  /** The sign that is chosen now. */
  async pickedSign({ page }: Ui): Promise<string> {
    const radio = await output(page(), (frame) => frame.getByRole("radio", { checked: true }));
    return radio.inputValue();
  },

  /** Clicks a button in an output. */
  async click({ page }: Ui, button: string): Promise<void> {
    const target = await output(page(), (frame) => frame.getByRole("button", { name: button }));
    await scrollTo(target);
    await target.click(patience);
  },

  /** The texts of a table's cells, row by row, of the table that has this one. */
  async cells({ page }: Ui, text: string): Promise<string[]> {
    const table = await output(page(), (frame) => frame.getByRole("table").filter({ hasText: text }));
    return table.getByRole("cell").allInnerTexts();
  },

  async waitForText({ page }: Ui, text: string): Promise<void> {
    await (await output(page(), (frame) => frame.getByText(text))).waitFor(patience);
  },

  /** The rows of a tree view, as a screen reader has them. */
  async treeRows({ page }: Ui, name: string): Promise<string[]> {
    const rows = page()
      .getByRole("tree", { name: new RegExp(name) })
      .getByRole("treeitem");
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""));
  },

  /** Prints a line where the run was started. */
  async say(_: Ui, line: string): Promise<void> {
    console.log(line);
  },

  /** From now on, watches how long the workbench's page does nothing else. */
  async watchFrames({ page }: Ui): Promise<void> {
    await page().evaluate(() => {
      const watched = globalThis as { longestFrame?: number };
      watched.longestFrame = 0;
      let last = performance.now();
      setInterval(() => {
        const now = performance.now();
        watched.longestFrame = Math.max(watched.longestFrame ?? 0, now - last);
        last = now;
      }, 10);
    });
  },

  /** The longest pause since then, in milliseconds. */
  async longestFrame({ page }: Ui): Promise<number> {
    return page().evaluate(() => (globalThis as { longestFrame?: number }).longestFrame ?? Number.NaN);
  },
};
