import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { setLanguage } from "../../kernel/library/ground/language.ts";
import { makeClassification, Table, tabular, toBundle } from "../../kernel/library/index.ts";
import { goldenTable } from "./golden.ts";

const penguins = `id,species,island,mass,flippers,sex
1,Adelie,Torgersen,3750,18.1,male
2,Adelie,Biscoe,NA,17.4,female
3,"Gentoo, the ""long-tailed""",Biscoe,5000,15,
4,Chinstrap,Dream,3700,20.5,male
`;

describe("tabular.parse", () => {
  it("finds what each column is, and codes categories in the order of their characters", () => {
    const table = tabular.parse(penguins, { target: "species", ignore: ["id"] });
    assert.deepEqual(table.columns, [
      { name: "island", kind: "categorical", categories: ["Biscoe", "Dream", "Torgersen"] },
      { name: "mass", kind: "integer" },
      { name: "flippers", kind: "numeric" },
      { name: "sex", kind: "categorical", categories: ["female", "male"] },
    ]);
    assert.deepEqual(table.shape, [4, 4]);
    assert.deepEqual([...table.column("island")], [2, 0, 0, 1]);
    assert.deepEqual(table.classNames, ["Adelie", "Chinstrap", 'Gentoo, the "long-tailed"']);
    assert.deepEqual([...table.labels], [0, 0, 2, 1]);
    assert.deepEqual(table.row(2), {
      island: "Biscoe",
      mass: 5000,
      flippers: 15,
      sex: null,
      species: 'Gentoo, the "long-tailed"',
    });
  });

  it("counts what is missing, leaves such rows out, or fills them from another table's values", () => {
    const table = tabular.parse(penguins, { target: "species" });
    assert.deepEqual(
      [...table.missing],
      [
        ["mass", 1],
        ["sex", 1],
      ],
    );
    assert.deepEqual([...table.dropMissing().column("id")], [1, 4]);
    const filled = table.fillMissing();
    assert.deepEqual([...filled.column("mass")], [3750, 3750, 5000, 3700]);
    assert.deepEqual([...filled.column("sex")], [1, 0, 1, 1]);
    assert.equal(filled.missing.size, 0);
    const heavy = tabular.parse("id,island,mass,flippers,sex\n1,Biscoe,6000,1,female\n");
    // Each file numbers its categories by itself: "b" is 1 in one and 0 in the other, and "a" is in one alone.
    const [own, other] = [tabular.parse("port,x\nb,1\n?,2"), tabular.parse("port,x\na,1\nb,2\nb,3\n?,4")];
    assert.deepEqual([...own.fillMissing({ from: other }).column("port")], [0, 0]);
    const late = own.fillMissing({ from: tabular.parse("port,x\na,1") });
    assert.deepEqual(late.columns[0].categories, ["b", "a"]);
    assert.deepEqual([...late.column("port")], [0, 1]);
    assert.equal(table.fillMissing({ from: heavy }).column("mass")[1], 6000);
    assert.equal(table.fillMissing({ numeric: "mean" }).column("mass")[1], 4150);
    assert.equal(table.missing.size, 2, "the table itself is as it was");
  });

  it("takes few whole numbers as classes, many as a number, and does as it is told", () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i % 3},${i}`).join("\n");
    const read = (target: string, task?: "classification" | "regression") =>
      tabular.parse(`a,few,many\n${rows}`, { target, ...(task ? { task } : {}) }).target;
    assert.deepEqual(read("few")?.categories, ["0", "1", "2"]);
    assert.equal(read("many")?.kind, "integer");
    assert.equal(read("few", "regression")?.kind, "integer");
    // As numbers are ordered, not as text.
    assert.deepEqual(read("many", "classification")?.categories?.slice(8, 11), ["8", "9", "10"]);
    const coded = tabular.parse("zip,x\n10115,1\n2000,2\n", { categorical: ["zip"] });
    assert.deepEqual(coded.columns[0]?.categories, ["2000", "10115"]);
  });

  it("reads semicolons, tabs, a byte order mark, and files without a header, gzip or not", async () => {
    const semicolons = tabular.parse('\ufeff"a,b";c\r\n1;2\r\n');
    assert.deepEqual(
      semicolons.columns.map(({ name }) => name),
      ["a,b", "c"],
    );
    assert.deepEqual([...tabular.parse("1\t2\n3\t4", { header: ["x", "y"] }).values], [1, 2, 3, 4]);
    const folder = mkdtempSync(join(tmpdir(), "glassbook-table-"));
    try {
      const file = join(folder, "penguins.csv");
      writeFileSync(file, penguins);
      assert.equal((await tabular.load(file)).size, 4);
      writeFileSync(file, "a,b\n1\n");
      await assert.rejects(tabular.load(file), /penguins\.csv: the table cannot be read: .*line 2/);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await assert.rejects(tabular.load("nowhere.csv"), { name: "DataError", message: /nowhere\.csv.*no such file/ });
  });

  it("says what is wrong with a table", () => {
    const said = (text: string, options: object, message: RegExp) =>
      assert.throws(() => tabular.parse(text, options), { name: "DataError", message });
    said("a,b\n", {}, /no rows/);
    said("a,a\n1,2\n", {}, /two columns are called a/);
    said("a,b\n1,\n2,?\n", {}, /column b has no values.*ignore: \["b"\]/);
    said("a,b\n1,2\n", { target: "c" }, /no column c: the header has a, b/);
    said("a,b\n1,x\n", { target: "b", task: "regression" }, /b should be numeric but has "x"/);
  });
});

describe("Table", () => {
  it("splits 1000 rows into 800 and 200, then 640 and 160, each row once, by seed", () => {
    const table = goldenTable();
    const { train, test } = table.split(0.2, { seed: 1 });
    const { train: fit, test: validation } = train.split(0.2, { seed: 1 });
    assert.deepEqual(
      [train, test, fit, validation].map(({ size }) => size),
      [800, 200, 640, 160],
    );
    const key = (part: Table) => Array.from({ length: part.size }, (_, i) => part.slice(i, i + 1).values.join());
    assert.deepEqual([...key(fit), ...key(validation), ...key(test)].sort(), key(table).sort());
    assert.deepEqual(table.split(0.2, { seed: 1 }).test.values, test.values);
    assert.notDeepEqual(table.split(0.2, { seed: 2 }).test.values, test.values);
    assert.ok(train.values instanceof Float32Array, "and keeps its type");
    // The target goes with its row.
    const place = key(table).indexOf(key(test)[0] ?? "");
    assert.equal(test.labels[0], table.labels[place]);
  });

  it("splits every class in its proportion when asked", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat(), (a, b, seed) => {
        const classes = [...Array(3 * a).fill(0), ...Array(3 * b).fill(1)];
        const table = tabular.fromArrays({
          values: Float64Array.from(classes.keys()),
          target: classes,
          classNames: ["no", "yes"],
        });
        const { test } = table.split(1 / 3, { seed, stratify: true });
        const ones = test.labels.reduce((sum, label) => sum + label, 0);
        assert.deepEqual([test.size, ones], [a + b, b]);
      }),
      { numRuns: 30, seed: 1 },
    );
  });

  it("slices from both ends, selects columns, and refuses what is not there", () => {
    const table = tabular.fromArrays({ values: Float64Array.of(1, 2, 3, 4, 5, 6), columns: ["x", "y"] });
    assert.deepEqual([...table.slice(-1).values], [5, 6]);
    assert.deepEqual([...table.slice(1, 2).values], [3, 4]);
    assert.deepEqual([...table.select("y").values], [2, 4, 6]);
    assert.throws(() => table.select("z"), /no column z: the table has x, y/);
    assert.throws(() => table.take([3]), /no row 3: the table has 3/);
    assert.throws(() => table.split(1.5), { name: "OptionError" });
    assert.throws(() => table.labels, /no target/);
    const codes = { name: "c", kind: "categorical" as const, categories: ["a", "b"] };
    assert.throws(() => new Table({ values: Float64Array.of(2), columns: [codes] }), /column c has 2 in row 0.*0 to 1/);
  });

  it("shows its first rows with the names of categories, and what is missing", async () => {
    const bundle = await toBundle(tabular.parse(penguins, { target: "species" }));
    assert.match(String(bundle["text/html"]), /4 rows of 5 columns, target species; missing: mass \(1\), sex \(1\)/);
    await setLanguage("zh-CN");
    try {
      const chinese = await toBundle(tabular.parse(penguins, { target: "species" }));
      assert.match(String(chinese["text/plain"]), /^4 行 5 列，目标列“species”；缺失值：mass（1 个）、sex（1 个）/);
    } finally {
      await setLanguage("en");
    }
    assert.match(String(bundle["text/plain"]), /Torgersen +3,750 +18\.1 +male +Adelie/);
  });

  it("says how many rows it does not show", async () => {
    const bundle = await toBundle(makeClassification({ nSamples: 25, seed: 1 }));
    assert.match(String(bundle["text/plain"]), /… and 15 more rows$/);
    const { rows, total } = bundle["application/vnd.glassbook.table.v1+json"] as { rows: unknown[]; total: number };
    assert.deepEqual([rows.length, total], [10, 25]);
  });
});

describe("makeClassification", () => {
  it("is seeded, balanced, and flips the share of classes that it is told", () => {
    const one = makeClassification({ nSamples: 1000, nFeatures: 10, seed: 3 });
    assert.deepEqual(one.shape, [1000, 10]);
    assert.deepEqual(makeClassification({ nSamples: 1000, nFeatures: 10, seed: 3 }).values, one.values);
    assert.notDeepEqual(makeClassification({ nSamples: 1000, nFeatures: 10, seed: 4 }).values, one.values);
    const ones = one.labels.reduce((sum, label) => sum + label, 0);
    assert.ok(Math.abs(ones - 500) < 20, `${ones} of class 1`);
    // Without a shuffle rows of the classes take turns: what is out of turn was flipped.
    const { labels } = makeClassification({ nSamples: 20_000, flipY: 0.2, shuffle: false });
    const flipped = labels.filter((label, row) => label !== row % 2).length / 20_000;
    assert.ok(Math.abs(flipped - 0.1) < 0.01, `${flipped} flipped`);
  });

  it("puts informative columns first, then mixtures of them, copies, and noise that knows nothing of the class", () => {
    const table = makeClassification({
      nSamples: 4000,
      nFeatures: 6,
      nInformative: 2,
      nRedundant: 1,
      nRepeated: 1,
      nClasses: 4,
      nClustersPerClass: 1,
      flipY: 0,
      classSep: 3,
      shuffle: false,
    });
    const columns = table.columns.map(({ name }) => table.column(name));
    assert.ok(
      [0, 1, 2].some((i) => columns[i]?.every((value, row) => value === columns[3]?.[row])),
      "a copy",
    );
    // A mixture: three rows determine a, b of a·x + b·y for all others.
    const [x, y, mixed] = [columns[0] ?? [], columns[1] ?? [], columns[2] ?? []];
    const det = x[0] * y[1] - x[1] * y[0];
    const [a, b] = [(mixed[0] * y[1] - mixed[1] * y[0]) / det, (x[0] * mixed[1] - x[1] * mixed[0]) / det];
    for (let row = 2; row < 50; row++) assert.ok(Math.abs(a * x[row] + b * y[row] - mixed[row]) < 1e-9);
    const spread = (column: ArrayLike<number>) => {
      const sums = new Float64Array(4);
      for (const [row, label] of table.labels.entries()) sums[label] += column[row] / 1000;
      return Math.max(...sums) - Math.min(...sums);
    };
    assert.ok(spread(columns[0] ?? []) > 2 && spread(columns[4] ?? []) < 0.2 && spread(columns[5] ?? []) < 0.2);
  });

  it("refuses what does not fit", () => {
    assert.throws(() => makeClassification({ nFeatures: 3 }), /4 informative.*do not fit into 3/);
    assert.throws(() => makeClassification({ nClasses: 3 }), /6 clusters.*raise nInformative/);
  });
});
