import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectOutput, newOutputState } from "../../kernel/export/collectOutputs.ts";
import type { CodeCell } from "../../kernel/export/nbformat.ts";
import { IpcKernel } from "./ipcKernel.ts";
import { installForJupyter } from "./jupyterInstall.ts";

/** Of every kind that a notebook has. */
const cells = [
  "1 + 1",
  "const greeting: string = 'hello'; greeting.toUpperCase()",
  "for (let i = 0; i < 2000; i++) console.log('line', i)",
  "console.error('to stderr'); console.log('and stdout')",
  "enum Color { Red, Green }\nnamespace Tools { export const three = 3 }\n[Color.Green, Tools.three]",
  "class Point { constructor(private x: number) {} get() { return this.x } }\nnew Point(4).get()",
  "let k = 1; const getK = () => k",
  "k = 10; getK()",
  "let k = 'again'; getK()",
  "await new Promise((resolve) => setTimeout(resolve, 20, 'waited'))",
  "for await (const each of [Promise.resolve(1), 2]) console.log(each)",
  "import { readFileSync } from 'node:fs'; typeof readFileSync",
  "import { twice } from './twice'; twice(21)",
  "display('shown'); display({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>b</b>', 'text/plain': 'b' }) })",
  "class Shown { static [Symbol.for('Jupyter.display')]() { return { 'text/plain': 'the class' } } }\nShown",
  "({ async [Symbol.for('Jupyter.display')]() { await null; return { 'text/markdown': '*later*', 'text/plain': 'later' } } })",
  "display('a', { display_id: 'one' }); display('b', { display_id: 'one', update: true })",
  "display('c', { display_id: 'one', update: true })",
  "console.log('gone'); clearOutput(); console.log('stays')",
  "console.log('waits'); clearOutput({ wait: true }); console.log('instead')",
  "process.stdout.write('written\\n')",
  "function deep() {\n  throw new RangeError('deep');\n}\ndeep()",
  "throw { not: 'an error' }",
  "let broken = ;",
  "undefinedName + 1",
  "import * as tslab from 'tslab'; tslab.display.html('<i>i</i>'); const d = tslab.newDisplay(); d.text('1'); d.text('2')",
  "[{ name: 'a', value: 1 }, { name: 'b', value: 2 }]",
  "import * as tf from '@tensorflow/tfjs'; tf.tensor([1, 2, 3]).square().dataSync()",
  "new Map([['key', new Set([1])]])",
  "%who?",
  "{ a: 1, b: [2, 3] }",
  "'🎉'.codePointAt(0)",
];

describe("a notebook of varied cells", function () {
  this.timeout(300_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "glassbook-varied-"));
    writeFileSync(join(folder, "twice.ts"), "export const twice = (n: number): number => 2 * n;");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const notebookCell = (source: string, index: number): CodeCell => ({
    id: `c${index}`,
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  });

  const throughIpc = async () => {
    const kernel = new IpcKernel(folder, { GLASSBOOK_TYPE_ERRORS: "off" });
    const state = newOutputState();
    const ran = cells.map(notebookCell);
    for (const cell of ran)
      for (const message of await kernel.execute(cell.source)) collectOutput(state, cell, message);
    await kernel.close();
    return ran.map(({ outputs }) => outputs);
  };

  const throughJupyter = async () => {
    const file = join(folder, "varied.ipynb");
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: cells.map(notebookCell) };
    writeFileSync(file, JSON.stringify(notebook));
    process.env.GLASSBOOK_TYPE_ERRORS = "off";
    const jupyter = installForJupyter();
    delete process.env.GLASSBOOK_TYPE_ERRORS;
    try {
      return (await jupyter.run("runNotebook.py", file)) as unknown[];
    } finally {
      jupyter.remove();
    }
  };

  it("shows the same through Jupyter's door and through the editor's", async () => {
    const ipc = await throughIpc();
    const jupyter = await throughJupyter();
    assert.ok(cells.length >= 30);
    for (const [index, source] of cells.entries()) assert.deepEqual(jupyter[index], ipc[index], source);
    const failed = ipc.filter((outputs) => outputs.some(({ output_type }) => output_type === "error"));
    assert.equal(failed.length, 4, "the four cells that are meant to fail");
  });
});
