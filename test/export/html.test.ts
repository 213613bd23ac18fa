import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { ansiToHtml } from "../../kernel/export/ansi.ts";
import { highlight } from "../../kernel/export/highlight.ts";
import { notebookToHtml } from "../../kernel/export/html.ts";
import { markdownToHtml } from "../../kernel/export/markdown.ts";
import type { Cell, Output, OutputData } from "../../kernel/export/nbformat.ts";

const rendererScript = "void 0;";

const page = (cells: Cell[], options = {}) =>
  notebookToHtml({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }, { rendererScript, ...options });
const code = (source: string, outputs: Output[] = []): Cell => ({
  cell_type: "code",
  id: "c",
  metadata: {},
  source,
  execution_count: 7,
  outputs,
});
const shown = (data: OutputData): Output => ({ output_type: "display_data", data, metadata: {} });
const markdown = (source: string): Cell => ({ cell_type: "markdown", id: "m", metadata: {}, source });

/** What a page's text shows: tags gone, entities read. */
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const hostile = "</script><script>alert(1)</script><!--<script>";

describe("a notebook as a page", () => {
  it("loads nothing and runs only its own script", () => {
    const html = page([]);
    const hash = createHash("sha256").update(rendererScript).digest("base64");
    assert.match(html, /default-src 'none'/);
    assert.ok(html.includes(`script-src 'sha256-${hash}'`));
    assert.ok(!/\b(?:src|href)="(?:https?:)?\/\//.test(html));
  });

  it("keeps the hash true for a script with </script> and <!-- in it", () => {
    const html = page([], { rendererScript: 'const a = "</script><!--";' });
    const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    assert.equal(script, 'const a = "<\\/script>\\x3C!--";');
    assert.ok(html.includes(createHash("sha256").update(script).digest("base64")));
  });

  it("lets no output, source or title out of its place", () => {
    const html = page(
      [
        code(hostile, [
          { output_type: "stream", name: "stdout", text: hostile },
          { output_type: "error", ename: hostile, evalue: hostile, traceback: [hostile] },
          shown({ "text/plain": hostile }),
          shown({ "text/html": hostile, "text/plain": hostile }),
          shown({ "application/vnd.plotly.v1+json": { data: [{ name: hostile }], layout: {} }, "text/plain": hostile }),
          shown({ "image/png": `"><script>alert(1)</script>`, "text/plain": `"><script>` }),
          shown({ "image/svg+xml": `<svg xmlns="x"><script>alert(1)</script></svg>` }),
          shown({ [hostile]: 1 }),
          shown({ "application/json": hostile }),
        ]),
        markdown(hostile),
        { cell_type: "raw", id: "r", metadata: {}, source: hostile },
      ],
      { title: hostile, lang: `"><script>` },
    );
    const elements = html.match(/<script\b[^>]*>/g) ?? [];
    assert.deepEqual(elements, [
      '<script type="application/json" data-output="html">',
      '<script type="application/json" data-output="plotly">',
      "<script>",
    ]);
    assert.equal(html.match(/<\/script/g)?.length, 3);
    assert.equal(html.match(/<!--/g), null);
    const blocks = [...html.matchAll(/data-output="\w+">(.*?)<\/script>/g)].map(([, json]) => JSON.parse(json ?? ""));
    assert.equal(blocks[0], hostile);
    assert.equal(blocks[1].data[0].name, hostile);
  });

  it("shows the best of a bundle: chart, HTML, picture, markdown, text", () => {
    const of = (data: OutputData) => page([code("", [shown(data)])]);
    const all = {
      "text/plain": "plain",
      "text/markdown": "**md**",
      "image/png": "iVBO",
      "text/html": "<i>h</i>",
      "application/vnd.plotly.v1+json": { data: [] },
    };
    assert.match(of(all), /data-output="plotly"/);
    const { "application/vnd.plotly.v1+json": _, ...noChart } = all;
    assert.match(of(noChart), /data-output="html"/);
    const { "text/html": __, ...noHtml } = noChart;
    assert.match(of(noHtml), /<img src="data:image\/png;base64,iVBO" alt="plain">/);
    const { "image/png": ___, ...noPicture } = noHtml;
    assert.match(of(noPicture), /<strong>md<\/strong>/);
    assert.match(of({ "text/plain": "plain" }), /<pre class="output result"[^>]*>plain<\/pre>/);
    assert.match(of({ "application/x-own": 1 }), /Nothing here can show application\/x-own\./);
  });

  it("shows a chart's picture until the chart is drawn, and says it in words", () => {
    const html = page([
      code("", [shown({ "application/vnd.plotly.v1+json": { data: [] }, "image/png": "iVBO", "text/plain": "A 7." })]),
    ]);
    assert.match(html, /<figure class="output plotly" role="group" aria-label="A 7\.">/);
    assert.match(html, /<div class="drawing"[^>]*><img src="data:image\/png;base64,iVBO" alt="A 7\."><\/div>/);
  });

  it("joins what was printed in pieces, and takes the title from the first heading", () => {
    const html = page([
      markdown("Some text\n\n# Why is it a *7*?"),
      code("", [
        { output_type: "stream", name: "stdout", text: "a" },
        { output_type: "stream", name: "stdout", text: "b\n" },
        { output_type: "stream", name: "stderr", text: "c" },
      ]),
    ]);
    assert.match(html, /<title>Why is it a 7\?<\/title>/);
    assert.match(html, /aria-label="printed output">ab<\/pre>/);
    assert.match(html, /class="output stderr"[^>]*>c<\/pre>/);
    assert.match(html, /aria-label="code cell 7"/);
    assert.match(html, /<html lang="en">/);
  });
});

describe("markdown", () => {
  it("writes formulas as MathML, code in colors, tables", () => {
    const html = markdownToHtml("求 $\\frac{a}{b}$，又\n\n$$x^2$$\n\n```ts\nconst a = 1;\n```\n\n| a |\n|--:|\n| 1 |");
    assert.match(html, /<math[^>]*>.*<mfrac>/);
    assert.match(html, /<math[^>]*display="block"/);
    assert.match(html, /<span class="hl-keyword">const<\/span>/);
    assert.match(html, /<th style="text-align:right">a<\/th>/);
    assert.ok(!/class="katex-html"/.test(html));
  });

  it("keeps harmless tags, writes out all others, and defuses links", () => {
    const html = markdownToHtml('a<br>b <b onclick="x()">c</b> <img src=x onerror=alert(1)> [l](javascript:alert(1))');
    assert.match(html, /a<br>b &lt;b onclick=&quot;x\(\)&quot;&gt;c<\/b>/);
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;/);
    assert.match(html, /<a href="#">l<\/a>/);
    assert.match(markdownToHtml("[l](https://a.b/?c=1&d) [m](#x)"), /href="https:\/\/a\.b\/\?c=1&amp;d".*href="#x"/);
  });

  it("never lets a tag through that is not on the list", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "</",
      "script",
      "img",
      " onerror=",
      "b",
      "!--",
      "a",
      '"',
      "\n",
      "`",
      "&lt;",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const html = markdownToHtml(pieces.join(""));
        assert.ok(!/<(?:script|img|a\b)|<!--|<b\s/i.test(html), html);
      }),
      { numRuns: 500 },
    );
  });

  it("shows attached pictures and no others", () => {
    const attachments = { "a.png": { "image/png": "iVBO" } };
    assert.match(
      markdownToHtml("![d](attachment:a.png)", attachments),
      /<img src="data:image\/png;base64,iVBO" alt="d">/,
    );
    assert.match(markdownToHtml("![d](https://a.b/c.png)"), /<span class="missing">\[d\]<\/span>/);
  });

  it("says what is wrong in a formula where it stands", () => {
    assert.match(markdownToHtml("$\\frac{$"), /katex-error|\\frac/);
  });
});

describe("code in colors", () => {
  it("keeps every character", () => {
    const text = fc.string({
      unit: fc.constantFrom("const", " ", "`", '"', "//", "/*", "*/", "\n", "<", "$" + "{", "1.5", "A("),
    });
    fc.assert(fc.property(text, (source) => assert.equal(textOf(highlight(source)), source)));
  });

  it("tells comments, strings, numbers, keywords, types and calls apart", () => {
    assert.equal(
      highlight("const a = new Lime(`x {b}`, 1e-3); // no const"),
      '<span class="hl-keyword">const</span> a = <span class="hl-keyword">new</span> <span class="hl-type">Lime</span>(<span class="hl-string">`x {b}`</span>, <span class="hl-number">1e-3</span>); <span class="hl-comment">// no const</span>',
    );
    assert.equal(highlight("map.get(of)").includes("hl-keyword"), true);
    assert.match(highlight("map.get(x)"), /<span class="hl-call">get<\/span>/);
  });
});

describe("terminal output", () => {
  it("colors what is colored and drops other sequences", () => {
    assert.equal(
      ansiToHtml("\u001b[1;31mred\u001b[0m <b> \u001b[38;2;1;2;3mx\u001b[39m\u001b[2K\u001b]0;title\u0007."),
      '<span class="ansi-bold ansi-red">red</span> &lt;b&gt; <span style="color:rgb(1,2,3)">x</span>.',
    );
    assert.equal(ansiToHtml("\u001b[38;5;196mx"), '<span style="color:rgb(255,0,0)">x</span>');
    assert.equal(ansiToHtml("\u001b[mplain"), "plain");
  });

  it("lets a carriage return begin the line anew", () => {
    assert.equal(ansiToHtml("10 %\r20 %\r100 %\nnext\r\n"), "100 %\nnext\n");
  });

  it("keeps all text, and lets none become markup", () => {
    const text = fc.string({ unit: fc.constantFrom("\u001b[31m", "\u001b[0m", "<b>", "&", "a", "\n", '"') });
    fc.assert(
      fc.property(text, (source) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that were put in
        assert.equal(textOf(ansiToHtml(source)), source.replaceAll(/\u001b\[\d+m/g, ""));
      }),
    );
  });
});
