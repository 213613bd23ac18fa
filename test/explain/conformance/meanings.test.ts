import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type About, meaningOf } from "../../../kernel/library/explain/call/about.ts";
import { root } from "../../goldens.ts";
import { exportedMethods } from "./exported.ts";

/** Options of which an entry of some method is a function. */
const cases = {
  "": {},
  "abs: false": { abs: false },
  "relu: false": { relu: false },
  featureMask: { featureMask: {} },
  background: { background: {} },
  "output: logit": { output: "logit" },
  "discretizer: none": { discretizer: "none" },
  "type: vargrad": { type: "vargrad" },
};

const lineOf = (about: About, options: object) => {
  const { role, signed, extent, of, sumsTo, sumIsExact, removal, isChaotic } = meaningOf(about, { ...options });
  return [
    role,
    signed ? "signed" : "unsigned",
    extent,
    of,
    sumsTo,
    sumIsExact && "exact",
    removal,
    isChaotic && "chaotic",
  ]
    .filter(Boolean)
    .join(", ");
};

/** What every method says of its values, by default and by each option that changes it. */
function allMeanings(): string {
  const lines = [...exportedMethods].flatMap(([name, { about }]) => {
    if (!about) return [];
    const usual = lineOf(about, {});
    const others = Object.entries(cases).filter(([, options]) => lineOf(about, options) !== usual);
    const needs = Object.keys(about.needs).join(", ") || "nothing";
    const whole = `${name} (${about.family}) explains ${about.explains.join(", ")}; needs ${needs}`;
    return [
      whole,
      `${name}: ${usual}`,
      ...others.map(([said, options]) => `${name} { ${said} }: ${lineOf(about, options)}`),
    ];
  });
  return `${lines.sort().join("\n")}\n`;
}

/** Every option, and what it is where nobody says. */
function allOptions(): string {
  const lines = [...exportedMethods].map(([name, { about }]) => {
    const entries = Object.entries(about?.options ?? {}).sort(([a], [b]) => a.localeCompare(b));
    return `${name}: ${entries.map(([option, rule]) => `${option} ${JSON.stringify({ ...rule, example: undefined })}`).join(", ")}`;
  });
  return `${lines.sort().join("\n")}\n`;
}

it("the options of methods are what was decided", () => {
  assert.equal(allOptions(), readFileSync(join(root, "test/golden/methodOptions.txt"), "utf8"));
});

it("what methods say of their values is what was decided: a change of one entry is seen here", () => {
  assert.equal(allMeanings(), readFileSync(join(root, "test/golden/meanings.txt"), "utf8"));
});
