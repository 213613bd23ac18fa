import assert from "node:assert/strict";
import { imageNetModel } from "../../kernel/library/models/imageNetModel.node.ts";
import { explain } from "../../kernel/library/report/explain.ts";
import { inputsOf, interval, otherOrders, type Score, scoreOf } from "./measure.ts";
import { photographs } from "./objects.ts";

const names = ["KernelShap", "GradCam", "Center", "Random"] as const;
type Scores = Record<(typeof names)[number], Score[]>;

describe("the defaults of explain() on the eight photographs", () => {
  const scores: Scores = { KernelShap: [], GradCam: [], Center: [], Random: [] };

  before(async function () {
    this.timeout("10m");
    const model = await imageNetModel();
    for (const photograph of await photographs(model)) {
      const { explanations } = await explain(model, inputsOf(photograph));
      const [cam, shap] = explanations;
      assert.deepEqual([cam.method, shap.method], ["GradCam", "KernelShap"]);
      assert.equal(shap.target, photograph.class, photograph.name);
      const { center, random } = otherOrders(shap, [1, 2]);
      scores.KernelShap.push(await scoreOf(model, shap, photograph));
      scores.GradCam.push(await scoreOf(model, cam, photograph));
      scores.Center.push(await scoreOf(model, center, photograph));
      const drawn = [await scoreOf(model, random[0], photograph), await scoreOf(model, random[1], photograph)];
      const mean = (of: "deletion" | "insertion") => (drawn[0][of] + drawn[1][of]) / 2;
      scores.Random.push({ deletion: mean("deletion"), insertion: mean("insertion"), points: drawn[0].points });
    }
    for (const name of names) {
      const shown = (of: "deletion" | "insertion") => scores[name].map((score) => score[of].toFixed(3)).join(" ");
      console.log(`${name}: deletion ${shown("deletion")}, insertion ${shown("insertion")}`);
    }
  });

  /** By how much the one is better in the mean, with its 95 % interval. */
  const better = (one: keyof Scores, other: keyof Scores, of: "deletion" | "insertion") => {
    const sign = of === "deletion" ? -1 : 1;
    const found = interval(scores[one].map((score, i) => sign * (score[of] - scores[other][i][of])));
    console.log(`${one} against ${other}, ${of}: ${JSON.stringify(found)}`);
    return found.mean;
  };

  for (const other of ["Center", "Random"] as const) {
    for (const of of ["deletion", "insertion"] as const) {
      it(`Kernel SHAP orders the regions better than ${other.toLowerCase()} in ${of}`, () => {
        assert.ok(better("KernelShap", other, of) > 0);
      });
    }
    it(`Grad-CAM is better than ${other.toLowerCase()} in insertion`, () => {
      assert.ok(better("GradCam", other, "insertion") > 0);
    });
  }
});
