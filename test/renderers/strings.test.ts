import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { displayWords } from "../../kernel/library/display/words.ts";
import { drawingWords } from "../../kernel/library/drawing/words.ts";
import { figureWords } from "../../kernel/library/global/figureWords.ts";
import { language, setLanguage } from "../../kernel/library/ground/language.ts";
import { stringsIn as explanation } from "../../renderers/explanation/strings.ts";
import { stringsIn as images } from "../../renderers/images/strings.ts";
import { chartStrings } from "../../renderers/plotly/strings.ts";
import { type Locale, wordsIn } from "../../renderers/shared/heatmapWords.ts";
import { stringsIn as table } from "../../renderers/table/strings.ts";
import { stringsIn as training } from "../../renderers/training/strings.ts";
import { root } from "../goldens.ts";

/** What a library module says in a language. */
const inLibrary = (words: () => object) => (locale: Locale) => {
  const before = language();
  setLanguage(locale);
  try {
    return evaluated(words());
  } finally {
    setLanguage(before);
  }
};

const modules: Record<string, (locale: Locale) => Record<string, string>> = {
  explanation: (locale) => evaluated(explanation(locale)),
  training: (locale) => evaluated(training(locale)),
  table: (locale) => evaluated(table(locale)),
  images: (locale) => evaluated(images(locale)),
  charts: (locale) => evaluated(chartStrings(locale)),
  maps: (locale) => evaluated(wordsIn(locale)),
  drawing: inLibrary(drawingWords),
  display: inLibrary(displayWords),
  figures: inLibrary(figureWords),
};

/** Every string by its path; a template with 7, 8, … in its places. */
function evaluated(value: unknown, path = ""): Record<string, string> {
  if (typeof value === "string") return { [path]: value };
  if (typeof value === "function") return { [path]: filled(value as (...given: unknown[]) => string) };
  const entries = Object.entries(value as object).map(([key, own]) => evaluated(own, path ? `${path}.${key}` : key));
  return Object.assign({}, ...entries) as Record<string, string>;
}

function filled(template: (...given: unknown[]) => string): string {
  const given = [7, 8, 9, 10, 11].slice(0, template.length);
  for (const places of [given, given.map(String), given.map((n) => [String(n)]), mixed(given)]) {
    try {
      const text = template(...places);
      if (typeof text === "string" && !text.includes("undefined")) return text;
    } catch {
      // It takes something else.
    }
  }
  throw new Error(`no example fits ${template}`);
}

/** A title, a count, a list; or a text, a list, a count, a text. */
const mixed = (given: readonly number[]) =>
  given.length === 3 ? ["7", 8, ["9"]] : given.map((n, i) => (i === 1 ? [String(n)] : i === 2 ? n : String(n)));

/** Names that stay as they are in Chinese; a plotly.js of the page's own is called by its name. */
const names = /\b(?:logit|NaN|PNG|JPEG|CSV|Ctrl|P|F|x|R|js|plotly|Morris|Sobol)\b/g;

describe("what views and charts say", () => {
  for (const [name, strings] of Object.entries(modules)) {
    it(`has every string of ${name} in both languages, and no English in the Chinese ones`, () => {
      const [english, chinese] = [strings("en"), strings("zh-CN")];
      assert.ok(Object.keys(english).length > 5);
      assert.deepEqual(Object.keys(chinese).sort(), Object.keys(english).sort());
      for (const [key, text] of Object.entries(chinese)) {
        const rest = text.replaceAll(names, "");
        assert.doesNotMatch(rest, /[A-Za-z]{2,}/, `${key}: ${text}`);
        assert.doesNotMatch(
          text,
          /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/u,
          `a space in ${key}: ${text}`,
        );
        assert.doesNotMatch(text, /\p{Script=Han} ?[,;:!?](?!\S*\))|您|热图|分块|\d %/u, `${key}: ${text}`);
      }
      for (const [key, text] of Object.entries(english)) assert.doesNotMatch(text, /\p{Script=Han}|\d %/u, key);
    });
  }

  it("is what stands in test/golden/viewStrings.json, in both languages", () => {
    const said = Object.fromEntries(
      Object.entries(modules).map(([name, strings]) => [name, { en: strings("en"), "zh-CN": strings("zh-CN") }]),
    );
    const golden = join(root, "test/golden/viewStrings.json");
    // UPDATE=1 writes what is said now: read it as an editor before it is committed.
    if (process.env.UPDATE) writeFileSync(golden, `${JSON.stringify(said, null, 2)}\n`);
    assert.deepEqual(said, JSON.parse(readFileSync(golden, "utf8")));
  });
});
