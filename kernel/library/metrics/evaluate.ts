import type { Model } from "../engine/model.ts";
import type { Output } from "../engine/runner.ts";
import type { Call } from "../explain/call/call.ts";
import { takenBy } from "../explain/call/Method.ts";
import { type SeededOptions, seededNames, type TargetOptions } from "../explain/call/options.ts";
import type { Explanation } from "../explanation/Explanation.ts";
import { currentCell } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { language } from "../ground/language.ts";
import { say } from "../ground/say.ts";
import type { Inputs } from "../signature/Inputs.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import type { Locale } from "../text/words.ts";
import { beginCheck } from "./beginCheck.ts";
import { chanceMethod } from "./chance.ts";
import { MethodEvaluation } from "./Evaluated.ts";
import { targetsOf } from "./maps.ts";
import { type MeasuringOptions, measureAll, measuringNames, type Subject } from "./measureAll.ts";
import { type MethodOf, methodFor } from "./methodOf.ts";
import { reporter } from "./report.ts";
import { Scores } from "./Scores.ts";
import type { MeasureName } from "./words.ts";

export interface EvaluateMethodsOptions extends SeededOptions, Pick<TargetOptions, "target">, MeasuringOptions {
  /** Which measures, in this order (default: all). Pixel flipping is not among them: it asks what deletion asks. */
  measures?: readonly EvaluateMeasure[];
  /** A row for maps of random numbers: what chance scores (default true). */
  chance?: boolean;
  /** Of the words it is shown with (default: the notebook's language). */
  locale?: Locale;
}

const evaluateMethodsNames = {
  ...seededNames,
  target: true,
  ...measuringNames,
  measures: true,
  chance: true,
  locale: true,
} as const satisfies Names<EvaluateMethodsOptions>;

export type EvaluateMeasure = keyof typeof measureAll;

/**
 * Methods × measures, over several inputs: one table (`display(found)`) and one chart (`found.chart()`), with what each
 * measure cannot tell. A last row shows what a map of random numbers scores.
 *
 * Passes are shared: each method explains the inputs once for all measures of its maps, and all methods are measured on
 * the same perturbed inputs. Infidelity is the share that the map leaves unexplained (`normalize: "share"`), so that
 * maps of logits and of probabilities can stand in one column. Measures that a method cannot have are empty: a model
 * whose weights cannot be randomized, for instance, with the reason in `found.notes`. Cost, for each input and method:
 * the method's own, × 10 for max-sensitivity, × 3 × layers for randomization, × 5 for consistency; about 55 passes for
 * deletion and insertion; 200 for each kind of output for the rest.
 *
 * @param methods by name: classes, or functions of a model.
 * @throws OptionError, ShapeError for the map of a layer; what a method throws.
 * @example
 * const found = await evaluate(model, images, {
 *   "Integrated Gradients": IntegratedGradients,
 *   "Guided Backprop": GuidedBackprop,
 *   "Grad-CAM": (model) => new GradCam(model, "conv"),
 * });
 * display(found.chart());
 */
export async function evaluateMethods(
  model: Model,
  inputs: Inputs,
  methods: Readonly<Record<string, MethodOf>>,
  options: EvaluateMethodsOptions = {},
): Promise<MethodEvaluation> {
  checkNames("evaluateMethods()", evaluateMethodsNames, options);
  const { seed = 0, engine, internalBatchSize, target, locale, chance = true } = options;
  const known = Object.keys(measureAll) as EvaluateMeasure[];
  const measures = options.measures ?? known;
  const wrong = measures.find((measure) => !known.includes(measure));
  if (wrong !== undefined) throw new OptionError(say`there is no metric "${wrong}": there are ${known.join(", ")}`);
  const all = { ...methods, ...(chance ? { [chanceNames[locale ?? language()]]: chanceMethod(seed) } : {}) };
  const names = Object.keys(all);
  if (names.length < (chance ? 2 : 1)) throw new OptionError(say`no methods: give at least one, by name`);

  const signal = options.signal ?? currentCell().signal;
  const report = reporter(options, "evaluation of methods");
  const quiet = {
    onProgress: () => {},
    signal,
    ...(engine && { engine }),
    ...(internalBatchSize && { internalBatchSize }),
  };
  const common = { ...quiet, seed };
  const steps = names.length + measures.length;
  let step = 0;

  const made = Object.values(all).map((method) => methodFor(method, model));
  const explanations: Explanation[] = [];
  let asked: TargetOptions = target === undefined ? {} : { target };
  for (const method of made) {
    explanations.push(await method.attribute(inputs, takenBy(method, { ...common, ...asked })));
    asked = targetsOf(explanations[0]);
    report(++step / steps);
  }
  const calls = new Map<Output, Promise<Call>>();
  const subject: Subject = {
    model,
    methods: Object.values(all),
    made,
    explanations,
    options: { ...options, seed },
    common,
    callOf(output) {
      const call = calls.get(output) ?? beginCheck("evaluate", model, explanations[0], { ...quiet, output });
      calls.set(output, call);
      return call;
    },
  };
  const notes: string[] = [];
  const columns = new Map<MeasureName, readonly Scores[]>();
  let modelPasses = explanations.reduce((sum, own) => sum + own.modelPasses, 0);
  for (const measure of measures) {
    try {
      const found = await measureAll[measure](subject, (fraction) => report((step + fraction) / steps));
      columns.set(
        measure,
        found.map(({ scores, standardError, modelPasses: own = 0 }, i) => {
          modelPasses += own;
          const sampled = standardError ? { standardError } : {};
          return new Scores({ measure, method: names[i], scores, modelPasses: own, ...sampled });
        }),
      );
    } catch (error) {
      // A model without weights is no reason to lose the other measures.
      if (!(measure === "parameterRandomization" && error instanceof OptionError)) throw error;
      notes.push(error.message);
    }
    report(++step / steps);
  }
  for (const call of calls.values()) modelPasses += (await call).passes();
  return new MethodEvaluation({
    methods: names,
    columns,
    explanations: Object.fromEntries(names.map((name, i) => [name, explanations[i]])),
    notes,
    modelPasses,
    chance,
    locale,
  });
}

const chanceNames = { en: "chance", "zh-CN": "随机基准" } as const;
