import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, explainingCell, newNotebook, notified, reveal, run, until } from "./notebooks.ts";
import { ui } from "./ui.ts";

describe("an editor in Chinese", () => {
  afterEach(closeAll);

  it("has our commands in Chinese", async () => {
    assert.equal(vscode.env.language.toLowerCase(), "zh-cn");
    await newNotebook("1");
    void vscode.commands.executeCommand("workbench.action.quickOpen", ">Glassbook");
    const found = await until(async () => {
      const names = await ui("quickEntries");
      return names.length > 5 && names;
    }, "the palette");
    for (const name of ["Glassbook: 打开教程…", "Glassbook: 新建笔记本", "Glassbook: 显示变量"]) {
      assert.ok(found.includes(name), `${name} in ${found.join(", ")}`);
    }
    await ui("picture", "palette");
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  });

  it("asks and answers in Chinese", async () => {
    const chosen = vscode.commands.executeCommand("glassbook.setUpTensorFlow");
    assert.match(await ui("quickTitle"), /TensorFlow？$/);
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await chosen;
    await vscode.commands.executeCommand("glassbook.interrupt");
    await notified(/^请先打开一个笔记本。/);
  });

  it("offers its tutorials in Chinese", async () => {
    const opened = vscode.commands.executeCommand("glassbook.openTutorial");
    await ui("pick", "为什么是 7？");
    await opened;
    const editor = await until(() => vscode.window.activeNotebookEditor, "the tutorial");
    assert.match(editor.notebook.cellAt(0).document.getText(), /^# 为什么是 7？/);
  });

  it("draws its views in Chinese", async () => {
    const notebook = await newNotebook(explainingCell);
    await run(notebook, 0);
    await reveal(notebook.cellAt(0));
    await ui("waitForText", "复制为代码");
    await until(async () => (await ui("statusBar")).some((entry) => /Glassbook: 空闲 · /.test(entry)), "the status");
    await ui("picture", "explanation");
  });
});
