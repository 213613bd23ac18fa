import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { ready } from "../../tensorflow.ts";
import { ofEach, suited } from "./asking.ts";
import { meaningFaults } from "./meaningFaults.ts";
import { observe } from "./observed.ts";
import { answers, settings } from "./settings.ts";

describe("what every method says of its values holds", () => {
  before(ready);
  for (const setting of [...settings, ...answers]) {
    it(`on ${setting.name}`, async () => {
      const model: Model = await setting.make();
      await ofEach(suited(setting), async (method) => {
        const seen = await observe(method, model, setting);
        assert.deepEqual(meaningFaults(seen.map.about, seen), []);
      });
    });
  }
});
