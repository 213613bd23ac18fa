import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Notebook, parseNotebook } from "../../kernel/export/nbformat.ts";
import { root } from "../goldens.ts";
import { cellOf, codeCells, streamOf } from "./cells.ts";
import { execute } from "./execute.ts";

const epochLine =
  /^(Epoch \d, train loss: |第 \d 轮，训练集损失：)\d\.\d{4}(, train accuracy: |，训练集准确率：)[01]\.\d{4}$/gm;

describe("tutorials", () => {
  for (const name of ["01-why-is-it-a-7.ipynb", "zh-cn/01-why-is-it-a-7.ipynb"]) {
    it(`${name} trains, explains, saves, and leaves no tensor but the user's`, async () => {
      const { notebook, bytes, stdout } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);

      const backend = JSON.stringify(cellOf(notebook, "backend").outputs);
      assert.match(backend, /runs on TensorFlow\.js|tfjs-node/);
      assert.doesNotMatch(backend, /Cannot|undefined/);

      const training = streamOf(cellOf(notebook, "train"));
      assert.equal((training.match(epochLine) ?? []).length, 5);

      const whole = /55000/.test(streamOf(cellOf(notebook, "load")));
      const accuracy = Number(/[01]\.\d{4}/.exec(streamOf(cellOf(notebook, "accuracy")))?.[0]);
      assert.ok(accuracy >= (whole ? 0.976 : 0.92), `test accuracy ${accuracy}`);
      assert.ok(stdout.includes(accuracy.toFixed(4)), "the run ends by printing the accuracy");

      const maps = cellOf(notebook, "shaprun").outputs.at(-1);
      assert.ok(maps && "data" in maps);
      assert.deepEqual(Object.keys(maps.data), [
        "application/vnd.glassbook.explanation.v1+json",
        "application/vnd.plotly.v1+json",
        "image/png",
        "text/plain",
      ]);
      assert.match(streamOf(cellOf(notebook, "saverun")), /the same 10+ prob|同样的 10+ /);
      // Four weights, two variables of the compiled model's Adam, and the image: what the notebook's own variables hold.
      assert.match(streamOf(cellOf(notebook, "tensors")), /^7 /);
    }).timeout(900_000);
  }

  for (const name of ["03-explain-an-onnx-file.ipynb", "zh-cn/03-explain-an-onnx-file.ipynb"]) {
    it(`${name} explains a PyTorch-made file by gradients that add up`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      assert.match(streamOf(cellOf(notebook, "load")), /Conv → Relu → MaxPool/);
      // Where MNIST cannot be had, the cell says so before.
      const map = cellOf(notebook, "ask").outputs.at(-1);
      assert.ok(map && "data" in map);
      const payload = map.data["application/vnd.glassbook.explanation.v1+json"] as {
        maps: { engine: string; output: string; evidence: { delta?: number } }[];
      };
      assert.equal(payload.maps[0]?.engine, "onnx");
      assert.equal(payload.maps[0]?.output, "logit");
    }).timeout(300_000);
  }

  for (const name of [
    "08-what-does-it-see-in-this-photograph.ipynb",
    "zh-cn/08-what-does-it-see-in-this-photograph.ipynb",
  ]) {
    it(`${name} tests its sentence, and shows a map that misleads`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      assert.match(streamOf(cellOf(notebook, "five")), /^Egyptian cat.*38\.\d%.*tiger cat.*tabby.*lynx.*plastic bag/);
      const recipes = streamOf(cellOf(notebook, "recipes"));
      assert.match(recipes, /^bytes(: |：)pillow/m, "the wrong recipe names something else");
      assert.match(streamOf(cellOf(notebook, "words")), /Grad-CAM[\s\S]*Kernel SHAP/);
      const [whole = 0, without = 0, , others = 0, least = 0] = (
        streamOf(cellOf(notebook, "check")).match(/\d+(?=%| )/g) ?? []
      ).map(Number);
      assert.ok(without < whole && without < least && least < others, `${[whole, without, others, least]}`);
      const [guided] = cellOf(notebook, "misleads").outputs;
      assert.ok(guided && "data" in guided && "image/png" in guided.data);
    }).timeout(300_000);
  }

  for (const name of ["04-lime-and-shap.ipynb", "zh-cn/04-lime-and-shap.ipynb"]) {
    it(`${name} samples within the error it tells, and reports on several methods`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      assert.match(streamOf(cellOf(notebook, "limerun")), /quickshift: \d/);
      const [parts] = cellOf(notebook, "segmentsrun").outputs;
      assert.ok(parts && "data" in parts && "image/png" in parts.data);
      const [told] = cellOf(notebook, "shaprun").outputs;
      assert.ok(told && "data" in told);
      const lines = String(told.data["text/plain"]).replaceAll("−", "-").split("\n").slice(1);
      const rows = lines.map((line) => line.trim().split(/ +/).map(Number));
      assert.equal(rows.length, 12);
      const far = rows.filter(([, exact = 0, sampled = 0, error = 0]) => Math.abs(sampled - exact) > 3 * error + 1e-4);
      assert.ok(far.length <= 1, `${far.length} of 12 values are over three standard errors off`);
      const owen = rows.reduce((sum, row) => sum + (row[4] ?? 0) - (row[1] ?? 0), 0);
      assert.ok(Math.abs(owen) < 2e-3, "Owen values sum to what Shapley values sum to");
      assert.match(streamOf(cellOf(notebook, "autorun")), /auto: \d+[\s\S]*4094: rank 1\.00, overlap 1\.00/);
      assert.match(
        streamOf(cellOf(notebook, "reportrun")),
        /^(The 5 methods give similar maps|The methods disagree|5 种方法给出的热力图相近|各方法不一致)/,
      );
      assert.match(streamOf(cellOf(notebook, "tensors")), /\b0 /);
    }).timeout(600_000);
  }

  for (const name of ["05-explain-a-table.ipynb", "zh-cn/05-explain-a-table.ipynb"]) {
    it(`${name} explains rows and the table, and its methods find the same strongest column`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      assert.match(streamOf(cellOf(notebook, "split")), /^640\D+160\D+200/);
      const accuracy = /[01]\.\d{3}\s*$/.exec(streamOf(cellOf(notebook, "fit")))?.[0];
      assert.ok(Number(accuracy) > 0.83, `test accuracy ${accuracy}`);
      for (const id of ["lime", "bins", "kernel"]) assert.match(streamOf(cellOf(notebook, id)), /x6/);
      assert.match(streamOf(cellOf(notebook, "bins")), /R² = 0\.[89]/);
      const drawn = ["fit", "kernel", "linear", "beeswarm", "dependence", "perm"].flatMap((id) =>
        cellOf(notebook, id).outputs.filter(
          (output) => "data" in output && "application/vnd.plotly.v1+json" in output.data,
        ),
      );
      assert.equal(drawn.length, 8, "a figure in each of them, two in two");
      const ranks = cellOf(notebook, "together").outputs.at(-1);
      assert.ok(ranks && "data" in ranks);
      assert.match(String(ranks.data["text/plain"]), /^x6 +1 +1 +1 +1$/m);
    }).timeout(300_000);
  }

  for (const name of ["02-gallery-of-gradients.ipynb", "zh-cn/02-gallery-of-gradients.ipynb"]) {
    it(`${name} shows every method and leaves its own tensors only`, async () => {
      const { notebook, bytes } = await execute(name);
      assert.ok(bytes < 2_000_000, `${bytes} bytes`);
      const pictures = codeCells(notebook).flatMap(({ outputs }) => outputs.filter((output) => "data" in output));
      assert.ok(pictures.length >= 20, `${pictures.length} pictures`);
      const maps = JSON.stringify(cellOf(notebook, "pathsrun").outputs);
      assert.equal(/各值之和|解释|的 logit/.test(maps), name.startsWith("zh-cn"));
      assert.match(streamOf(cellOf(notebook, "tensors")), /^0 /);
    }).timeout(600_000);
  }

  it("are Chinese throughout in zh-cn: what the product says in them, too", async () => {
    for (const name of await readdir(join(root, "notebooks/zh-cn"))) {
      const notebook = parseNotebook(await readFile(join(root, "notebooks/zh-cn", name), "utf8"));
      assert.equal(notebook.metadata.locale, "zh-CN", name);
      const prose = notebook.cells.map(({ source }) => source).join("\n");
      assert.doesNotMatch(prose, /回答|答案|缺席|询问|偶然|度量|预告|笔迹|墨|标准误差|标记|热图|分块/, name);
    }
  });

  it("have the same code in both languages", async () => {
    const shape = (notebook: Notebook) =>
      notebook.cells.map(({ id, cell_type, source }) => ({
        id,
        cell_type,
        code: cell_type === "code" ? source.match(/\b(import|new|await|const) .*?[({=]/g) : undefined,
      }));
    const read = async (path: string) => shape(parseNotebook(await readFile(join(root, "notebooks", path), "utf8")));
    for (const name of await readdir(join(root, "notebooks/zh-cn"))) {
      assert.deepEqual(await read(`zh-cn/${name}`), await read(name), name);
    }
  });
});
