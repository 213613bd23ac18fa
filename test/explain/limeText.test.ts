import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { toBundle } from "../../kernel/library/display/index.ts";
import { LimeText } from "../../kernel/library/explain/index.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const film = "A good film, <b>really</b> good; not long.";
/** The probability that a text is friendly. */
const friendly = (texts: readonly string[]) =>
  texts.map((text) => {
    const p = 0.2 + 0.5 * Number(/good/.test(text)) - 0.15 * Number(/not/.test(text));
    return [1 - p, p];
  });

describe("LimeText", () => {
  before(ready);

  it("finds what each word adds, and says it over the text", async () => {
    const lime = new LimeText(friendly, { classNames: ["cold", "friendly"], seed: 1 });
    const why = await lime.explainInstance(film, { nSamples: 2000 });
    assert.deepEqual(why.topLabels, [1, 0]);
    const [[first, add], [second, take]] = why.asList();
    assert.deepEqual([first, second], ["good", "not"]);
    assert.ok(Math.abs(add - 0.5) < 0.03 && Math.abs(take + 0.15) < 0.03, `${add} ${take}`);
    assert.match(
      why.explanation(1).describe(),
      /explains the probability of friendly.*The strongest evidence for it is good \(\+0\.[45].* of 7 words\./,
    );
    const html = String((await toBundle(why))["text/html"]);
    assert.match(html, /<span [^>]*rgba\(230[^>]*>good<\/span>/);
    assert.equal(html.match(/>good<\/span>/g)?.length, 2, "both places of a word");
    assert.match(html, /&lt;.*b.*&gt;/);
    assert.doesNotMatch(html, /<b>/, "the text is no markup");
  });

  it("asks about each different text once, in batches, of a model that answers late or with tensors", async () => {
    const asked: string[] = [];
    const model = async (texts: readonly string[]) => {
      await new Promise((resolve) => setImmediate(resolve));
      asked.push(...texts);
      return tf.tensor2d(friendly(texts));
    };
    const lime = new LimeText(model, { seed: 1 });
    const why = await assertNoLeak(() =>
      lime.explainInstance("good not long", { nSamples: 500, internalBatchSize: 3 }),
    );
    assert.equal(new Set(asked).size, asked.length);
    assert.equal(asked.length, 2 ** 3, "with or without each of three words");
    assert.equal(asked[0], "good not long");
    assert.equal(why.explanation(1).modelPasses, 8);
    const direct = await new LimeText(friendly, { seed: 1 }).explainInstance("good not long", { nSamples: 500 });
    assert.deepEqual(why.asList(1), direct.asList(1));
  });

  it("splits as it is told: by an expression, or by words of a language without spaces", async () => {
    const segment = (text: string) =>
      Array.from(new Intl.Segmenter("zh", { granularity: "word" }).segment(text), (part) => part.segment);
    const model = (texts: readonly string[]) => texts.map((text) => (text.includes("好") ? 0.9 : 0.1));
    const why = await new LimeText(model, { splitExpression: segment }).explainInstance("这部电影很好", {
      nSamples: 200,
    });
    assert.match(why.asList(0)[0]?.[0] ?? "", /好/);
    const parts = await new LimeText(model, { splitExpression: /-/ }).explainInstance("a b-c", { nSamples: 20 });
    assert.deepEqual(parts.indexed.words, ["a b", "c"]);
  });

  it("answers in words", async () => {
    const lime = new LimeText(friendly);
    await assert.rejects(lime.explainInstance(" … "), /has no words to remove/);
    await assert.rejects(lime.explainInstance("good", { labels: [2] }), /label 2 is out of range: the model has 2/);
    await assert.rejects(lime.explainInstance("good", { internalBatchSize: 0 }), { name: "OptionError" });
    const broken = new LimeText((texts) => texts.map((text) => [text.includes("not") ? 1 : Number.NaN]));
    await assert.rejects(broken.explainInstance("good not"), /the model gives NaN for sample \d+/);
    const short = new LimeText(() => [[0.5, 0.5]]);
    await assert.rejects(short.explainInstance("good not long"), /gave 1 rows of output for \d+/);
    const lost = new LimeText(friendly, { splitExpression: () => ["bad"] });
    await assert.rejects(lost.explainInstance("good"), /gave "bad", which is not in the text/);
    const controller = new AbortController();
    const slow = new LimeText((texts) => {
      controller.abort();
      return friendly(texts);
    });
    const options = { signal: controller.signal, internalBatchSize: 2 };
    await assert.rejects(slow.explainInstance("good not long", options), { name: "AbortError" });
  });
});
