import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMessage, parentId } from "../../kernel/protocol/message.ts";
import { startKernel } from "../kernel.ts";

describe("cells", () => {
  let folder: string;
  let kernel: ReturnType<typeof startKernel>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "glassbook-cells-"));
    kernel = startKernel(folder);
  });
  after(async () => {
    await kernel.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs cells in turn; the last one's value. */
  const value = async (...cells: string[]) => {
    let last: Awaited<ReturnType<typeof kernel.run>> | undefined;
    for (const cell of cells) {
      last = await kernel.run(cell);
      assert.equal(last.error, undefined);
    }
    return last?.value;
  };

  it("gives the last expression's value, and none after a declaration", async () => {
    assert.equal(await value("1 + 1"), "2");
    assert.equal(await value("5; let afterwards = 1"), undefined);
    assert.equal(await value("if (true) { 5 }"), undefined);
    assert.equal(await value("{ a: 1, b: [2] }"), "{ a: 1, b: [ 2 ] }");
    assert.equal(await value("Promise.resolve(7)"), "7");
  });

  it("takes TypeScript, also what types alone do not cover", async () => {
    const source = `
      enum Color { Red, Green }
      namespace Tools { export const three: number = 3 }
      class Point { constructor(private x: number) {} get(): number { return this.x } }
      const generic = <T,>(x: T): T => x satisfies T;
      [Color.Green, Color[0], Tools.three, new Point(4).get(), generic<number>(5)]`;
    assert.equal(await value(source), "[ 1, 'Red', 3, 4, 5 ]");
  });

  const kinds = [
    "const x = 1",
    "let x = 1",
    "var x = 1",
    "function x() {}",
    "class x {}",
    "enum x { a }",
    "import x from 'node:path'",
  ];
  for (const first of kinds) {
    it(`lets a later cell declare again what "${first}" declared`, async () => {
      for (const second of kinds) {
        await kernel.run(first);
        assert.equal((await kernel.run(second)).error, undefined, second);
      }
    });
  }

  it("keeps bindings alive in closures across cells", async () => {
    assert.equal(await value("let k = 1; const getK = () => k", "k = 10; getK()"), "10");
    assert.equal(await value("let j = 1; const getJ = () => j", "let j = 2; getJ()"), "2");
  });

  it("hoists functions and var as JavaScript does", async () => {
    assert.equal(await value("const before = twice(4); function twice(n: number) { return 2 * n } before"), "8");
    assert.equal(
      await value("function fact(n: number): number { return n < 2 ? 1 : n * fact(n - 1) }\nfact(5)"),
      "120",
    );
    assert.equal(
      await value("for (var i = 0, top = 3; i < top; i++) {}\nif (true) { var { q } = { q: 7 } }\n[i, q]"),
      "[ 3, 7 ]",
    );
  });

  it("can declare again a name whose initializer threw", async () => {
    assert.match((await kernel.run("const bomb = (() => { throw new Error('x') })()")).error ?? "", /Error: x/);
    assert.equal(await value("const bomb = 2; bomb"), "2");
  });

  it("is strict, as a module is", async () => {
    assert.match((await kernel.run("neverDeclared = 1")).error ?? "", /ReferenceError: neverDeclared is not defined/);
  });

  it("exports and import.meta do no harm", async () => {
    assert.equal(await value("export const e = 5; export default function d() { return 6 }\ne + d()"), "11");
    assert.match((await value("import.meta.dirname")) ?? "", /glassbook-cells/);
  });

  describe("imports", () => {
    it("finds ESM, CommonJS, JSON and the notebook's own TypeScript", async () => {
      await writeFile(join(folder, "data.json"), '{ "seven": 7 }');
      await writeFile(join(folder, "inner.ts"), "export const inner: number = 2;");
      await writeFile(
        join(folder, "own.ts"),
        'import { inner } from "./inner"; export enum Kind { A = 40 } export const own: number = Kind.A + inner;',
      );
      assert.equal(await value("import data from './data.json'; data.seven"), "7");
      assert.equal(await value("import { own } from './own.ts'; own"), "42");
      assert.equal(await value("const { own: again } = await import('./own'); again"), "42");
      assert.equal(
        await value(
          "import path, { sep } from 'node:path'; import * as os from 'node:os'; [path.sep === sep, typeof os.cpus]",
        ),
        "[ true, 'function' ]",
      );
      assert.equal(
        await value("require('node:path').sep"),
        "'/'".replace("/", process.platform === "win32" ? "\\\\" : "/"),
      );
    });

    it("sees a local file, and what it imports, change", async () => {
      await writeFile(join(folder, "leaf.ts"), "export const leaf = 1;");
      await writeFile(join(folder, "branch.ts"), 'export { leaf } from "./leaf.ts";');
      assert.equal(await value("import { leaf } from './branch.ts'; leaf"), "1");
      await new Promise((resolve) => setTimeout(resolve, 20));
      await writeFile(join(folder, "leaf.ts"), "export const leaf = 2;");
      assert.equal(await value("import { leaf } from './branch.ts'; leaf"), "2");
    });

    it("gives one TensorFlow.js under all its names, and the kernel's library", async () => {
      const source = `
        import * as tf from "@tensorflow/tfjs";
        import * as gpu from "@tensorflow/tfjs-node-gpu";
        import * as core from "@tensorflow/tfjs-core";
        import { mnistCnn } from "glassbook/models";
        import { heatmap } from "glassbook";
        [tf.engine() === gpu.engine(), core.engine() === tf.engine(), typeof mnistCnn, typeof heatmap]`;
      const ran = await kernel.run(source);
      assert.equal(ran.value, "[ true, true, 'function', 'function' ]");
      assert.match(ran.stderr, /Not installed: .*tfjs-node-gpu, /);
      assert.equal((await kernel.run("await import('@tensorflow/tfjs-node-gpu'); 1")).stderr, "", "said once");
      const node =
        "import own, { node } from '@tensorflow/tfjs-node'; [own.engine() === tf.engine(), own.node === node, typeof node.encodePng]";
      assert.equal(await value(node), "[ true, true, 'function' ]");
    });

    it("says which name a module does not export, types aside", async () => {
      const { error } = await kernel.run("import { trainn } from 'glassbook/models';\ntrainn();");
      assert.match(error ?? "", /"glassbook\/models" does not export trainn; it exports .*\btrain\b[\s\S]*line 1/);
      assert.equal(
        await value("import { TrainOptions } from 'glassbook/models'; const o: TrainOptions = { epochs: 2 }; o.epochs"),
        "2",
      );
    });

    it("finds names of a CommonJS module that Node did not see", async () => {
      await writeFile(
        join(folder, "hidden.cjs"),
        "const all = {}; all['seven'] = 7; module.exports = Object.assign(all);",
      );
      assert.equal(await value("import { seven } from './hidden.cjs'; seven"), "7");
    });

    it("says how to mend a missing package, at the import's line", async () => {
      const { error } = await kernel.run("const a = 1;\nimport { thing } from '@scope/not-there/sub';");
      assert.match(error ?? "", /cannot find the package "@scope\/not-there".*npm install @scope\/not-there/);
      assert.match(error ?? "", /line 2/);
      const fetched = await kernel.run("import _ from 'npm:lodash@4/chunk'");
      assert.match(fetched.error ?? "", /cannot import "npm:lodash@4\/chunk".*npm install lodash\)/);
    });
  });

  describe("errors", () => {
    it("point at the cell's own line and column, and show no frame of the kernel", async () => {
      const { error } = await kernel.run(
        "interface Wide { a: number }\nconst o = { n: null as unknown as Wide };\nfunction bad(): number {\n  return o.n.a;\n}\n\nbad();",
      );
      assert.match(error ?? "", /TypeError: Cannot read properties of null \(reading 'a'\)/);
      assert.match(error ?? "", /line 4, column 14/);
      assert.match(error ?? "", />\s4 \| {3}return o\.n\.a;/);
      assert.match(error ?? "", /line 7/);
      assert.doesNotMatch(error ?? "", /node:|dist|interpreter/);
    });

    it("show the cell's lines that awaited the call, too", async () => {
      const source =
        "const later = async () => { await null; throw new Error('later'); };\n\nawait (async () => {\n  await later();\n})();";
      const { error } = await kernel.run(source);
      assert.match(error ?? "", /Error: later\n.*line 1[\s\S]*line 4/);
    });

    it("are mapped also where a cell was rewritten, not only blanked", async () => {
      const { error } = await kernel.run(
        "enum E { A }\n\nnamespace N { export const v = 1 }\nthrow new RangeError(String(E.A) + N.v);",
      );
      assert.match(error ?? "", /RangeError: 01[\s\S]*line 4/);
    });

    it("tell a syntax error's place", async () => {
      assert.match((await kernel.run("let fine = 1;\nlet x: = 3")).error ?? "", /SyntaxError[\s\S]*line 2, column 8/);
    });

    it("show what was thrown when it is no Error, and an error's cause", async () => {
      assert.match((await kernel.run("throw 5")).error ?? "", /Uncaught 5/);
      assert.match(
        (await kernel.run("throw new Error('outer', { cause: new Error('inner') })")).error ?? "",
        /Caused by Error: inner/,
      );
    });

    it("that nobody awaits are told and leave the kernel alive, tfjs loaded or not", async () => {
      const ran = await kernel.run(
        "Promise.reject(new Error('stray')); await new Promise((r) => setTimeout(r, 20)); 5",
      );
      assert.match(ran.stderr, /Error: stray/);
      assert.equal(ran.value, "5");
    });
  });

  describe("output", () => {
    it("comes in order, complete, with idle last", async () => {
      const ran = await kernel.run(
        "for (let i = 0; i < 10_000; i++) console.log(i);\nconsole.error('e');\ndisplay('shown');\nconsole.log('end'); 'v'",
      );
      const numbers = ran.stdout.split("\n").slice(0, 10_000).map(Number);
      assert.ok(numbers.every((n, i) => n === i));
      assert.deepEqual(ran.types.slice(-6), [
        "stream",
        "display_data",
        "stream",
        "execute_result",
        "execute_reply",
        "status",
      ]);
      assert.deepEqual(ran.types.slice(0, 2), ["status", "execute_input"]);
    });

    it("belongs to the cell that began it, also when it comes late", async () => {
      const ours = await kernel.run("setTimeout(() => console.log('late'), 30); 1");
      const other = await kernel.run("await new Promise((r) => setTimeout(r, 100)); console.log('mine')");
      assert.equal(ours.stdout + other.stdout, "mine\n");
    });
  });

  describe("interrupt", () => {
    /** Interrupts the cell when it shows that it has begun. */
    const interrupted = async (code: string) => {
      const forget = kernel.compute.onMessage(({ content }) => {
        if ("data" in content && content.data["text/plain"] === "'begun'") kernel.interrupt();
      });
      const ran = await kernel.run(code);
      forget();
      assert.match(ran.error ?? "", /Interrupted/);
      return ran;
    };

    it("reaches a cell that was handed over and has not begun, and none behind it", async () => {
      const running = kernel.run("while (true) {}");
      kernel.interrupt();
      assert.match((await running).error ?? "", /Interrupted/);
      assert.equal(await value("6 * 7"), "42");
    });

    it("stops a synchronous loop, one inside an async cell, and an endless wait, and keeps state", async () => {
      await kernel.run("let state = 1");
      await interrupted("state = 2; display('begun'); while (true) {}");
      await interrupted("await null; state = 3; display('begun'); while (true) {}");
      await interrupted("display('begun'); await new Promise(() => {})");
      assert.equal(await value("state"), "3");
      assert.equal(await value("await new Promise((r) => setTimeout(r, 5)); state + 1"), "4");
    });

    const hops = `
      import { readFile } from "node:fs/promises";
      let ticks = 0;
      const tick = () => { if (++ticks === 3) display("begun") };
      // Comes back by the event loop, as what is read from a disk or a network does.
      const hop = () => new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port2.once("message", () => { port1.close(); resolve() });
        port1.postMessage(0);
      });
      const forever = { [Symbol.asyncIterator]: () => ({ next: () => hop().then(() => ({ value: 1, done: false })) }) };`;
    const loops = {
      "a file": "while (true) { await readFile('no such file').catch(() => {}); tick() }",
      "messages, in a function": "async function go() { for (;;) { tick(); await hop() } }; await go()",
      "an async iterator": "for await (const each of forever) tick()",
      "in two branches": "await Promise.all([1, 2].map(async () => { do { await hop(); tick() } while (true) }))",
    };
    for (const [what, loop] of Object.entries(loops)) {
      it(`ends a loop that awaits ${what}, though the promise knows nothing of it`, async () => {
        await kernel.run(hops);
        const { stderr } = await interrupted(loop);
        const seen = await value("for (let i = 0; i < 20; i++) await hop(); ticks");
        assert.equal(await value("for (let i = 0; i < 20; i++) await hop(); ticks"), seen);
        assert.equal(stderr, "");
      });
    }

    it("lets the loop of an earlier cell go on, and tells whose output is whose", async () => {
      await kernel.run(hops);
      const texts = new Map<string | undefined, string>();
      const forget = kernel.compute.onMessage((message) => {
        if (!isMessage(message, "stream")) return;
        texts.set(parentId(message), (texts.get(parentId(message)) ?? "") + message.content.text);
      });
      await kernel.run(
        "const going = (async () => { while (ticks < 200) { await hop(); ticks++; console.log('a') } })(); 0",
      );
      await interrupted(
        "for (;;) { await hop(); console.log('b'); if (ticks > 20) { display('begun'); await new Promise(() => {}) } }",
      );
      assert.equal(await value("await going; ticks"), "200");
      forget();
      const [first, second, ...more] = [...texts.values()].map((text) => text.replaceAll("\n", ""));
      assert.match(first ?? "", /^a{200}$/);
      assert.match(second ?? "", /^b+$/);
      assert.deepEqual(more, []);
    });

    it("stops the timers of the cell, so that nothing goes on behind the user's back", async () => {
      await interrupted(
        "let ticks = 0; setInterval(() => { if (++ticks === 3) display('begun') }, 1); while (true) await new Promise((r) => setTimeout(r, 5))",
      );
      const seen = Number(await value("ticks"));
      assert.ok(seen > 0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(Number(await value("ticks")), seen);
    });
  });
});

describe("a compute process that dies", () => {
  it("is reported with the reason", async () => {
    const kernel = startKernel();
    await assert.rejects(kernel.run("process.exit(3)"), /exited with status 3/);
    await kernel.stop();
  });
});
