import assert from "node:assert/strict";
import fc from "fast-check";
import { displayKey, imageGrid, mime, table } from "../../kernel/library/display/index.ts";
import { type ImagesPayload, imagesProblem } from "../../kernel/payloads/imagesPayload.ts";
import { type TablePayload, tableProblem } from "../../kernel/payloads/tablePayload.ts";

const good: TablePayload = {
  version: 1,
  caption: "Fit",
  columns: [
    { name: "method", numeric: false },
    { name: "fit", numeric: true },
  ],
  rows: [
    ["LIME", 0.38],
    ["SHAP", null],
  ],
  total: 3,
  notes: ["One more."],
};

describe("a table's payload", () => {
  it("is sound as it is written, whatever the rows hold", async () => {
    const value = fc.oneof(fc.double(), fc.string(), fc.bigInt(), fc.date(), fc.anything(), fc.constant(null));
    const rows = fc.array(fc.dictionary(fc.string({ maxLength: 3 }), value), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const bundle = await table(given)[displayKey]();
        const payload = JSON.parse(JSON.stringify(bundle[mime.table])) as TablePayload;
        assert.equal(tableProblem(payload), undefined);
        assert.deepEqual([payload.rows.length, payload.total], [given.length, given.length]);
      }),
    );
  });

  it("is checked field by field", () => {
    assert.equal(tableProblem(good), undefined);
    assert.match(tableProblem("{") ?? "", /^the table is not an object/);
    assert.match(tableProblem([]) ?? "", /^the table is not an object/);
    assert.match(tableProblem({ ...good, version: 2 }) ?? "", /version 2, this view reads 1/);
    assert.match(tableProblem({ ...good, caption: 3 }) ?? "", /^caption is not a string/);
    assert.match(tableProblem({ ...good, columns: ["a", "b"] }) ?? "", /^columns is not/);
    assert.match(tableProblem({ ...good, columns: [{ name: "a" }, { name: "b" }] }) ?? "", /^columns is not/);
    assert.match(tableProblem({ ...good, rows: undefined }) ?? "", /^rows is not a list/);
    assert.match(tableProblem({ ...good, rows: [["a", 1], 3] }) ?? "", /^rows\[1\] is not a list/);
    assert.match(tableProblem({ ...good, rows: [["a", 1], ["b"]] }) ?? "", /^rows\[1\] has 1 cells, .* 2 columns/);
    assert.match(tableProblem({ ...good, rows: [["a", true]] }) ?? "", /^rows\[0\]\[1\] is neither a number/);
    assert.match(tableProblem({ ...good, total: 1 }) ?? "", /^total is 1, and there are 2 rows/);
    assert.match(tableProblem({ ...good, total: undefined }) ?? "", /^total is undefined/);
    assert.match(tableProblem({ ...good, notes: [3] }) ?? "", /^notes is not a list of strings/);
  });

  it("is refused where it is more than a page holds", () => {
    const rows = Array.from({ length: 100_001 }, () => ["a", 1]);
    assert.match(tableProblem({ ...good, rows, total: rows.length }) ?? "", /200,002 cells.*200,000: show fewer rows/);
    assert.equal(tableProblem({ ...good, rows: rows.slice(1), total: rows.length }), undefined);
    const long = Array.from({ length: 30 }, () => ["x".repeat(1_000_000), 1]);
    assert.match(tableProblem({ ...good, rows: long, total: 30 }) ?? "", /30 million characters.*shorter texts/);
  });

  it("never throws, whatever came", () => {
    const some = fc.record(
      {
        version: fc.constant(1),
        columns: fc.anything(),
        rows: fc.anything(),
        total: fc.anything(),
        notes: fc.anything(),
      },
      { requiredKeys: ["version"] },
    );
    fc.assert(
      fc.property(fc.oneof(some, fc.anything()), (payload) => assert.doesNotThrow(() => tableProblem(payload))),
    );
  });
});

describe("a picture grid's payload", () => {
  const written = async () => {
    const bundle = await imageGrid({ shape: [2, 2, 3, 1], values: new Float32Array(12) }, { title: "T" })[displayKey]();
    return JSON.parse(JSON.stringify(bundle[mime.images])) as ImagesPayload;
  };

  it("is checked field by field", async () => {
    const payload = await written();
    assert.equal(imagesProblem(payload), undefined);
    assert.match(imagesProblem(null) ?? "", /^the pictures are not an object/);
    assert.match(imagesProblem({ ...payload, version: "1" }) ?? "", /version "1", this view reads 1/);
    assert.match(imagesProblem({ ...payload, title: 3 }) ?? "", /^title is not a string/);
    assert.match(imagesProblem({ ...payload, columns: 0 }) ?? "", /^columns is not a number above 0/);
    assert.match(imagesProblem({ ...payload, size: null }) ?? "", /^size is not a number of pixels/);
    assert.match(imagesProblem({ ...payload, images: {} }) ?? "", /^images is not a list/);
    assert.match(imagesProblem({ ...payload, images: [] }) ?? "", /^there is no picture in it/);
    assert.match(imagesProblem({ ...payload, images: [null] }) ?? "", /^images\[0\] is not an object/);
    for (const [field, wrong] of Object.entries({
      png: "PHN2Zz4=",
      width: 0,
      height: "2",
      caption: null,
      alt: undefined,
      paper: 1,
    })) {
      const images = [payload.images[0], { ...payload.images[1], [field]: wrong }];
      assert.match(imagesProblem({ ...payload, images }) ?? "", new RegExp(`^images\\[1\\]\\.${field} is not a`));
    }
    const hidden = { ...payload.images[0], png: `${payload.images[0].png}" onerror="alert(1)` };
    assert.match(imagesProblem({ ...payload, images: [hidden] }) ?? "", /png is not a PNG in base64/);
  });

  it("is refused where it is more than a page holds", async () => {
    const payload = await written();
    const [first] = payload.images;
    const many = { ...payload, images: Array(2001).fill(first) };
    assert.match(imagesProblem(many) ?? "", /2,001 pictures, and a page holds 2,000: show fewer/);
    const large = { ...payload, images: Array(6).fill({ ...first, png: "iVBORw0KGg".padEnd(10_000_000, "A") }) };
    assert.match(imagesProblem(large) ?? "", /60 MB, and a page holds 50: show fewer, or smaller/);
  });
});
