import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { ready } from "../../tensorflow.ts";
import { ask, asked, ofEach } from "./asking.ts";
import { settings } from "./settings.ts";

it("every method that follows gradients to the input refuses token numbers, and says what to use", async () => {
  await ready();
  const tokens = settings.find(({ kind }) => kind === "tokens");
  assert.ok(tokens);
  const model: Model = await tokens.make();
  const refusing = asked.filter(({ about }) => about.explains.includes("values") && !about.explains.includes("tokens"));
  // What is a sum over columns is known by moving them.
  await ofEach(
    refusing.filter(({ name }) => name !== "LinearShap" && name !== "NoiseTunnel"),
    async (method) => {
      assert.ok(method.about.needs.gradients);
      await assert.rejects(ask(method, model, tokens), {
        name: "GradientNotFoundError",
        message: /takes token numbers, which have no gradient: .*ShapleyValues or FeatureAblation/,
      });
    },
  );
});
