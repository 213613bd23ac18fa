import assert from "node:assert/strict";
import { closeAll, newNotebook, openNotebook, reveal, run, textOf, until, writeNotebook } from "./notebooks.ts";
import { ui } from "./ui.ts";

/** For each of our renderers a payload that it cannot draw, and how its note begins. */
const broken: Record<string, { payload: unknown; note: string }> = {
  "application/vnd.glassbook.explanation.v1+json": {
    payload: { version: 1, maps: [] },
    note: "This explanation cannot be shown",
  },
  "application/vnd.glassbook.training.v1+json": { payload: { version: 9 }, note: "This training cannot be shown" },
  "application/vnd.glassbook.table.v1+json": { payload: { version: 1 }, note: "This table cannot be shown" },
  "application/vnd.glassbook.images.v1+json": { payload: { version: 1 }, note: "These images cannot be shown" },
  "application/vnd.plotly.v1+json": { payload: { data: "none" }, note: "This chart cannot be drawn" },
};

describe("outputs in a notebook", () => {
  afterEach(closeAll);

  it("says what is wrong with each payload that cannot be drawn, in place of a blank", async () => {
    const output = (data: Record<string, unknown>) => ({ output_type: "display_data", metadata: {}, data });
    const outputs = Object.entries(broken).map(([mime, { payload }]) => output({ [mime]: payload }));
    await writeNotebook("broken.ipynb", [{ source: "1", outputs }]);
    const notebook = await openNotebook("broken.ipynb");
    await reveal(notebook.cellAt(0));
    for (const { note } of Object.values(broken)) await ui("waitForText", note);
    await ui("picture", "broken");
  });

  it("draws tables, pictures and charts by our renderers, not as the HTML that others get", async () => {
    const notebook = await newNotebook(
      "[{ method: 'LIME', fit: 0.38 }, { method: 'SHAP', fit: 1 }]",
      "import { imageGrid } from 'glassbook/display';\n" +
        "imageGrid({ shape: [2, 8, 8, 1], values: new Float32Array(128).fill(0.5) }, { labels: ['left one', 'right one'] })",
      "({ data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }], layout: { title: { text: 'Two bars' } } })",
    );
    for (const [index, mime] of [
      "application/vnd.glassbook.table.v1+json",
      "application/vnd.glassbook.images.v1+json",
      "application/vnd.plotly.v1+json",
    ].entries()) {
      const cell = await run(notebook, index);
      assert.equal(cell.executionSummary?.success, true, textOf(cell));
      assert.equal(cell.outputs[0]?.items[0]?.mime, mime);
      await reveal(cell);
    }
    await ui("waitForText", "Two bars");
    await ui("picture", "tables-pictures-charts");
    await reveal(notebook.cellAt(0));
    await ui("click", "fit");
    const order = async () => (await ui("cells", "LIME")).join();
    await until(async () => /LIME.*SHAP/.test(await order()), "the smaller fit first");
    await ui("click", "fit");
    await until(async () => /SHAP.*LIME/.test(await order()), "the larger fit first");
    await ui("waitForText", "left one");
  });
});
