import assert from "node:assert/strict";
import { tabular } from "../../kernel/library/datasets/index.ts";
import { predict } from "../../kernel/library/engine/index.ts";
import { counterfactual } from "../../kernel/library/explain/index.ts";
import {
  accumulatedLocalEffects,
  anchor,
  decisionBoundary,
  morris,
  partialDependence,
  permutationImportance,
  sobol,
  surrogateTree,
} from "../../kernel/library/global/index.ts";
import { evaluate, train } from "../../kernel/library/models/index.ts";

// Each is refused before anything is asked of the model.
const model = (() => {
  throw new Error("asked");
}) as never;
const table = tabular.fromArrays({ values: [1, 2, 3, 4], target: [0, 1], classNames: ["no", "yes"] });
const calls: Record<string, (slip: object) => unknown> = {
  "tabular.parse": (slip) => tabular.parse("a,b\n1,2", slip),
  split: (slip) => table.split(0.5, slip),
  fillMissing: (slip) => table.fillMissing(slip),
  train: (slip) => train(model, table, slip),
  evaluate: (slip) => evaluate(model, table, slip),
  predict: (slip) => predict(model, table, slip),
  counterfactual: (slip) => counterfactual(model, table, slip),
  anchor: (slip) => anchor(model, table, table, slip),
  permutationImportance: (slip) => permutationImportance(model, table, slip),
  partialDependence: (slip) => partialDependence(model, table, 0, slip),
  accumulatedLocalEffects: (slip) => accumulatedLocalEffects(model, table, 0, slip),
  decisionBoundary: (slip) => decisionBoundary(model, table, "pca", slip),
  surrogateTree: (slip) => surrogateTree(model, table, slip),
  sobol: (slip) => sobol(model, [[0, 1]], slip),
  morris: (slip) => morris(model, [[0, 1]], slip),
};
const slips: Record<string, [slip: object, meant: string]> = {
  "tabular.parse": [{ traget: "b" }, "target"],
  split: [{ sead: 1 }, "seed"],
  fillMissing: [{ fom: table }, "from"],
  train: [{ epoch: 5 }, "epochs"],
  evaluate: [{ egnine: "tfjs" }, "engine"],
  predict: [{ topk: 3 }, "topK"],
  counterfactual: [{ fixd: ["a"] }, "fixed"],
  anchor: [{ precison: 0.9 }, "precision"],
  permutationImportance: [{ nRepeat: 3 }, "nRepeats"],
  partialDependence: [{ percentile: [0, 1] }, "percentiles"],
  accumulatedLocalEffects: [{ edge: [0, 1] }, "edges"],
  decisionBoundary: [{ resolutions: 3 }, "resolution"],
  surrogateTree: [{ maxdepth: 3 }, "maxDepth"],
  sobol: [{ nSample: 3 }, "nSamples"],
  morris: [{ numLevel: 3 }, "numLevels"],
};

describe("an option that nobody reads", () => {
  for (const [name, call] of Object.entries(calls)) {
    it(`is an error of ${name}`, async () => {
      const [slip, meant] = slips[name];
      await assert.rejects(
        async () => call(slip),
        new RegExp(`^OptionError: ${name}\\(\\) has no option .*: did you mean ${meant}\\?$`),
      );
    });
  }

  it("is an error of earlyStopping too", async () => {
    const { checkEarlyStopping } = await import("../../kernel/library/models/training/earlyStopping.ts");
    assert.throws(
      () => checkEarlyStopping({ monitr: "loss" } as object),
      /earlyStopping has no option monitr: did you mean monitor/,
    );
  });
});
