import { inWorkbench } from "./inWorkbench.ts";

inWorkbench("the extension in a workbench", {
  suite: "main",
  files: ["notebooks/01-why-is-it-a-7.ipynb", "test/fixtures/onnx/torch-mlp.onnx"],
});
