import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { launchChromium } from "../chromium.ts";
import { type EditorPage, type EditorPageOptions, openEditorPage } from "./editorPage.ts";

/**
 * In a `describe`: opens pages with a renderer in one Chromium. Each is closed after its test, which fails where the
 * page complained.
 */
export function editorPages(kind: Parameters<typeof openEditorPage>[1]) {
  let browser: Browser;
  const opened: EditorPage[] = [];
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser?.close());
  afterEach(async () => {
    for (const { page, complaints } of opened.splice(0)) {
      await page.context().close();
      assert.deepEqual(complaints, []);
    }
  });

  /** A page without an output. */
  async function empty(options: EditorPageOptions = {}): Promise<EditorPage> {
    const editor = await openEditorPage(browser, kind, options);
    opened.push(editor);
    return editor;
  }

  /** A page that shows a payload. */
  async function open(payload: unknown, options: EditorPageOptions = {}): Promise<EditorPage> {
    const editor = await empty(options);
    await editor.show(payload);
    return editor;
  }
  return { empty, open };
}
