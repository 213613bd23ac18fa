import assert from "node:assert/strict";
import type { Meaning } from "../../../kernel/library/explanation/Meaning.ts";
import { ready } from "../../tensorflow.ts";
import { suited } from "./asking.ts";
import { hasBelow, meaningFaults } from "./meaningFaults.ts";
import { type Observed, observe } from "./observed.ts";
import { settings } from "./settings.ts";

const extents = ["input", "place", "part", "unit"] as const;
const sums = [undefined, "f(x)", "f(x) − f(baseline)", "f(x) − E f(background)"] as const;

/** What is said, with one entry changed. */
const falsehoods = (said: Meaning): [string, Meaning][] => [
  ["signed", { ...said, signed: !said.signed }],
  ...extents.flatMap((extent): [string, Meaning][] =>
    extent === said.extent ? [] : [[`extent ${extent}`, { ...said, extent }]],
  ),
  ...sums.flatMap((sumsTo): [string, Meaning][] =>
    sumsTo === said.sumsTo ? [] : [[`sumsTo ${sumsTo}`, { ...said, sumsTo }]],
  ),
  ["role", { ...said, role: said.role === "contribution" ? "activation" : "contribution" }],
];

/**
 * Falsehoods that no map shows; the lists of what was decided (`test/golden/meanings.txt`) have them. A sum that nobody
 * measured can be left out; a neuron's parts hang on no target, as its output does not; means of parts are none, as the parts
 * are, where nothing is given; one channel is its place.
 */
const hidden = [
  "NeuronIntegratedGradients: sumsTo undefined",
  "NeuronIntegratedGradients: role",
  "Xrai: role",
  "AttentionRollout: extent input",
  "GradientAttentionRollout: extent input",
  "RawAttention: extent input",
];

it("one false entry of any method's about is seen in its values", async () => {
  await ready();
  const seen = new Map<string, Observed[]>();
  for (const setting of settings) {
    const model = await setting.make();
    for (const method of suited(setting)) {
      const found = await observe(method, model, setting);
      seen.set(method.name, [...(seen.get(method.name) ?? []), found]);
    }
  }
  const unseen: string[] = [];
  for (const [name, all] of seen) {
    const isBelow = all.some(hasBelow);
    const isRefused = (told: (said: Meaning) => Meaning | undefined) =>
      all.some((each) => {
        const false_ = told(each.map.about);
        return false_ !== undefined && ((false_.signed && !isBelow) || meaningFaults(false_, each).length > 0);
      });
    assert.ok(!isRefused((said) => said), `${name} is refused as it is`);
    const entries = new Set(all.flatMap((each) => falsehoods(each.map.about).map(([entry]) => entry)));
    for (const entry of entries) {
      const refused = isRefused((said) => falsehoods(said).find(([each]) => each === entry)?.[1]);
      if (!refused) unseen.push(`${name}: ${entry}`);
    }
  }
  assert.ok(seen.size > 40);
  assert.deepEqual(unseen, hidden);
});
