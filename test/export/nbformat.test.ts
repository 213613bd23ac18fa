import assert from "node:assert/strict";
import fc from "fast-check";
import { type Notebook, NotebookError, parseNotebook, serializeNotebook } from "../../kernel/export/nbformat.ts";

const cell = (fields: object) => JSON.stringify({ nbformat: 4, nbformat_minor: 4, metadata: {}, cells: [fields] });

describe("notebook files", () => {
  it("joins lists of lines, gives missing ids and brings 4.4 to 4.5", () => {
    const notebook = parseNotebook(
      cell({
        cell_type: "code",
        source: ["let a = 1;\n", "a"],
        outputs: [],
        execution_count: null,
        metadata: { x: 1 },
      }),
    );
    assert.equal(notebook.nbformat_minor, 5);
    assert.deepEqual(notebook.cells, [
      {
        cell_type: "code",
        id: "cell-1",
        source: "let a = 1;\na",
        metadata: { x: 1 },
        execution_count: null,
        outputs: [],
      },
    ]);
  });

  it("keeps JSON data as JSON and joins text, also when a JSON type holds a list", () => {
    const notebook = parseNotebook(
      cell({
        cell_type: "code",
        source: "",
        execution_count: 1,
        metadata: {},
        outputs: [
          {
            output_type: "display_data",
            metadata: {},
            data: { "application/vnd.plotly.v1+json": ["a", "b"], "text/plain": ["a", "b"] },
          },
        ],
      }),
    );
    const [first] = notebook.cells;
    assert.ok(first?.cell_type === "code" && first.outputs[0]?.output_type === "display_data");
    assert.deepEqual(first.outputs[0].data, { "application/vnd.plotly.v1+json": ["a", "b"], "text/plain": "ab" });
  });

  it("reads back what it wrote, whatever the text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é", "\u2028", '"', "</script>") });
    fc.assert(
      fc.property(text, text, text, (source, out, plain) => {
        const notebook: Notebook = {
          nbformat: 4,
          nbformat_minor: 5,
          metadata: { kernelspec: { name: "glassbook" } },
          cells: [
            { cell_type: "markdown", id: "m", metadata: {}, source },
            {
              cell_type: "code",
              id: "c",
              metadata: {},
              source,
              execution_count: 3,
              outputs: [
                { output_type: "stream", name: "stderr", text: out },
                { output_type: "execute_result", execution_count: 3, data: { "text/plain": plain }, metadata: {} },
                { output_type: "error", ename: "E", evalue: out, traceback: [out] },
              ],
            },
          ],
        };
        assert.deepEqual(parseNotebook(serializeNotebook(notebook)), notebook);
      }),
    );
  });

  it("writes lines as Jupyter does and leaves pictures in one string", () => {
    const written = JSON.parse(
      serializeNotebook({
        nbformat: 4,
        nbformat_minor: 5,
        metadata: {},
        cells: [
          {
            cell_type: "code",
            id: "c",
            metadata: {},
            source: "a\nb\n",
            execution_count: null,
            outputs: [
              { output_type: "display_data", data: { "image/png": "iVBO", "text/plain": "x\ny" }, metadata: {} },
            ],
          },
        ],
      }),
    );
    assert.deepEqual(written.cells[0].source, ["a\n", "b\n"]);
    assert.deepEqual(written.cells[0].outputs[0].data, { "image/png": "iVBO", "text/plain": ["x\n", "y"] });
  });

  it("never gives two cells one id", () => {
    const cells = ["a", "a", "a", `${"x".repeat(62)}-2`, `${"x".repeat(62)}-2`, undefined, "cell-4", "not valid!"].map(
      (id) => ({
        id,
        cell_type: "raw",
        source: "",
      }),
    );
    const notebook = parseNotebook(JSON.stringify({ nbformat: 4, nbformat_minor: 5, cells }));
    const ids = notebook.cells.map(({ id }) => id);
    assert.equal(new Set(ids).size, 8);
    assert.equal(ids[0], "a");
    for (const id of ids) assert.match(id, /^[a-zA-Z0-9_-]{1,64}$/);
  });

  const wrong: [string, string, RegExp][] = [
    ["not JSON", "{", /digits\.ipynb is not a notebook: it is not JSON/],
    ["a list", "[]", /expected a JSON object/],
    ["format 3", '{"nbformat":3,"worksheets":[]}', /its nbformat is 3, expected 4; open it in Jupyter/],
    ["no cells", '{"nbformat":4}', /no list called cells/],
    ["an unknown cell", cell({ cell_type: "heading", source: "" }), /cell 1: its cell_type is "heading"/],
    ["a source that is no text", cell({ cell_type: "raw", source: 3 }), /cell 1: its source is neither/],
    [
      "an unknown output",
      cell({ cell_type: "code", source: "", outputs: [{ output_type: "pyout" }] }),
      /cell 1: output 1: its output_type is "pyout"/,
    ],
  ];
  for (const [what, text, message] of wrong) {
    it(`says what is wrong with ${what}`, () => {
      assert.throws(
        () => parseNotebook(text, "digits.ipynb"),
        (error: Error) => error instanceof NotebookError && message.test(error.message),
      );
    });
  }
});
