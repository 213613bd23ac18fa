import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../chromium.ts";
import { root } from "../goldens.ts";
import { pythonWith } from "../python.ts";
import { execute } from "./execute.ts";

const tutorial = "01-why-is-it-a-7.ipynb";

describe("the executed tutorial", function () {
  this.timeout(900_000);

  it("is a valid notebook, and opens in Jupyter", async () => {
    const { output } = await execute(tutorial);
    const python = pythonWith("jupyter_server==2.17.0", "nbformat==5.10.4");
    const script = `
import sys, nbformat
from jupyter_server.services.contents.largefilemanager import LargeFileManager
folder, name = sys.argv[1:]
nbformat.validate(nbformat.read(folder + "/" + name, as_version=nbformat.NO_CONVERT))
model = LargeFileManager(root_dir=folder).get(name)
assert "message" not in model, model["message"]
print(len(model["content"]["cells"]), "cells")
`;
    const told = execFileSync(python, [
      "-W",
      "error::UserWarning:nbformat",
      "-c",
      script,
      dirname(output),
      basename(output),
    ]);
    assert.match(told.toString(), /^\d\d cells/);
  });

  it("shows its three maps in the page, offline, and answers to the pointer", async () => {
    const { html } = await execute(tutorial);
    const browser = await launchChromium();
    try {
      const page = await (
        await browser.newContext({ offline: true, viewport: { width: 1200, height: 900 } })
      ).newPage();
      const complaints: string[] = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(pathToFileURL(html).href);
      const figure = page.getByRole("group", { name: /Integrated Gradients[\s\S]*LIME[\s\S]*Kernel SHAP/ });
      await figure.scrollIntoViewIfNeeded();
      const maps = figure.locator(".draglayer .nsewdrag");
      await maps.nth(2).waitFor({ state: "attached" });
      assert.equal(await maps.count(), 3);
      const tops = new Set<number>();
      for (const [index, pattern] of [/\(9, \d+\).*value/, /\(9, \d+\).*value/, /\(9, \d+\).*value/].entries()) {
        const box = await maps.nth(index).boundingBox();
        assert.ok(box);
        tops.add(Math.round(box.y));
        await page.mouse.move(box.x + (20.5 * box.width) / 28, box.y + (9.5 * box.height) / 28);
        const hover = figure.locator(".hoverlayer .hovertext").first();
        await hover.waitFor();
        assert.match((await hover.locator("tspan.line").allTextContents()).join(" "), pattern);
        await page.mouse.move(1, 1);
        await hover.waitFor({ state: "detached" });
      }
      assert.equal(tops.size, 1, "side by side");
      const pictures = join(root, "out/pictures");
      mkdirSync(pictures, { recursive: true });
      await figure.screenshot({ path: join(pictures, "three-methods.png") });
      assert.deepEqual(complaints, []);
    } finally {
      await browser.close();
    }
  });
});
