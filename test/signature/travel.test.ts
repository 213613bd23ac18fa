import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeModel } from "../../kernel/library/engine/graph/decodeModel.ts";
import { encodeModel } from "../../kernel/library/engine/graph/encodeModel.ts";
import { describeModel, exportOnnx, loadOnnx } from "../../kernel/library/engine/index.ts";
import { namesIn } from "../../kernel/library/engine/signature/withMetadata.ts";
import { DataError, OptionError } from "../../kernel/library/ground/errors.ts";
import { loadModel, saveModel } from "../../kernel/library/models/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";
import { models } from "./models.ts";

const columns = [
  { name: "age", kind: "integer" },
  { name: "city", kind: "categorical", categories: ["Oslo", "Bergen"] },
  { name: "rooms", kind: "integer" },
  { name: "size", kind: "numeric" },
] as const;

describe("a signature travels with its model", () => {
  let folder: string;
  before(ready);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "signature-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("through model.json, with a table's columns and categories", async () => {
    const model = models.binary();
    const said = describeModel(model, { classNames: ["no", "yes"], inputs: { kind: "table", columns } });
    await saveModel(model, folder);
    const back = await loadModel(folder);
    assert.deepEqual(describeModel(back), said);
    assert.deepEqual(said.inputs[0], {
      kind: "table",
      name: said.inputs[0]?.name,
      dtype: "float32",
      shape: [4],
      columns,
    });
    // What the user says goes before the file.
    const other = await loadModel(folder, { classNames: ["healthy", "ill"] });
    assert.deepEqual(describeModel(other).outputs[0], { ...said.outputs[0], classNames: ["healthy", "ill"] });
    for (const each of [model, back, other]) each.dispose();
  });

  it("through ONNX's metadata, and through a file that is written again", async () => {
    const model = models.logits();
    const said = describeModel(model, { classNames: ["a", "b", "c"] });
    const onnx = await loadOnnx(await exportOnnx(model));
    const strip = ({ outputs }: typeof said) => outputs.map(({ name: _, ...rest }) => rest);
    assert.deepEqual(strip(onnx.signature), strip(said));
    assert.equal((await onnx.runner()).hasLogit, true);
    const again = await loadOnnx(await exportOnnx(onnx), { outputs: { kind: "values", valueNames: ["x", "y", "z"] } });
    assert.deepEqual(
      again.signature.outputs.map(({ kind }) => kind),
      ["values"],
    );
    model.dispose();
  });

  it("through ONNX's metadata of two inputs and two outputs", async () => {
    const model = models.twoInputs();
    describeModel(model, {
      inputs: { picture: { photometric: "blackIsZero" } },
      outputs: { kind: { classNames: ["a", "b", "c"] }, price: { unit: "€" } },
    });
    const { inputs, outputs } = (await loadOnnx(await exportOnnx(model))).signature;
    assert.equal(inputs[0]?.kind === "image" && inputs[0].photometric, "blackIsZero");
    assert.deepEqual(outputs[0]?.kind === "classes" && outputs[0].classNames, ["a", "b", "c"]);
    assert.equal(outputs[1]?.kind === "number" && outputs[1].unit, "€");
    model.dispose();
  });

  it("and a file with a broken one, or that of another model, is refused without a leak", async () => {
    const model = models.binary();
    await saveModel(model, folder);
    const file = join(folder, "model.json");
    const json = JSON.parse(await readFile(file, "utf8"));
    for (const [signature, kind] of [
      ["{", DataError],
      ['{"inputs":[],"outputs":[{"shape":"x"}]}', DataError],
      ['{"inputs":[],"outputs":[]}', OptionError],
    ] as const) {
      await writeFile(file, JSON.stringify({ ...json, userDefinedMetadata: { "glassbook.signature": signature } }));
      await assertNoLeak(() => assert.rejects(loadModel(folder), kind));
    }
    model.dispose();
  });

  it("classes' names stand in others' files too", async () => {
    assert.deepEqual(namesIn(`{0: 'tench', 1: "dog's", 2: 'it\\'s'}`), ["tench", "dog's", "it's"]);
    assert.deepEqual(namesIn('["a", "b"]'), ["a", "b"]);
    for (const no of ["", "{1: 'a'}", "[1, 2]", "cats", "[]"]) assert.equal(namesIn(no), undefined, no);
    const model = models.softmaxCnn();
    const graph = decodeModel(await exportOnnx(model));
    const withNames = async (names: string) =>
      (await loadOnnx(encodeModel({ ...graph, metadata: { names } }))).signature.outputs[0];
    const four = await withNames("{0: 'a', 1: 'b', 2: 'c', 3: 'd'}");
    assert.deepEqual(four?.kind === "classes" && four.classNames, ["a", "b", "c", "d"]);
    const three = await withNames('["a", "b", "c"]');
    assert.equal(three?.kind === "classes" && three.classNames, undefined);
    model.dispose();
  });
});
