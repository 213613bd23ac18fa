import assert from "node:assert/strict";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { ready } from "../../tensorflow.ts";
import { type Asked, ask, made, ofEach, optionsFor, rowOf, suited } from "./asking.ts";
import { answers, type Setting, settings } from "./settings.ts";

const valuesOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).fields.values;
const draws = ({ about }: Asked) => about.options.seed?.default !== undefined;

/** Five numbers have so few coalitions that none is drawn; only LIME draws rows of a table. */
const drawn = (method: Asked, { kind }: Setting) =>
  draws(method) && (kind === "image" || (kind === "table" && method.about.family === "lime"));

for (const setting of [...settings, ...answers]) {
  describe(`every method on ${setting.name}`, () => {
    let model: Model;
    before(async () => {
      await ready();
      model = await setting.make();
    });

    it("gives a row of a batch what it gives it alone", () =>
      // What is exchanged with others hangs on them.
      ofEach(
        suited(setting).filter(({ about }) => about.removal !== "others"),
        async (method) => {
          const values = await valuesOf(method, model, setting);
          const size = values.length / 3;
          const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
          for (const row of [0, 2]) {
            const alone = await valuesOf(method, model, setting, {}, rowOf(setting.inputs, row));
            assert.equal(alone.length, size);
            const apart = alone.reduce((most, value, i) => Math.max(most, Math.abs(value - values[row * size + i])), 0);
            assert.ok(apart <= 1e-4 * scale, `row ${row} is ${apart} apart, of ${scale}`);
          }
        },
      ));

    it("gives the same by the same seed, and by options of the constructor", () =>
      ofEach(suited(setting), async (method) => {
        const values = await valuesOf(method, model, setting, { seed: 5 });
        assert.deepEqual(await valuesOf(method, model, setting, { seed: 5 }), values, "another call");
        const byDefault = made(method, model, setting, { ...optionsFor(method, setting), seed: 5 });
        assert.deepEqual((await byDefault.attribute(setting.inputs)).fields.values, values, "the constructor");
      }));

    const methods = suited(setting).filter((method) => drawn(method, setting));
    if (methods.length === 0) return;
    it("draws others by another seed", () =>
      ofEach(methods, async (method) => {
        const one = await valuesOf(method, model, setting, { seed: 5 });
        assert.notDeepEqual(await valuesOf(method, model, setting, { seed: 6 }), one);
      }));
  });
}
