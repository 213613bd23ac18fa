import assert from "node:assert/strict";
import type * as tf from "@tensorflow/tfjs";
import { displayKey, mime } from "../../kernel/library/display/index.ts";
import { GuidedBackprop, InputXGradient, IntegratedGradients, Saliency } from "../../kernel/library/explain/index.ts";
import {
  deletion,
  evaluateMethods,
  infidelity,
  type MethodEvaluation,
  sparseness,
} from "../../kernel/library/metrics/index.ts";
import { firstImages, images, modelA } from "../explain/modelA.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

const methods = { Saliency, IntegratedGradients, "Guided Backprop": GuidedBackprop };

describe("evaluate", () => {
  let model: tf.LayersModel;
  let found: MethodEvaluation;
  before(async () => {
    await ready();
    model = modelA();
    found = await assertNoLeak(() => evaluateMethods(model, images, methods, { seed: 1, nDraws: 2 }));
  });
  after(() => model.dispose());
  const mean = (method: string, measure: Parameters<MethodEvaluation["scores"]>[1]) =>
    found.scores(method, measure)?.mean ?? Number.NaN;

  it("measures each method by each measure, as the measures alone do", async () => {
    assert.deepEqual(found.methods, ["Saliency", "IntegratedGradients", "Guided Backprop", "chance"]);
    assert.equal(found.columns.size, 10);
    for (const [measure, scores] of found.columns) {
      assert.equal(scores.length, 4, measure);
      for (const own of scores) assert.equal(own.scores.length, 8, measure);
    }
    const map = await new Saliency(model).attribute(images);
    assert.deepEqual(found.scores("Saliency", "deletion")?.scores, (await deletion(model, map)).scores);
    assert.deepEqual(found.scores("Saliency", "sparseness")?.scores, sparseness(map).scores);
    const alone = await infidelity(model, map, { normalize: "share", seed: 1 });
    assert.deepEqual(found.scores("Saliency", "infidelity")?.scores, alone.scores);
    assert.deepEqual(found.scores("Saliency", "infidelity")?.standardError, alone.standardError);
  });

  it("shows that chance is chance, and that integrated gradients are better", () => {
    assert.ok(mean("chance", "infidelity") > 0.97);
    assert.ok(mean("IntegratedGradients", "infidelity") < mean("chance", "infidelity") - 0.03);
    assert.ok(Math.abs(mean("chance", "faithfulnessCorrelation")) < 0.1);
    assert.ok(mean("IntegratedGradients", "faithfulnessCorrelation") > 0.3);
    assert.ok(mean("IntegratedGradients", "deletion") < mean("chance", "deletion") - 0.2);
    assert.ok(mean("IntegratedGradients", "insertion") > mean("chance", "insertion") + 0.2);
    assert.ok(
      mean("chance", "parameterRandomization") < 0.06 && mean("Guided Backprop", "parameterRandomization") > 0.4,
    );
    assert.ok(mean("chance", "consistency") < 0.02 && mean("Saliency", "consistency") === 1);
    assert.ok(mean("chance", "sensitivityMax") > 1.2 && mean("IntegratedGradients", "sensitivityMax") < 0.5);
  });

  it("shows one table, with what each measure cannot tell, and one chart", async () => {
    const bundle = await found[displayKey]();
    const html = String(bundle[mime.html]);
    assert.equal(html.match(/<th scope="col"/g)?.length, 11);
    assert.equal(html.match(/<li>/g)?.length, 11);
    assert.match(html, /it is no bound for similarity and consistency/);
    assert.match(html, /deletion AUC ↓/);
    assert.match(html, /\d\u00a0±\u00a00\.\d/);
    assert.match(html, /Limits: What is left is unlike the training data/);
    assert.match(String(bundle[mime.text]), /can only refute/);
    const chart = await found.chart()[displayKey]();
    const figure = chart[mime.plotly] as { data: { y: number[] }[]; layout: { annotations: { text: string }[] } };
    assert.equal(figure.layout.annotations.length, 10);
    assert.equal(figure.data[0].y.length, 32);
    assert.match(String(chart[mime.text]), /insertion AUC: Saliency 0\.\d+, IntegratedGradients/);
  });

  it("shares passes: a second method costs its own, and no measure's", async () => {
    const measures = ["deletion", "insertion", "infidelity", "faithfulnessCorrelation", "sparseness"] as const;
    const run = (chosen: Parameters<typeof evaluateMethods>[2]) =>
      evaluateMethods(model, firstImages(2), chosen, { measures, chance: false });
    const one = await run({ Saliency });
    const two = await run({ Saliency, InputXGradient });
    const own = two.explanations.InputXGradient.modelPasses;
    // The curves are each map's own: 27 steps between the two ends, in both directions.
    assert.equal(two.modelPasses - one.modelPasses, own + 2 * 2 * 27);
  });

  it("takes the chosen measures and speaks Chinese; tells how far it is", async () => {
    const fractions: number[] = [];
    const chosen = await evaluateMethods(
      model,
      firstImages(2),
      { Saliency },
      {
        measures: ["complexity", "sensitivityMax"],
        locale: "zh-CN",
        onProgress: (fraction) => fractions.push(fraction),
      },
    );
    assert.deepEqual([...chosen.columns.keys()], ["complexity", "sensitivityMax"]);
    assert.equal(chosen.methods[1], "随机基准");
    assert.match(chosen.describe(), /最大敏感度：.*局限/);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
    assert.equal(fractions.at(-1), 1);
  });

  it("keeps the other measures of a model whose weights cannot be randomized, and says why one is missing", async () => {
    const answers = (x: tf.Tensor) => model.predict(x) as tf.Tensor;
    const asked = { measures: ["deletion", "parameterRandomization"] } as const;
    const some = await evaluateMethods(answers, firstImages(1), { Saliency }, asked);
    assert.deepEqual([...some.columns.keys()], ["deletion"]);
    assert.match(some.describe(), /a function has no weights to randomize/);
    await assert.rejects(evaluateMethods(model, firstImages(1), {}, {}), /no methods: give at least one/);
    const measures = ["beauty"] as unknown as ["deletion"];
    await assert.rejects(evaluateMethods(model, firstImages(1), { Saliency }, { measures }), /no metric "beauty"/);
  });

  it("stops when it is told to, and leaves nothing", async () => {
    const stop = new AbortController();
    await assertNoLeak(() =>
      assert.rejects(
        evaluateMethods(model, firstImages(2), methods, {
          signal: stop.signal,
          onProgress: (fraction) => fraction > 0.5 && stop.abort(new Error("enough")),
        }),
        /enough/,
      ),
    );
  });
});
