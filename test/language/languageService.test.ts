import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LanguageService } from "../../kernel/language/LanguageService.ts";
import { root } from "../goldens.ts";

describe("the language service", function () {
  this.timeout(120_000);
  let folder: string;
  let service: LanguageService;
  let count: number;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-language-"));
    service = new LanguageService(folder, join(root, "dist/kernel/"));
  });
  beforeEach(() => {
    service.restart();
    count = 0;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Adds cells; the numbers of the last one's type errors, with their lines. */
  const errors = (...cells: string[]) => {
    let found: string[] = [];
    for (const cell of cells) {
      service.add(cell);
      found = service.check(count++).map(({ code, line, column }) => `${code}@${line}:${column}`);
    }
    return found;
  };
  const matches = (code: string) => service.complete(code, [...code].length).matches;
  const inspected = (code: string) => String(service.inspect(code, code.length).data["text/plain"]);

  it("knows types across cells", () => {
    assert.deepEqual(errors("interface Wide { a: number }\nconst w: Wide = { a: 1 }", "w.a.toFixed()"), []);
    assert.deepEqual(errors("\n  w.b"), ["2339@2:5"]);
    assert.deepEqual(errors("const n: Wide = { a: 'x' }"), ["2322@1:19"]);
    assert.deepEqual(matches("w."), ["a"]);
    assert.match(inspected("w"), /^const w: Wide$/);
  });

  it("sees the last declaration of a name, in each cell the one before it", () => {
    assert.deepEqual(
      errors("let x = 1", "const early = () => x.toFixed()", "let x = 'text'", "x.toUpperCase(); x.toFixed()"),
      ["2551@1:20"],
    );
    assert.deepEqual(service.check(1), []);
  });

  it("lets later cells assign to a variable, with its type, and not to a constant", () => {
    assert.deepEqual(errors("let k = 1; const c = 2", "k = 10; k++"), []);
    assert.deepEqual(errors("k = 'text'"), ["2322@1:1"]);
    assert.equal(errors("c = 3").length, 1);
  });

  it("knows what cells hand over besides variables", () => {
    const first = `
      export const zz = 1;
      enum Kind { A }
      namespace Space { export const three = 3 }
      class Point { constructor(public x: number) {} }
      function twice<T>(value: T): [T, T] { return [value, value] }
      type Pair = [number, string];
      import { sep } from "node:path";
      for (var i = 0; i < 3; i++) {}
      const { a: renamed, ...rest } = { a: 1, b: "x" };`;
    const second = `
      const p: Pair = [zz + Kind.A + Space.three + i + renamed, rest.b + sep];
      new Point(twice(4)[0]).x.toFixed();`;
    assert.deepEqual(errors(first, second), []);
  });

  it("knows the kernel's globals, the library, TensorFlow.js and tslab", () => {
    const cell = `
      import * as tf from "@tensorflow/tfjs";
      import { mnistCnn } from "glassbook/models";
      import { display as show } from "tslab";
      display(await input("n? "), { display_id: "d", update: true });
      createComm("t").onMessage((data) => console.log(data));
      show.html("<b>b</b>");
      const model = mnistCnn({ seed: 1 });`;
    assert.deepEqual(errors(cell), []);
    assert.deepEqual(errors("const t = model.predict(tf.zeros([1, 28, 28, 1])); mnistCnn({ seed: 'x' })"), [
      "2322@1:63",
    ]);
    assert.ok(matches("tf.onesL").includes("onesLike"));
    assert.match(inspected("mnistCnn"), /The CNN of the tutorials/);
  });

  it("follows the notebook's own files as they change", () => {
    writeFileSync(join(folder, "own.ts"), "export const own = 1;");
    assert.deepEqual(errors("import { own } from './own'; own.toFixed()"), []);
    writeFileSync(join(folder, "own.ts"), "export const own = 'now a text';");
    assert.deepEqual(errors("import { own as mine } from './own.ts'; mine.toFixed()"), ["2551@1:46"]);
  });

  it("says nothing of implied any, of magics, and of cells that are not finished", () => {
    assert.deepEqual(errors("let list = []; list.push(1); const f = (x) => x"), []);
    assert.deepEqual(errors("%time const timed = 1\n%who"), []);
    assert.deepEqual(errors("timed.toFixed()"), []);
    assert.deepEqual(errors("let broken = ;"), []);
  });

  it("completes members, names of cells that the code does not use yet, and nothing in vain", () => {
    errors("const objective = { alpha: 1, beta: 'x' }");
    assert.deepEqual(matches("objective."), ["alpha", "beta"]);
    assert.deepEqual(matches("objecti"), ["objective"]);
    assert.deepEqual(matches("({ a: 1, bcd: 2 })."), ["a", "bcd"]);
    assert.deepEqual(matches("const arr = [1]; arr.flatM"), ["flatMap"]);
    assert.deepEqual(matches("Math.HYPO"), ["hypot"]);
    assert.deepEqual(matches("objective.nothing"), []);
  });

  it("shows a call's signature while its arguments are typed", () => {
    assert.match(inspected("Math.hypot(1, "), /hypot\(\.\.\.values: number\[\]\): number/);
    assert.equal(service.inspect("   ", 1).found, false);
  });

  for (const [code, status] of [
    ["1 + 1", "complete"],
    ["await f()", "complete"],
    ["", "complete"],
    ["f(a,", "incomplete"],
    ["const s = `a", "incomplete"],
    ["/* a", "incomplete"],
    ["%time f(", "incomplete"],
    ["%who", "complete"],
    ["const 1x = 2", "invalid"],
    ["f)", "invalid"],
  ] as const) {
    it(`says that ${JSON.stringify(code)} is ${status}`, () => assert.equal(service.isComplete(code).status, status));
  }

  it("indents what follows an open brace", () => {
    assert.deepEqual(service.isComplete("  if (a) {"), { status: "incomplete", indent: "    " });
  });
});
