import assert from "node:assert/strict";
import fc from "fast-check";
import type { TableCell } from "../../kernel/payloads/tablePayload.ts";
import { csvOf } from "../../renderers/table/csv.ts";
import { searchable, sorted } from "../../renderers/table/order.ts";
import { nextSort, settingsFrom } from "../../renderers/table/settings.ts";

const order = (cells: readonly TableCell[], descending = false, locale = "en") =>
  sorted(
    cells.map((cell) => [cell]),
    { column: 0, descending },
    locale,
  ).map((index) => cells[index]);
const isEmpty = (cell: TableCell) => cell === null || ["", "–", "NaN"].includes(String(cell));

describe("the order of a table", () => {
  it("keeps every row, puts empty ones last, and leaves equal ones as given, both ways", () => {
    const cell = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom<TableCell>(null, "", "–", "NaN", "a", "B", "é", "9 %", 1, 1, 2),
      fc.string({ maxLength: 2 }),
    );
    fc.assert(
      fc.property(fc.array(cell), fc.boolean(), (cells, descending) => {
        const rows = cells.map((each) => [each]);
        const indices = sorted(rows, { column: 0, descending }, "en");
        assert.deepEqual(
          indices.toSorted((a, b) => a - b),
          cells.map((_, i) => i),
        );
        const empty = indices.map((index) => isEmpty(cells[index]));
        assert.deepEqual(
          empty,
          empty.toSorted((a, b) => Number(a) - Number(b)),
        );
        for (const [at, index] of indices.entries()) {
          const next = indices[at + 1];
          if (next !== undefined && cells[index] === cells[next]) assert.ok(index < next);
        }
      }),
    );
  });

  it("has numbers by size", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (numbers) => {
        assert.deepEqual(
          order(numbers),
          numbers.toSorted((a, b) => a - b),
        );
        assert.deepEqual(
          order(numbers, true),
          numbers.toSorted((a, b) => b - a),
        );
      }),
    );
    assert.deepEqual(order(["∞", 3, "NaN", null, "−∞", "12345678901234567890", 1e18]), [
      "−∞",
      3,
      1e18,
      "12345678901234567890",
      "∞",
      "NaN",
      null,
    ]);
  });

  it("has whole numbers by size that are too large for a double, also among others", () => {
    const big = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String);
    const near = fc.bigInt({ min: 0n, max: 9n }).map((more) => String(2n ** 60n + more));
    fc.assert(
      fc.property(fc.array(fc.oneof(big, near, fc.constant(2 ** 60))), (cells) => {
        const bySize = cells.toSorted((a, b) => Number(BigInt(a) > BigInt(b)) - Number(BigInt(a) < BigInt(b)));
        assert.deepEqual(order(cells), bySize);
      }),
    );
    assert.deepEqual(order(["9007199254740993", "9007199254740992"], true), ["9007199254740993", "9007199254740992"]);
  });

  it("has texts that begin with numbers by these, where all do", () => {
    assert.deepEqual(order(["98.2%", "9.5%", "–", "100.0%"]), ["9.5%", "98.2%", "100.0%", "–"]);
    assert.deepEqual(order(["−0.3 ± 0.1", "2e−7", "1,200 m", "-1"]), ["-1", "−0.3 ± 0.1", "2e−7", "1,200 m"]);
    assert.deepEqual(order(["2024-12-01", "2024-02-11", "2023-12-31"]), ["2023-12-31", "2024-02-11", "2024-12-01"]);
  });

  it("has texts as the reader's language does, numbers in them by size, and numbers before them", () => {
    assert.deepEqual(order(["zebra", "Ähre", "layer 10", "layer 9", "apfel", 5, 12]), [
      5,
      12,
      "Ähre",
      "apfel",
      "layer 9",
      "layer 10",
      "zebra",
    ]);
    assert.deepEqual(order(["Öl", "zebra"], false, "sv"), ["zebra", "Öl"]);
    assert.deepEqual(order(["Öl", "zebra"], false, "en"), ["Öl", "zebra"]);
    assert.deepEqual(order([5, "a", null, 12], true), ["a", 12, 5, null]);
  });
});

describe("a table's filter, choices and CSV", () => {
  it("looks in each cell alone, in small letters, in numbers as written and as they are", () => {
    assert.deepEqual(searchable([["Über A", -1234.5678, null]], "en"), ["über a\n−1235\n-1234.5678\n"]);
  });

  it("sorts up, down and not at all, column by column", () => {
    const up = nextSort(undefined, 2);
    assert.deepEqual(up, { column: 2, descending: false });
    assert.deepEqual(nextSort(up, 1), { column: 1, descending: false });
    const down = nextSort(up, 2);
    assert.deepEqual(down, { column: 2, descending: true });
    assert.equal(nextSort(down, 2), undefined);
  });

  it("takes saved choices that fit, and no others", () => {
    const kept = { sort: { column: 1, descending: true }, filter: "a" };
    assert.deepEqual(settingsFrom(JSON.parse(JSON.stringify(kept)), 2), kept);
    const first = { sort: undefined, filter: "" };
    for (const saved of [
      undefined,
      3,
      { sort: { column: 2, descending: true }, filter: 1 },
      { sort: { column: 0.5 } },
    ]) {
      assert.deepEqual(settingsFrom(saved, 2), first);
    }
    assert.deepEqual(settingsFrom({ sort: { column: -1, descending: true } }, 2), first);
  });

  it("writes CSV that reads back as it was", () => {
    const columns = [
      { name: "a", numeric: false },
      { name: "b,\n", numeric: true },
    ];
    assert.equal(
      csvOf(columns, [
        ['say "x"', 0.1],
        [null, -2],
        ["cr\r", "∞"],
      ]),
      'a,"b,\n"\n"say ""x""",0.1\n,-2\n"cr\r",∞\n',
    );
  });
});
