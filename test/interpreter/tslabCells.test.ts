import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LanguageService } from "../../kernel/language/LanguageService.ts";
import { root } from "../goldens.ts";
import { startKernel } from "../kernel.ts";

/** What tslab's users have, by the cases of its own specifications of converter and executor, written anew. */
const cases: [title: string, cells: string[], result: string | RegExp | undefined][] = [
  ["an expression", ["let x = 3, y = 4;\nx + y"], "7"],
  ["no value after a statement", ["let z = 3"], undefined],
  ["an assignment's value", ["let a1 = 1", "a1 = a1 + 9"], "10"],
  ["values of earlier cells", ["const x1 = 10; let y1 = x1 * x1", "y1 + x1"], "110"],
  ["updates of earlier variables", ["let s0 = 1", "s0 += 2; s0++", "s0"], "4"],
  ["a name declared again with another type", ["let r = 1", "let r = 'r'", "r + r"], "'rr'"],
  ["a constant declared again", ["const c = { a: 1 }", "const c = { b: 2 }; c"], "{ b: 2 }"],
  [
    "a constant hidden by a function and a class",
    ["const h = 1", "function h() { return 2 }", "class h { v = 3 }; new h().v"],
    "3",
  ],
  ["recursion", ["function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }", "fib(10)"], "55"],
  [
    "functions that call each other across cells",
    [
      "function odd(n: number): boolean { return n > 0 && even(n - 1) }",
      "function even(n: number): boolean { return n === 0 || odd(n - 1) }",
      "odd(7)",
    ],
    "true",
  ],
  [
    "destructuring, with defaults and rest",
    [
      "const { p, q: { r2 = 5 } = {}, ...others }: any = { p: 1, s: 2, t: 3 }; const [f1, , ...g1] = [1, 2, 3, 4]",
      "[p, r2, others, f1, g1]",
    ],
    "[ 1, 5, { s: 2, t: 3 }, 1, [ 3, 4 ] ]",
  ],
  [
    "imports beside what erasing types cannot do, which later cells use",
    [
      'import { basename } from "node:path"; class Named { constructor(readonly name: string) {} }',
      'import { dirname } from "node:path"; enum Color { Red }',
      'import { join, type ParsedPath } from "node:path"; namespace N { export const p: ParsedPath | undefined = undefined; }',
      '[basename("/a/b"), dirname("b/a"), join("b"), typeof N, Color.Red]',
    ],
    "[ 'b', 'b', 'b', 'object', 0 ]",
  ],
  [
    "enums, also constant ones",
    ["enum E { A, B = 'b' }; const enum F { C = 3 }", "[E.A, E.B, E[0], F.C]"],
    "[ 0, 'b', 'A', 3 ]",
  ],
  [
    "interfaces, types and generics",
    [
      "interface I { v: number }; type T<A> = A | undefined; function id<A>(v: A): T<A> { return v }",
      "const i: I = { v: id(3)! }; i.v",
    ],
    "3",
  ],
  [
    "abstract classes, private members, accessors",
    [
      "abstract class Base { abstract n(): number }\nclass Sub extends Base { #v = 2; private w = 3; get sum() { return this.#v + this.w } n() { return this.sum } static made = 1 }",
      "[new Sub().n(), Sub.made]",
    ],
    "[ 5, 1 ]",
  ],
  [
    "top-level await",
    ["const waited = await new Promise<number>((done) => setTimeout(done, 5, 6))", "waited * 7"],
    "42",
  ],
  [
    "await in loops and conditions",
    [
      "let total = 0; for (const each of [1, 2]) total += await Promise.resolve(each); if (await Promise.resolve(true)) total += 10; total",
    ],
    "13",
  ],
  [
    "an async iteration",
    [
      "async function* count() { yield 1; yield 2 }\nconst counted = []; for await (const each of count()) counted.push(each); counted",
    ],
    "[ 1, 2 ]",
  ],
  ["a promise as the last value", ["Promise.resolve({ done: true })"], "{ done: true }"],
  ["a rejected promise", ["Promise.reject(new Error('no'))"], /Error: no/],
  ["an error that is thrown", ["throw new TypeError('mine')"], /TypeError: mine/],
  [
    "an error in the middle, and what ran before it",
    ["let reached = 1; throw new Error('stop'); reached = 2", "reached"],
    "1",
  ],
  ["a syntax error", ["let = ;"], /SyntaxError/],
  [
    "imports: named, renamed, default, namespace, side effects",
    [
      "import fs, { existsSync as exists } from 'fs'; import * as os from 'os'; import 'path'",
      "[typeof fs.readFileSync, exists('/'), typeof os.cpus]",
    ],
    "[ 'function', true, 'function' ]",
  ],
  [
    "imports of types alone",
    [
      "import type { Stats } from 'node:fs'; import { type Dirent } from 'node:fs'; let st: Stats | Dirent | undefined; st",
    ],
    undefined,
  ],
  ["a dynamic import", ["const { join: j } = await import('node:path'); j('a', 'b')"], "'a/b'"],
  ["require", ["const { EventEmitter } = require('events'); typeof EventEmitter"], "'function'"],
  ["the notebook's own modules", ["import { Own, type Kind } from './own'; const own: Kind = new Own(); own.v"], "7"],
  ["JSX-free .ts modules that import each other", ["import { both } from './second'; both()"], "9"],
  [
    "exports, of every form",
    [
      "export const ex = 1; export function ey() { return 2 }; export default class Ez {}; export { ex as renamedEx }; export type Et = 1",
      "[ex, ey(), typeof Ez]",
    ],
    "[ 1, 2, 'function' ]",
  ],
  [
    "globals of Node",
    [
      "[typeof Buffer, typeof process, typeof URL, typeof fetch, typeof structuredClone, typeof globalThis, typeof __dirname]",
    ],
    "[ 'function', 'object', 'function', 'function', 'function', 'object', 'string' ]",
  ],
  ["names that hide globals", ["class URL { v = 1 }", "const Buffer = 5; [new URL().v, Buffer]"], "[ 1, 5 ]"],
  [
    "labels, switch, try and finally",
    [
      "let path = ''; outer: for (const i of [1, 2]) { for (const j of [1, 2]) { if (j === 2) continue outer; switch (i) { case 1: path += 'a'; break; default: path += 'b' } } }\ntry { throw 1 } catch { path += 'c' } finally { path += 'd' }",
      "path",
    ],
    "'abcd'",
  ],
  [
    "optional chaining, nullish values, bigint, template strings",
    ["const o: any = null; [o?.a?.b ?? 'none', 2n ** 64n, `a` + 1]"],
    "[ 'none', 18446744073709551616n, 'a1' ]",
  ],
  [
    "decorated and generic expressions such as satisfies",
    ["const sat = { a: 1 } satisfies Record<string, number>; <number>sat.a"],
    "1",
  ],
  ["a comment at the end", ["5 // five"], "5"],
  ["nothing at all", ["", "// a comment"], undefined],
  ["an object literal on its own", ["{ a: 1, b: { c: 2 } }"], "{ a: 1, b: { c: 2 } }"],
  ["a value that is a function or a class", ["function named() {}\nnamed"], "[Function: named]"],
];

describe("cells as tslab's users know them", () => {
  let folder: string;
  let kernel: ReturnType<typeof startKernel>;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-tslab-"));
    writeFileSync(
      join(folder, "own.ts"),
      "export interface Kind { v: number }\nexport class Own implements Kind { v = 7 }",
    );
    writeFileSync(join(folder, "first.ts"), "import { two } from './second'; export const one = () => 7 + two();");
    writeFileSync(
      join(folder, "second.ts"),
      "import { one } from './first'; export const two = () => 2; export const both = () => one();",
    );
    kernel = startKernel(folder);
  });
  after(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true });
  });

  for (const [title, cells, result] of cases) {
    it(title, async () => {
      let last: Awaited<ReturnType<typeof kernel.run>> | undefined;
      for (const cell of cells) last = await kernel.run(cell);
      if (result instanceof RegExp) assert.match(last?.error ?? "", result);
      else assert.deepEqual([last?.error, last?.value], [undefined, result]);
    });
  }

  it("displays every type that tslab's display does, and updates newDisplay in place", async () => {
    const { messages } = await kernel.run(`
      import * as tslab from "tslab";
      const bytes = new Uint8Array([1, 2, 255]);
      tslab.display.javascript("1"); tslab.display.html("<b>b</b>"); tslab.display.markdown("*m*"); tslab.display.latex("$x$");
      tslab.display.svg("<svg/>"); tslab.display.png(bytes); tslab.display.jpeg(bytes); tslab.display.gif(bytes);
      tslab.display.pdf(bytes); tslab.display.text("t"); tslab.display.raw("application/json", { a: 1 } as any);
      const d = tslab.newDisplay(); d.text("a"); d.html("b"); [typeof tslab.versions.tslab]`);
    const shown = messages.flatMap(({ header, content }) =>
      header.msg_type.endsWith("display_data") && "data" in content && "transient" in content
        ? [[header.msg_type, content.data, Boolean(content.transient?.display_id)]]
        : [],
    );
    assert.deepEqual(shown, [
      ["display_data", { "text/javascript": "1" }, false],
      ["display_data", { "text/html": "<b>b</b>" }, false],
      ["display_data", { "text/markdown": "*m*" }, false],
      ["display_data", { "text/latex": "$x$" }, false],
      ["display_data", { "image/svg+xml": "<svg/>" }, false],
      ["display_data", { "image/png": "AQL/" }, false],
      ["display_data", { "image/jpeg": "AQL/" }, false],
      ["display_data", { "image/gif": "AQL/" }, false],
      ["display_data", { "application/pdf": "AQL/" }, false],
      ["display_data", { "text/plain": "t" }, false],
      ["display_data", { "application/json": { a: 1 } }, false],
      ["display_data", { "text/plain": "a" }, true],
      ["update_display_data", { "text/html": "b" }, true],
    ]);
  });
});

describe("completion as tslab's users know it", function () {
  this.timeout(60_000);
  let service: LanguageService;
  before(() => {
    service = new LanguageService(root, join(root, "dist/kernel/"));
    service.add("const earlier = { alpha: 1, beta: { gamma: 2 } }; class Thing { method() {} static maker() {} }");
  });

  /** `|` is the cursor. */
  const completed = (marked: string) => {
    const cursor = marked.indexOf("|");
    const code = marked.replace("|", "");
    const { matches, cursor_start, cursor_end } = service.complete(code, cursor);
    return { matches, replaced: code.slice(cursor_start, cursor_end) };
  };

  for (const [marked, expected, replaced] of [
    ["earlier.|", ["alpha", "beta"], ""],
    ["earlier.be|", ["beta"], "be"],
    ["earlier.beta.|", ["gamma"], ""],
    ["console.log(earlier.al|); 1", ["alpha"], "al"],
    ["Thing.mak|", ["maker"], "mak"],
    ["new Thing().met|", ["method"], "met"],
    ["const own = { delta: 1 };\nown.d|\nown", ["delta"], "d"],
    ["function f(argument: string) { return argument.toUpperC|", ["toUpperCase"], "toUpperC"],
    ["earli|", ["earlier"], "earli"],
    ["import { readFileSyn| } from 'node:fs'", ["readFileSync"], "readFileSyn"],
  ] as const) {
    it(marked, () => {
      const result = completed(marked);
      assert.equal(result.replaced, replaced);
      for (const name of expected) assert.ok(result.matches.includes(name), `${result.matches.slice(0, 9)}`);
    });
  }

  it("offers keywords and globals too", () => {
    assert.ok(completed("awa|").matches.includes("await"));
    assert.ok(completed("setTim|").matches.includes("setTimeout"));
  });
});
