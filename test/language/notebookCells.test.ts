import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LanguageService } from "../../kernel/language/LanguageService.ts";
import type { LanguageAnswers, LanguageRequest } from "../../kernel/protocol/language.ts";
import { root } from "../goldens.ts";

describe("the language service for an editor", function () {
  this.timeout(120_000);
  let folder: string;
  let service: LanguageService;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-cells-"));
    writeFileSync(
      join(folder, "own.ts"),
      "export const one = 1;\n/** Halves. */\nexport const half = (x: number) => x / 2;",
    );
    service = new LanguageService(folder, join(root, "dist/kernel/"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Asks at the `|` of the one cell that has it. */
  function ask<Q extends LanguageRequest["question"]>(question: Q, cells: string[], name?: string): LanguageAnswers[Q] {
    const cell = cells.findIndex((code) => code.includes("|"));
    const at = cells[cell]?.indexOf("|") ?? 0;
    const asked = cells.map((code) => code.replace("|", ""));
    const request = { question, cells: asked, cell: Math.max(0, cell), at, ...(name !== undefined && { name }) };
    return service.notebook(request) as LanguageAnswers[Q];
  }
  const names = (...cells: string[]) => ask("completions", cells).entries.map(({ name }) => name);
  const problems = (cells: string[], cell: number) =>
    (service.notebook({ question: "problems", cells, cell, at: 0 }) as LanguageAnswers["problems"]).map(
      ({ code, start, end }) => [code, cells[cell]?.slice(start, end)],
    );

  it("answers about one cell after the other, though none has changed", () => {
    const cells = ["const one = 1", "one.toFixed()", "one.nothing"];
    assert.deepEqual(problems(cells, 0), []);
    assert.deepEqual(problems(cells, 1), []);
    assert.deepEqual(problems(cells, 2), [[2339, "nothing"]]);
  });

  it("completes what other cells declare, none of which has run, and members of it", () => {
    const first = "import { half } from './own';\nconst point = { across: 1, down: half(2) };\nlet many = [point];";
    assert.deepEqual(names(first, "point.|"), ["across", "down"]);
    assert.ok(names(first, "many[0].|").includes("across"));
    const all = names(first, "po|");
    for (const name of ["point", "many", "half", "console", "display"]) assert.ok(all.includes(name), name);
    assert.equal(all.filter((name) => name === "point").length, 1);
    assert.ok(names("lat|", "const later = 1").includes("later"), "also of a cell behind");
    assert.ok(!names(first, "point.|").includes("many"));
  });

  it("says what it would replace, and describes an entry when it is asked", () => {
    assert.deepEqual(ask("completions", ["const point = 1", "x + poi|"]).replaces, { start: 4, end: 7 });
    const first = "/** Where it is. */\nconst point = { across: 1 };";
    const described = ask("completion", [first, "|"], "point");
    assert.match(described?.code ?? "", /const point: \{/);
    assert.match(described?.markdown ?? "", /Where it is\./);
    const half = ask("completion", ["import * as own from './own'", "own.|"], "half");
    assert.match(half?.markdown ?? "", /Halves\./);
  });

  it("tells types under the pointer, with their place", () => {
    const cells = ["let total: number = 1", "const twice = tot|al * 2"];
    assert.deepEqual(ask("hover", cells), { code: "let total: number", markdown: "", span: { start: 14, end: 19 } });
    assert.equal(ask("hover", ["let total = 1", "   |"]), undefined);
    assert.match(ask("hover", ["%time tw|ice", "const twice = 2"])?.code ?? "", /const twice: 2/);
  });

  it("helps with a call's parameters", () => {
    const cells = ["/** Adds. */\nfunction add(left: number, right: string) { return left + right }", "add(1, |)"];
    const help = ask("signatures", cells);
    assert.equal(help?.activeParameter, 1);
    assert.equal(help?.signatures[0]?.label, "add(left: number, right: string): string");
    assert.equal(help?.signatures[0]?.parameters[1]?.label, "right: string");
    assert.match(help?.signatures[0]?.markdown ?? "", /Adds\./);
  });

  it("finds where a name is declared: in a cell, also a variable's, and in a file", () => {
    const cells = ["const fixed = 1; let loose = 2", "fi|xed + loose"];
    assert.deepEqual(ask("definition", cells), [{ cell: 0, span: { start: 6, end: 11 } }]);
    assert.deepEqual(ask("definition", [cells[0] ?? "", "fixed + lo|ose"]), [
      { cell: 0, span: { start: 21, end: 26 } },
    ]);
    const [place] = ask("definition", ["import { half } from './own'", "ha|lf(1)"]);
    assert.ok(place && "file" in place);
    assert.deepEqual([place.file, place.line, place.column], [join(folder, "own.ts"), 2, 13]);
  });

  it("finds type errors and syntax errors, and none where cells hand things over", () => {
    const cells = [
      "import { half } from './own'; let n = 1",
      "n = half(n); const text = 'x'",
      "n = text",
      "let = ;",
      "await 1",
    ];
    assert.deepEqual(problems(cells, 0), []);
    assert.deepEqual(problems(cells, 1), []);
    assert.deepEqual(problems(cells, 2), [[2322, "n"]]);
    assert.ok(problems(cells, 3).length > 0);
    assert.deepEqual(problems(cells, 4), []);
    assert.deepEqual(problems([cells[0] ?? "", "", "n = 5"], 2), [], "a changed cell changes the others");
  });

  it("knows the library that cells import", () => {
    const cells = ["import { mnistCnn } from 'glassbook/models';\nconst model = mnistCnn({ seed: 42 });", "model.pre|"];
    assert.ok(names(...cells).includes("predict"));
    assert.match(ask("hover", [cells[0] ?? "", "mnist|Cnn"])?.markdown ?? "", /@example/);
  });
});
