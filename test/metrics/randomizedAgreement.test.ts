import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  agreement,
  DeepLift,
  Explanation,
  InputXGradient,
  IntegratedGradients,
  Saliency,
} from "../../kernel/library/explain/index.ts";
import { randomizedAgreement } from "../../kernel/library/metrics/index.ts";
import { firstImages, modelA, target } from "../explain/modelA.ts";
import { assertNoLeak, ready } from "../tensorflow.ts";

/** A small network for digits that learnt nothing. */
function untrained(seed: number): tf.LayersModel {
  const kernelInitializer = tf.initializers.glorotUniform({ seed });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 8, kernelSize: 3, activation: "relu", kernelInitializer }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10, activation: "softmax", kernelInitializer }),
    ],
  });
}

describe("randomizedAgreement", () => {
  let model: tf.LayersModel;
  before(async () => {
    await ready();
    model = modelA();
  });
  after(() => model.dispose());

  it("lets related methods of a trained model agree, beyond what they do on random weights", async () => {
    const maps = [
      await new IntegratedGradients(model).attribute(firstImages(1), { target: target[0] }),
      await new DeepLift(model).attribute(firstImages(1), { target: target[0] }),
      await new InputXGradient(model).attribute(firstImages(1), { target: target[0] }),
    ];
    const found = await assertNoLeak(() => randomizedAgreement(maps, { seed: 1 }));
    for (const { standing, rank, yardstick } of found.pairs()) {
      assert.ok(yardstick);
      assert.deepEqual([standing, yardstick.kind, yardstick.draws], ["agree", "randomizations", 20]);
      assert.ok((rank ?? 0) > 0.8 && yardstick.rank > 0.2 && yardstick.rank < 0.8, `${rank}, bound ${yardstick.rank}`);
    }
    assert.equal(found.unmeasured, undefined);
    assert.equal(found.modelPasses, 10 * maps.reduce((sum, map) => sum + map.modelPasses, 0));
    assert.match(
      found.describe(),
      /On randomized weights these two correlate at up to 0\.\d\d and share up to \d+ of their top 10 \(95% of 20 draws\); here it is/,
    );
    assert.match(
      found.describe({ locale: "zh-CN" }),
      /权重随机化后，这一对的秩相关不超过 0\.\d\d、前 10 个中相同的不超过 \d+ 个（20 次抽样的 95%）/,
    );
    assert.deepEqual((await randomizedAgreement(maps, { seed: 1 })).yardsticks, found.yardsticks);
    assert.notDeepEqual((await randomizedAgreement(maps, { seed: 2 })).yardsticks, found.yardsticks);
  });

  it("calls strangers' maps agreement about once in twenty times: two networks that were never trained", async () => {
    let agree = 0;
    for (let pair = 0; pair < 12; pair++) {
      const models = [2 * pair + 1, 2 * pair + 2].map(untrained);
      const maps: Explanation[] = [];
      for (const own of models) {
        maps.push(await new IntegratedGradients(own).attribute(firstImages(1), { target: 7, nSteps: 10 }));
      }
      const plain = agreement(maps);
      // Where the input equals the baseline both are 0, which no longer counts as being alike.
      assert.ok(plain.leftOut > 500 && (plain.rank[0][1] ?? 1) < 0.8);
      assert.equal(plain.pairs()[0].standing, "unmeasured");
      const found = await randomizedAgreement(maps);
      if (found.pairs()[0].standing === "agree") agree++;
      else assert.match(found.describe(), /agree no more than by chance/);
      for (const own of models) own.dispose();
    }
    assert.ok(agree <= 2, `${agree} of 12`);
  }).timeout(300_000);

  it("takes no draw of constant maps, and says so where too few are left", async () => {
    // With random weights about half of the units are dead, and their gradient is 0 everywhere.
    const dead = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [6], units: 1, activation: "relu", useBias: false }),
        tf.layers.dense({ units: 2, useBias: false }),
      ],
    });
    dead.layers[0].setWeights([tf.tensor2d([1, 2, 3, 4, 5, 6], [6, 1])]);
    const row = { values: [1, 2, 1, 3, 1, 2], shape: [1, 6] };
    const maps = [
      await new Saliency(dead).attribute(row, { target: 0 }),
      await new InputXGradient(dead).attribute(row, { target: 0 }),
    ];
    const many = await randomizedAgreement(maps, { randomizations: 40 });
    const { draws = 0 } = many.yardsticks[0][1] ?? {};
    assert.ok(draws >= 20 && draws <= 60 && draws % 2 === 0, `${draws} draws`);
    const few = await randomizedAgreement(maps);
    assert.equal(few.unmeasured, "constant");
    assert.match(few.describe(), /on random weights too many of these maps are constant/);
    dead.dispose();
  });

  it("stops at an abort and leaves nothing; says what is wrong with what it was given", async () => {
    const maps = [
      await new Saliency(model).attribute(firstImages(1)),
      await new InputXGradient(model).attribute(firstImages(1)),
    ];
    const stop = new AbortController();
    await assertNoLeak(() =>
      assert.rejects(
        randomizedAgreement(maps, {
          signal: stop.signal,
          onProgress: (fraction) => fraction > 0.3 && stop.abort(new Error("enough")),
        }),
        /enough/,
      ),
    );
    await assert.rejects(randomizedAgreement(maps, { randomizations: 9 }), {
      name: "OptionError",
      message: /at least 10/,
    });
    const stored = Explanation.fromJSON(maps[0].toJSON());
    await assert.rejects(randomizedAgreement([stored, maps[1]]), /was not computed here/);
    await assert.rejects(randomizedAgreement([maps[0]]), /at least two explanations/);
    const answers = (x: tf.Tensor) => model.predict(x) as tf.Tensor;
    const ofFunction = await new Saliency(answers).attribute(firstImages(1));
    await assert.rejects(randomizedAgreement([ofFunction, ofFunction]), /a function has no weights to randomize/);
  });
});
