import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { NoiseTunnel } from "../../../kernel/library/explain/methods.ts";
import { ready } from "../../tensorflow.ts";
import { made, ofEach, optionsFor, suited } from "./asking.ts";
import { settings } from "./settings.ts";

describe("NoiseTunnel over every method says what that makes of its values", () => {
  before(ready);
  for (const setting of settings.filter(({ kind }) => kind !== "tokens")) {
    it(`on ${setting.name}`, async () => {
      const model: Model = await setting.make();
      const methods = suited(setting).filter(({ name }) => name !== "NoiseTunnel");
      await ofEach(methods, async (method) => {
        const { target, trainingData: _, ...own } = optionsFor(method, setting) as Record<string, unknown>;
        const inner = made(method, model, setting, own);
        const tunnel = new NoiseTunnel<object>(inner as never);
        const options = { nSamples: 3, type: "vargrad", ...(target !== undefined && { target }) };
        const map = await tunnel.attribute(setting.inputs, options as never);
        assert.deepEqual([map.about.role, map.about.signed, map.about.sumsTo], ["variance", false, undefined]);
        assert.ok(map.fields.values.every((value) => value >= 0));
      });
    });
  }
});
