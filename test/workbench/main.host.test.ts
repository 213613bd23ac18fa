import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encode } from "fast-png";
import { goldens } from "../goldens.ts";
import { inWorkbench } from "./inWorkbench.ts";

inWorkbench("the extension in a workbench", {
  suite: "main",
  files: [
    "notebooks/01-why-is-it-a-7.ipynb",
    "test/fixtures/onnx/torch-mlp.onnx",
    "notebooks/models/digits-pytorch.onnx",
  ],
  prepare: (workspace) => writeFile(join(workspace, "seven.png"), digit(7)),
});

/** One of the golden digits, 28 × 28, as a gray picture. */
function digit(at: number): Uint8Array {
  const pixels = Array.from(goldens("modelA")("input").values).slice(at * 784, (at + 1) * 784);
  const data = Uint8Array.from(pixels, (value) => Math.round(255 * value));
  return encode({ width: 28, height: 28, channels: 1, depth: 8, data });
}
