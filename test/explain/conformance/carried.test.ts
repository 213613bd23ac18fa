import assert from "node:assert/strict";
import { toBundle } from "../../../kernel/library/display/index.ts";
import type { Model } from "../../../kernel/library/engine/model.ts";
import { Explanation } from "../../../kernel/library/explanation/Explanation.ts";
import { mime } from "../../../kernel/library/ground/mimeBundle.ts";
import { unzip } from "../../../kernel/library/inputFiles/unzip.node.ts";
import { tellsClasses } from "../../../kernel/library/signature/classes.ts";
import type { ExplanationPayload } from "../../../kernel/payloads/explanationPayload.ts";
import { ready } from "../../tensorflow.ts";
import { type Asked, ask, ofEach, suited } from "./asking.ts";
import { answers, settings } from "./settings.ts";

/** Words of evidence, which only parts of a class's answer are. */
const ofEvidence = { en: /speaks? (for|against)|evidence (for|against)/i, "zh-CN": /支持|反对/ } as const;

/** The numbers of an `.npy` file of float32. */
function floatsOf(file: Uint8Array = new Uint8Array()): number[] {
  const header = new DataView(file.buffer, file.byteOffset).getUint16(8, true);
  return [...new Float32Array(file.slice(10 + header).buffer)];
}

for (const setting of [...settings, ...answers]) {
  describe(`a map of every method on ${setting.name}`, () => {
    let model: Model;
    before(async () => {
      await ready();
      model = await setting.make();
    });
    const methods = suited(setting);
    const maps = new Map<string, Explanation>();
    const mapOf = async (method: Asked) => {
      const map = maps.get(method.name) ?? (await ask(method, model, setting));
      maps.set(method.name, map);
      return map;
    };

    it("comes back from JSON to the bit, and is an archive for NumPy", () =>
      ofEach(methods, async (method) => {
        const map = await mapOf(method);
        const again = Explanation.fromJSON(JSON.parse(JSON.stringify(map)));
        const held = Object.entries(map.fields).filter(([, value]) => value !== undefined);
        assert.deepEqual({ ...again.fields }, Object.fromEntries(held));
        const files = unzip(map.toNpz(), "map.npz");
        const names = [...files.keys()];
        const parts = map.maps.length > 1 ? map.maps.map(({ name }) => `values.${name}.npy`) : ["values.npy"];
        assert.deepEqual(
          [...parts, "method.npy", "options.npy"].filter((name) => !names.includes(name)),
          [],
        );
        const values = parts.flatMap((name) => floatsOf(files.get(name)));
        const given = map.maps.flatMap(({ values }) => [...values]);
        assert.deepEqual(values, given);
      }));

    it("is told in whole words, and as evidence only where it is", () =>
      ofEach(methods, async (method) => {
        const map = await mapOf(method);
        const isEvidence = map.about.role === "contribution" && tellsClasses(map.outputSpec);
        for (const locale of ["en", "zh-CN"] as const) {
          const text = map.describe({ locale });
          assert.doesNotMatch(text, /undefined|NaN|\[object|null/, text);
          if (!isEvidence) assert.doesNotMatch(text, ofEvidence[locale], text);
          assert.ok(text.length > 20, text);
        }
      }));

    it("is shown as what it says it is", () =>
      ofEach(methods, async (method) => {
        const map = await mapOf(method);
        const payload = (await toBundle(map))[mime.explanation] as ExplanationPayload | undefined;
        for (const each of payload?.maps ?? []) {
          assert.equal(each.signed, map.about.signed);
          assert.equal(each.about?.role, map.about.role);
        }
      }));
  });
}
