import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
];

/** Debian's Chromium, or the one `CHROMIUM` names. A test without a browser fails: it does not pass by skipping. */
export async function launchChromium(more: string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? usual.find(existsSync);
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error("no Chromium: run `apt-get install chromium`, or let CHROMIUM name a browser's executable");
  }
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}
