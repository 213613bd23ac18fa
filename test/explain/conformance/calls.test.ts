import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { assertNoLeak, ready } from "../../tensorflow.ts";
import { ask, ofEach, suited } from "./asking.ts";
import { settings } from "./settings.ts";

for (const setting of settings) {
  describe(`a call of every method on ${setting.name}`, () => {
    let model: Model;
    before(async () => {
      await ready();
      model = await setting.make();
    });
    const methods = suited(setting);

    it("leaves no tensors behind", () =>
      ofEach(methods, async (method) => {
        await assertNoLeak(() => ask(method, model, setting));
      }));

    it("ends with AbortError where its signal aborts, before or amid, and leaves no tensors", () =>
      ofEach(methods, async (method) => {
        const abort = new AbortController();
        const stop = { signal: abort.signal, onProgress: () => abort.abort(), internalBatchSize: 1 };
        for (const options of [{ signal: AbortSignal.abort() }, stop]) {
          await assertNoLeak(() => assert.rejects(ask(method, model, setting, options), { name: "AbortError" }));
        }
      }));

    it("refuses an option that there is not, and names the nearest", () =>
      ofEach(methods, async (method) => {
        const name = "internalBatchSizes";
        await assert.rejects(ask(method, model, setting, { [name]: 3 }), {
          name: "OptionError",
          message: `${method.name} has no option ${name}: did you mean internalBatchSize?`,
        });
      }));
  });
}
