import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { root } from "../goldens.ts";
import { type EditorTheme, themes } from "./themes.ts";

export const pictures = join(root, "out/pictures/renderers");

export interface EditorPageOptions {
  theme?: EditorTheme;
  width?: number;
  /** What the editor kept of views, by their keys: as after a reload. */
  state?: Record<string, unknown>;
  locale?: string;
  /** Without an editor that listens, as in a viewer. */
  deaf?: boolean;
}

/** A page that holds a renderer as VS Code's notebook does, without VS Code. */
export interface EditorPage {
  readonly page: Page;
  /** Errors, warnings, and requests that leave the page. */
  readonly complaints: string[];
  /** Gives the renderer an output; with an id that was shown, a new content of it. Milliseconds until it is painted. */
  show(data: unknown, id?: string): Promise<number>;
  /** What the renderer has posted and nobody took yet. */
  posted(): Promise<Record<string, unknown>[]>;
  /** Says something to the renderer as the extension does. */
  tell(message: unknown): Promise<void>;
  /** What the editor keeps of views, as soon as these words are in it: it is told a little later than the view. */
  state(words: string): Promise<Record<string, unknown>>;
  /** What the renderer has asked the editor for and had it keep, of views. */
  views(): Promise<Record<string, unknown>[]>;
  theme(theme: EditorTheme): Promise<void>;
  picture(name: string): Promise<void>;
}

const policy = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:";

/** The page's own script: VS Code's side of the renderer API. */
function host(): string {
  return `
    const { kind, state: given, deaf } = JSON.parse(document.body.dataset.options);
    const { activate } = await import("/renderers/" + kind + ".js");
    const state = { ...given };
    const listeners = new Set();
    const posted = [];
    const views = [];
    const context = {
      workspace: { isTrusted: true },
      ...(!deaf && {
        postMessage: (given) => {
          const message = JSON.parse(JSON.stringify(given));
          const { type, key } = message;
          if (key !== undefined) views.push(message);
          if (type === "view_state") state[key] = message.state;
          else if (type === "view_state_request") setTimeout(window.editor.tell, 0, { type: "view_state", key, state: state[key] });
          else { posted.push(message); window.onPosted?.(message); }
        },
        onDidReceiveMessage: (listener) => { listeners.add(listener); return { dispose: () => listeners.delete(listener) }; },
      }),
    };
    const renderer = await activate(context);
    const elements = new Map();
    window.editor = {
      async show(id, mime, text) {
        if (!elements.has(id)) {
          const element = document.createElement("div");
          element.className = "output";
          document.querySelector("main").append(element);
          elements.set(id, element);
        }
        const item = { id, mime, metadata: {}, text: () => text, json: () => JSON.parse(text), data: () => new TextEncoder().encode(text), blob: () => new Blob([text]) };
        const began = performance.now();
        await renderer.renderOutputItem(item, elements.get(id), new AbortController().signal);
        // The second frame begins when the first is on the screen.
        for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
        return performance.now() - began;
      },
      dispose: (id) => { renderer.disposeOutputItem(id); elements.get(id)?.remove(); elements.delete(id); },
      tell: (message) => { for (const listener of listeners) listener(message); },
      posted: () => posted.splice(0),
      state: () => state,
      views: () => views,
    };
  `;
}

const mimes: Record<string, string> = {
  explanation: "application/vnd.glassbook.explanation.v1+json",
  training: "application/vnd.glassbook.training.v1+json",
  plotly: "application/vnd.plotly.v1+json",
  table: "application/vnd.glassbook.table.v1+json",
  images: "application/vnd.glassbook.images.v1+json",
};

declare global {
  interface Window {
    editor: {
      show(id: string, mime: string, text: string): Promise<number>;
      dispose(id?: string): void;
      tell(message: unknown): void;
      posted(): Record<string, unknown>[];
      state(): Record<string, unknown>;
      views(): Record<string, unknown>[];
    };
  }
}

/** Opens a page with the renderer of a kind, under a policy without eval and without any request outside. */
export async function openEditorPage(
  browser: Browser,
  kind: "explanation" | "training" | "plotly" | "table" | "images",
  options: EditorPageOptions = {},
): Promise<EditorPage> {
  mkdirSync(pictures, { recursive: true });
  const { theme = "dark", width = 1000, state, locale = "en-US", deaf = false } = options;
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    locale,
    acceptDownloads: true,
    permissions: ["clipboard-write"],
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  const settings = JSON.stringify({ kind, state, deaf }).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const html = `<!doctype html><html style="${themes[theme].variables}"><head><meta charset="utf-8"><title>editor</title>
    <style>body { margin: 0; padding: 12px 16px; background: var(--vscode-editor-background); color: var(--vscode-foreground); font: 13px var(--vscode-font-family); }</style></head>
    <body class="${themes[theme].kind}" data-vscode-theme-kind="${themes[theme].kind.split(" ")[0]}" data-options="${settings}"><main></main>
    <script type="module" src="/host.js"></script></body></html>`;
  await page.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== "https://editor.test") {
      complaints.push(`asked for ${route.request().url()}`);
      return route.abort();
    }
    const script = (body: string) => route.fulfill({ contentType: "text/javascript", body });
    if (pathname === "/host.js") return script(host());
    if (pathname.startsWith("/renderers/")) return script(readFileSync(join(root, "dist", pathname), "utf8"));
    return route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": policy },
      body: html,
    });
  });
  await page.goto("https://editor.test/notebook");
  await page.waitForFunction(() => window.editor !== undefined);

  return {
    page,
    complaints,
    async show(data, id = "output-1") {
      const text = typeof data === "string" ? data : JSON.stringify(data);
      return page.evaluate(([id, mime, text]) => window.editor.show(id, mime, text), [
        id,
        mimes[kind] ?? "",
        text,
      ] as const);
    },
    posted: () => page.evaluate(() => window.editor.posted()),
    tell: (message) => page.evaluate((message) => window.editor.tell(message), message),
    async state(words) {
      await page.waitForFunction((words) => JSON.stringify(window.editor.state()).includes(words), words);
      return page.evaluate(() => window.editor.state());
    },
    views: () => page.evaluate(() => window.editor.views()),
    async theme(next) {
      await page.evaluate(
        ([kind, variables]) => {
          document.documentElement.style.cssText = variables;
          document.body.className = kind;
          document.body.dataset.vscodeThemeKind = kind.split(" ")[0];
        },
        [themes[next].kind, themes[next].variables] as const,
      );
    },
    async picture(name) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    },
  };
}
