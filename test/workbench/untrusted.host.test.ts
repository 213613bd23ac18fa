import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { displayKey, heatmap } from "../../kernel/library/display/index.ts";
import { explain } from "../display/fixture.ts";
import { inWorkbench } from "./inWorkbench.ts";
import { notebookFile } from "./notebookFile.ts";

inWorkbench("a folder that is not trusted, in a workbench", {
  suite: "untrusted",
  untrusted: true,
  files: ["test/fixtures/onnx/torch-mlp.onnx"],
  prepare: (workspace) => writeAnswered(join(workspace, "answered.ipynb")),
});

/** A notebook that somebody else ran: its first cell has a text and an explanation. */
async function writeAnswered(file: string): Promise<void> {
  const outputs = [
    { output_type: "stream", name: "stdout", text: "said before\n" },
    { output_type: "execute_result", execution_count: 1, metadata: {}, data: await heatmap(explain(7))[displayKey]() },
  ];
  await writeFile(file, notebookFile([{ source: "const kept = 6;\nkept", outputs }, "6 * 7"]));
}
