import assert from "node:assert/strict";
import { toBundle } from "../../kernel/library/display/index.ts";
import { guidedPath } from "../../kernel/library/explain/gradient/guidedPath.ts";
import { GuidedIntegratedGradients, IntegratedGradients } from "../../kernel/library/explain/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { mime } from "../../kernel/library/ground/mimeBundle.ts";
import type { ExplanationPayload } from "../../kernel/payloads/explanationPayload.ts";
import type { MapFacts } from "../../renderers/shared/colorRange.ts";
import { notesOf } from "../../renderers/shared/heatmapNotes.ts";
import { goldens } from "../goldens.ts";
import { ready } from "../tensorflow.ts";
import { nearly, smooth } from "./smoothNet.ts";

const golden = goldens("pictures");
const settings = {
  guided_replay: { nSteps: 25, fraction: 0.25, maxDist: 0.02 },
  guided_replay_wide: { nSteps: 12, fraction: 0.1, maxDist: 1 },
  guided_replay_straight: { nSteps: 7, fraction: 0.25, maxDist: 0 },
};

describe("guided Integrated Gradients", () => {
  before(ready);

  for (const [name, options] of Object.entries(settings)) {
    it(`takes PAIR's path through the same gradients, to 1e-6: ${name}`, async () => {
      const [from, to] = [golden("guided_from").values, golden("guided_to").values].map((all) =>
        Float64Array.from(all),
      );
      const gradients = golden(`${name}_gradients`).values;
      const points = golden(`${name}_points`).values;
      const replay = async (x: Float64Array, step: number) => {
        nearly(x, points.subarray(step * x.length, (step + 1) * x.length), 1e-12);
        return gradients.subarray(step * x.length, (step + 1) * x.length);
      };
      nearly(await guidedPath(to, from, replay, options), golden(name).values, 1e-6);
    });
  }

  it("is Integrated Gradients where nothing may leave the straight line", async () => {
    const { model, x } = await smooth();
    const straight = await new GuidedIntegratedGradients(model).attribute(x, { target: 3, nSteps: 30, maxDist: 0 });
    const left = await new IntegratedGradients(model).attribute(x, { target: 3, nSteps: 30, method: "riemann_left" });
    nearly(straight.values, left.values, 1e-5);
    const guided = await new GuidedIntegratedGradients(model).attribute(x, { target: 3, nSteps: 30 });
    assert.notDeepEqual(guided.values, straight.values);
    assert.deepEqual(guided.shape, x.shape);
  });

  it("says that it is chaotic, in words and under its picture", async () => {
    const { model, x } = await smooth();
    const map = await new GuidedIntegratedGradients(model).attribute(x, { target: 3, nSteps: 5 });
    assert.match(map.describe({ locale: "en" }), /The method is chaotic: gradients changed by a millionth/);
    assert.match(map.describe({ locale: "zh-CN" }), /该方法是混沌的/);
    assert.deepEqual(await chaosNotes(map), [
      "▲ Chaotic: gradients changed by a millionth can change the map by half.",
    ]);
    const plain = await new IntegratedGradients(model).attribute(x, { target: 3, nSteps: 5 });
    assert.doesNotMatch(plain.describe({ locale: "en" }), /chaotic/);
    assert.deepEqual(await chaosNotes(plain), []);
  });

  it("starts and ends at a picture that equals its baseline, with nothing to say", async () => {
    const same = Float64Array.of(1, 2, 3);
    const never = () => assert.fail("nothing to ask");
    assert.deepEqual(await guidedPath(same, same.slice(), never, settings.guided_replay), new Float64Array(3));
  });
});

/** What stands under the map in a notebook of the chaos. */
async function chaosNotes(map: Explanation): Promise<string[]> {
  const payload = (await toBundle(map))[mime.explanation] as ExplanationPayload;
  const [{ about, answer, evidence, output, signed }] = payload.maps;
  assert.ok(about && answer);
  const facts = { invalid: 0, constant: undefined } as MapFacts;
  const notes = notesOf({ facts, evidence, meaning: { about, answer, output, signed }, size: 1 }, "en");
  return notes.map(({ text }) => text).filter((text) => text.includes("haotic"));
}
