import assert from "node:assert/strict";
import {
  BlurIntegratedGradients,
  GuidedIntegratedGradients,
  ScoreCam,
  Xrai,
} from "../../kernel/library/explain/index.ts";
import { ready } from "../tensorflow.ts";
import { settings } from "./conformance/settings.ts";

describe("methods for pictures alone", () => {
  before(ready);

  for (const setting of settings.filter(({ name }) => ["numbers", "a table", "a series, by an LSTM"].includes(name))) {
    it(`say what the model takes instead: ${setting.name}`, async () => {
      const model = await setting.make();
      for (const Method of [Xrai, GuidedIntegratedGradients, BlurIntegratedGradients]) {
        await assert.rejects(new Method(model).attribute(setting.inputs, { target: 0 }), {
          name: "ShapeError",
          message: new RegExp(
            `^${Method.about.name} explains pictures, .* but the model takes \\[n, .*: use IntegratedGradients or KernelShap`,
          ),
        });
      }
      await assert.rejects(new ScoreCam(model, setting.layer).attribute(setting.inputs, { target: 0 }), {
        name: "ShapeError",
        message: /^ScoreCam explains pictures/,
      });
    });
  }
});
