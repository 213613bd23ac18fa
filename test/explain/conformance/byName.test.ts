import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { explain } from "../../../kernel/library/report/explain.ts";
import { isMethodName } from "../../../kernel/library/report/methods.ts";
import { assertNoLeak, ready } from "../../tensorflow.ts";
import { ofEach, optionsFor, suited } from "./asking.ts";
import { answers, settings } from "./settings.ts";

describe("explain() asks every method by its name", () => {
  before(ready);
  for (const setting of [...settings, ...answers].filter(({ inputs }) => "shape" in inputs)) {
    it(`on ${setting.name}`, async () => {
      const model: Model = await setting.make();
      await ofEach(suited(setting), async (method) => {
        const { name } = method;
        assert.ok(isMethodName(name));
        const { target: _, ...own } = optionsFor(method, setting) as Record<string, unknown>;
        const options = { methods: [name], layers: { [name]: setting.layer }, options: { [name]: own } };
        const background = setting.kind === "table" || method.about.needs.background ? setting.background : undefined;
        const report = await assertNoLeak(() =>
          explain(model, setting.inputs, { ...options, ...(background && { background }) } as object),
        );
        assert.deepEqual(
          report.explanations.map((map) => map.method),
          [name],
        );
        for (const locale of ["en", "zh-CN"] as const)
          assert.doesNotMatch(report.describe({ locale }), /undefined|NaN|\[object/);
      });
    });
  }
});
