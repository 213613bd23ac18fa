import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findHistory, History, type HistoryRecord } from "../../kernel/host/history.ts";
import type { HistoryRequest } from "../../kernel/protocol/message.ts";

const record = (session: number, line: number, input: string): HistoryRecord => ({
  session,
  line,
  input,
  output: null,
});

describe("history", () => {
  const records = [record(7, 1, "a"), record(7, 2, "b"), record(9, 1, "a"), record(9, 2, "c.d"), record(9, 3, "cxd")];
  const find = (request: Partial<HistoryRequest>) =>
    findHistory(records, 9, { output: false, raw: true, hist_access_type: "tail", ...request });

  it("answers tail, range and search as Jupyter asks", () => {
    assert.deepEqual(find({ n: 2 }), [
      [9, 2, "c.d"],
      [9, 3, "cxd"],
    ]);
    assert.deepEqual(find({ n: 0 }), []);
    const range = { hist_access_type: "range" as const };
    assert.deepEqual(find({ ...range, session: 0, start: 2, stop: 3 }), [[9, 2, "c.d"]]);
    assert.deepEqual(find({ ...range, session: -1, start: 1, stop: null }), [
      [7, 1, "a"],
      [7, 2, "b"],
    ]);
    assert.deepEqual(find({ ...range, session: 7, start: 2 }), [[7, 2, "b"]]);
    const search = { hist_access_type: "search" as const };
    assert.deepEqual(find({ ...search, pattern: "c.d" }), [[9, 2, "c.d"]]);
    assert.deepEqual(find({ ...search, pattern: "c?d" }).length, 2);
    assert.deepEqual(find({ ...search, pattern: "a", unique: true }), [[9, 1, "a"]]);
    assert.deepEqual(find({ ...search, pattern: "*", n: 1, output: true }), [[9, 3, ["cxd", null]]]);
    assert.deepEqual(find({ ...search, pattern: "?" }).length, 3);
    assert.deepEqual(find({ ...search, pattern: "*d*" }).length, 2);
    assert.deepEqual(find({ ...search, pattern: "" }), []);
  });

  it("searches in bounded time, whatever the pattern", () => {
    const long = [record(9, 1, "a".repeat(20_000))];
    const search = { hist_access_type: "search" as const, output: false, raw: true };
    assert.deepEqual(findHistory(long, 9, { ...search, pattern: `${"*a".repeat(30)}*b` }), []);
    assert.equal(findHistory(long, 9, { ...search, pattern: `***${"a*".repeat(30)}` }).length, 1);
  });

  it("is kept on disk for later sessions, outputs too, and half a line does no harm", () => {
    const folder = mkdtempSync(join(tmpdir(), "glassbook-history-"));
    const file = join(folder, "deep/history.jsonl");
    const fail = (line: string) => assert.fail(line);
    const first = new History(file, fail);
    first.input(1, "6 * 7");
    first.output(1, "42");
    first.ended();
    first.input(2, "'não 🎉'");
    first.ended();
    first.flush();
    appendFileSync(file, '{"session":1,"li');
    const second = new History(file, fail);
    second.input(1, "now");
    const all = second.find({ output: true, raw: true, hist_access_type: "tail", n: 10 });
    assert.deepEqual(
      all.map(([, line, text]) => [line, text]),
      [
        [1, ["6 * 7", "42"]],
        [2, ["'não 🎉'", null]],
        [1, ["now", null]],
      ],
    );
    assert.notEqual(all[1]?.[0], all[2]?.[0]);
    rmSync(folder, { recursive: true });
  });
});
