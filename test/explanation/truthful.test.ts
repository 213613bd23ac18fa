import assert from "node:assert/strict";
import fc from "fast-check";
import type { Meaning } from "../../kernel/library/explanation/Meaning.ts";
import { described, inputs, meanings, outputs } from "./described.ts";

const kinds = <T extends object>(of: T) => Object.keys(of) as (keyof T)[];

/** Any numbers: also none above zero, none at all, and what no number is. */
const value = fc.oneof(
  { weight: 90, arbitrary: fc.constant(0) },
  { weight: 90, arbitrary: fc.float({ noNaN: true, min: -9, max: 9 }) },
  { weight: 20, arbitrary: fc.float({ noNaN: true, min: -Math.fround(1e30), max: Math.fround(1e30) }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
);

const about: fc.Arbitrary<Meaning> = fc
  .record({
    base: fc.constantFrom(...Object.values(meanings)),
    signed: fc.boolean(),
    extent: fc.constantFrom("input", "place", "unit"),
    removal: fc.constantFrom(undefined, "baseline", "marginal", "conditional", "others"),
    of: fc.constantFrom(undefined, "neuron"),
    sumIsExact: fc.boolean(),
    sumsTo: fc.constantFrom(undefined, "f(x)", "f(x) − f(baseline)", "f(x) − E f(background)"),
  } as const)
  .map(({ base, ...rest }) => ({ ...base, ...rest }));

interface Anything {
  input: keyof typeof inputs;
  output: keyof typeof outputs;
  about: Meaning;
  values: number[];
  answers: number[];
  delta: number | undefined;
  error: number | undefined;
  fit: number | undefined;
  baseline: number | undefined;
  options: Record<string, unknown>;
}

const anything: fc.Arbitrary<Anything> = fc.record({
  input: fc.constantFrom(...kinds(inputs)),
  output: fc.constantFrom(...kinds(outputs)),
  about,
  values: fc.array(value, { minLength: 192, maxLength: 192 }),
  answers: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }),
  delta: fc.option(value, { nil: undefined }),
  error: fc.option(fc.float({ min: 0, max: 9 }), { nil: undefined }),
  fit: fc.option(fc.double({ min: -3, max: 1, noNaN: true }), { nil: undefined }),
  baseline: fc.option(fc.constant(0), { nil: undefined }),
  options: fc.constantFrom(
    {},
    { nSteps: 5 },
    { nSamples: 9, background: 3 },
    { enumerated: true, layer: "conv" },
    { neuron: [1, 2, 0], layer: "conv", auto: { tolerance: 0.1, met: false } },
  ),
});

const made = ({ input, output, about, values, answers, delta, error, fit, baseline, options }: Anything) => {
  const size = inputs[input].values.length;
  const { answers: own } = outputs[output];
  return described({
    input,
    output,
    about,
    values: values.slice(0, size),
    fields: {
      probabilities: Float32Array.from(own, (_, i) => answers[i]),
      ...(delta !== undefined && { convergenceDelta: Float32Array.of(delta) }),
      ...(error !== undefined && { standardError: new Float32Array(size).fill(error) }),
      ...(fit !== undefined && { fit: Float32Array.of(fit) }),
      ...(baseline !== undefined && { baseline }),
      options: about.role === "difference" ? { first: "Saliency", second: "Lrp" } : { neuron: 3, ...options },
    },
  });
};

describe("any explanation in words", () => {
  const each = (check: (en: string, zh: string, given: Anything) => void) =>
    fc.assert(
      fc.property(anything, (given) => {
        const explanation = made(given);
        check(explanation.describe({ locale: "en" }), explanation.describe({ locale: "zh-CN" }), given);
      }),
      { numRuns: 400, seed: 3 },
    );

  it("holds nothing but words and numbers, and no share above 100%", () => {
    each((en, zh) => {
      for (const text of [en, zh]) {
        assert.doesNotMatch(text, /undefined|null|\[object|Infinity|∞%|NaN%/);
        if (!/NaN or infinite|output is NaN|NaN 或无穷|输出是 NaN/.test(text)) assert.doesNotMatch(text, /NaN/);
        for (const [, share] of text.matchAll(/([\d.]+)%/g)) assert.ok(Number(share) <= 100, text);
        assert.doesNotMatch(text, /\d{5,} to 1|\d{5,} 倍|±\s?0\b/);
      }
      assert.match(en, /^[A-Z]/);
      assert.match(en, /\.$/);
      assert.doesNotMatch(en, / {2}|\.\.|[一-鿿]/);
      assert.match(zh, /。$/);
      assert.doesNotMatch(zh, / {2}|。。|[，。；：（）] | [，。；：（）]/);
    });
  });

  it("speaks of for and against only of contributions to a class, of classes only where there are some", () => {
    each((en, _, { output, about }) => {
      const isOfClass = ["classes", "classesFromLogits", "binary", "labels", "pixels"].includes(output);
      if (about.role !== "contribution" || !isOfClass || about.of === "neuron") {
        assert.doesNotMatch(en, /[Ee]vidence (for|against)|stands out from chance, either for/);
      }
      if (!isOfClass) assert.doesNotMatch(en, /class |unsure|probability/);
      if (about.role === "attention" || about.of === "neuron") assert.doesNotMatch(en, /class \d|predicts|unsure/);
    });
  });

  it("uses the terms of its input and of no other", () => {
    const terms = {
      drawing: /picture|drawing|strokes|pixel/,
      picture: /picture|pixel/,
      volume: /voxel|slice/,
      series: /\bsteps?\b/,
      tokens: /token/,
      table: /\bcolumns\b|income|\bage\b|color/,
      values: /value/,
    };
    const stated: Partial<Record<keyof typeof inputs, string>> = {
      ...Object.fromEntries(kinds(inputs).map((input) => [input, input])),
      photograph: "picture",
      scan: "volume",
    };
    each((en, _, { input, about }) => {
      if (about.extent === "unit") return;
      const own = en.replaceAll(/use more steps/g, "");
      for (const [kind, words] of Object.entries(terms)) {
        if (kind === stated[input] || kind === "values" || (kind === "picture" && input === "drawing")) continue;
        const other = kind === "drawing" && stated[input] === "picture" ? /drawing|strokes/ : words;
        assert.doesNotMatch(own, other, `${input}: ${en}`);
      }
    });
  });
});
