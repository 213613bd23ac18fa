import assert from "node:assert/strict";
import { startKernel } from "../kernel.ts";

describe("the memory of the compute process", () => {
  let kernel: ReturnType<typeof startKernel>;
  before(async () => {
    kernel = startKernel();
    await kernel.run(`
      require("node:v8").setFlagsFromString("--expose-gc");
      const collect = require("node:vm").runInNewContext("gc");
      const heap = () => { collect(); collect(); return process.memoryUsage().heapUsed };`);
  });
  after(() => kernel.stop());

  const number = async (code: string) => Number((await kernel.run(code)).value);

  it("holds no TensorFlow.js before a cell asks for it", async () => {
    await kernel.run("display([{ a: 1 }]); display(new Map()); console.log(1); const typed: number = 1");
    assert.equal(await number("Object.keys(require.cache).filter((file) => file.includes('@tensorflow')).length"), 0);
  });

  /** Bytes that each cell leaves behind; the first ones make V8's own caches. */
  const left = async (cell: (number: number) => string, cells = 1500) => {
    for (let i = 0; i < 200; i++) await kernel.run(cell(i));
    const before = await number("heap()");
    for (let i = 0; i < cells; i++) await kernel.run(cell(i));
    return ((await number("heap()")) - before) / cells;
  };

  // A cell's source is kept for the stack traces of later ones; a declaration is V8's to keep.
  const kinds: [what: string, cell: (number: number) => string, most: number][] = [
    ["an expression", (i) => `${i} + 1`, 1000],
    ["a value that is shown, and text", (i) => `console.log("text ${i}"); ({ shown: [${i}] })`, 1500],
    [
      "names that are declared again",
      (i) => `const again = { a: ${i} }; function of(x: { a: number }) { return x.a }`,
      2500,
    ],
    ["an error", (i) => `throw new Error("number ${i}")`, 1000],
    [
      "timers, some of which are cleared",
      (i) => `clearTimeout(setTimeout(() => {}, 1e6)); await new Promise((r) => setTimeout(r, 0, ${i}))`,
      1500,
    ],
  ];
  for (const [what, cell, most] of kinds) {
    it(`does not grow with cells that have ${what}`, async () => {
      const bytes = await left(cell);
      assert.ok(bytes < most, `${bytes} bytes for each cell`);
    });
  }

  it("lets go of a large value that was shown and logged", async () => {
    const before = await number("heap()");
    for (let i = 0; i < 20; i++) await kernel.run("const large = new Array(1e6).fill(0.5); console.log(large); large");
    const after = await number("heap()");
    assert.ok(after - before < 3 * 8e6, `${after - before} bytes for one array of 8 MB`);
  });
});
