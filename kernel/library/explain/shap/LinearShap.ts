import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { Column } from "../../signature/columns.ts";
import type { Inputs } from "../../signature/Inputs.ts";
import { type About, removalOf, sumOf } from "../call/about.ts";
import { type Call, pairCount } from "../call/call.ts";
import { Method } from "../call/Method.ts";
import type { AttributeOptions } from "../call/options.ts";
import { absentRules, logitRules, type Rules, targetRules } from "../call/rules.ts";
import { type Absent, type AbsentOptions, backgroundSize, readAbsent } from "../perturbation/absent.ts";

export interface LinearShapOptions extends AttributeOptions, AbsentOptions {}

const rules = { ...logitRules, ...targetRules, ...absentRules } as const satisfies Rules;

/**
 * Shapley values of a model that is a sum over its columns, in closed form: of a number w (x − mean of the background), of
 * a category what it adds against the background's. The logit of a logistic regression is such a sum; the probability is
 * not. The model is asked what each column adds, and then whether the sums are its answers.
 *
 * Štrumbelj, Kononenko 2014, "Explaining prediction models and individual predictions with feature contributions"; SHAP's
 * `LinearExplainer`, interventional.
 *
 * @example
 * const map = await new LinearShap(model).attribute(test.slice(0, 10), { background: train.slice(0, 100), target: 1 });
 */
export class LinearShap extends Method<LinearShapOptions> {
  static readonly about: About = {
    name: "LinearShap",
    label: "Linear SHAP",
    family: "shap",
    role: "contribution",
    signed: true,
    extent: "input",
    sumsTo: sumOf,
    sumIsExact: true,
    removal: removalOf,
    explains: ["table", "values"],
    needs: {},
    options: rules,
  };

  /**
   * Values have the shape of the inputs, in units of the output, of the logit by default. They sum to f(x) − the mean over
   * the background, which `expectedValue` holds. Cost: a forward pass for each number of a row, for each category, each
   * input and each background row, and two predictions.
   *
   * @throws ShapeError, DataError, TargetError; OptionError where the model is no sum over its columns.
   */
  async attribute(inputs: Inputs, options: LinearShapOptions = {}): Promise<Explanation> {
    const settings = this.settle(options, rules);
    const call = await this.begin(inputs, settings);
    const { rows, targets, outputs, runner } = call;
    const absent = await readAbsent(settings, rows);
    const sum = await probe(call, absent);
    await check(call, absent, sum);

    const classes = runner.outputSize;
    const values = new Float64Array(pairCount(call) * rows.size);
    const delta = new Float32Array(pairCount(call));
    const expected = new Float32Array(pairCount(call));
    for (let pair = 0; pair < delta.length; pair++) {
      const input = pair % rows.count;
      const target = targets.classes[pair];
      const own = values.subarray(pair * rows.size, (pair + 1) * rows.size);
      let base = sum.origin[target];
      for (let i = 0; i < rows.size; i++) {
        let mean = 0;
        for (let turn = 0; turn < absent.turns; turn++) {
          mean += sum.adds(target, i, absent.values[absent.start(input, turn) + i]) / absent.turns;
        }
        own[i] = sum.adds(target, i, rows.values[input * rows.size + i]) - mean;
        base += mean;
      }
      expected[pair] = base;
      delta[pair] = own.reduce((total, value) => total + value, 0) - (outputs[input * classes + target] - base);
    }
    return call.explanation({
      values: Float32Array.from(values),
      convergenceDelta: delta,
      expectedValue: expected,
      ...absent.said,
      options: backgroundSize(absent),
    });
  }
}

/** What each column adds to each class: f(x) = origin + Σ adds. */
interface ColumnSum {
  readonly origin: Float64Array;
  adds(target: number, column: number, value: number): number;
}

const categoriesOf = (column: Column | undefined) =>
  column?.kind === "categorical" ? (column.categories?.length ?? 0) : undefined;

/** Moves one column at a time away from a typical row: a number by its spread, a category to each other one. */
async function probe(call: Call, absent: Absent): Promise<ColumnSum> {
  const { rows, runner } = call;
  const { size, columns } = rows;
  const count = absent.values.length / size;
  const middle = new Float32Array(size);
  const step = new Float32Array(size);
  const firstOf = new Int32Array(size);
  const asked: { column: number; value: number }[] = [];
  for (let i = 0; i < size; i++) {
    let [mean, square] = [0, 0];
    for (const array of [absent.values, rows.values]) {
      for (let at = i; at < array.length; at += size) {
        mean += array[at] / (count + rows.count);
        square += array[at] ** 2 / (count + rows.count);
      }
    }
    const categories = categoriesOf(columns?.[i]);
    firstOf[i] = asked.length;
    if (categories !== undefined) {
      for (let code = 0; code < categories; code++) asked.push({ column: i, value: code });
      continue;
    }
    middle[i] = mean;
    step[i] = Math.sqrt(Math.max(0, square - mean ** 2)) || 1;
    // What float32 makes of the sum is what the model is asked about.
    asked.push({ column: i, value: Math.fround(middle[i] + step[i]) });
  }
  const classes = runner.outputSize;
  const answers = new Float64Array((asked.length + 1) * classes);
  await call.predict(
    asked.length + 1,
    (row, buffer, offset) => {
      buffer.set(middle, offset);
      if (row > 0) buffer[offset + asked[row - 1].column] = asked[row - 1].value;
    },
    (first, _, { outputs }) => answers.set(outputs, first * classes),
  );
  const moved = (place: number, target: number) => answers[(place + 1) * classes + target] - answers[target];
  return {
    origin: answers.slice(0, classes),
    adds(target, column, value) {
      const place = firstOf[column];
      if (categoriesOf(columns?.[column]) !== undefined) return moved(place + value, target);
      return (moved(place, target) / (asked[place].value - middle[column])) * (value - middle[column]);
    },
  };
}

/** @throws OptionError where the sums are not what the model answers, to the inputs and to the background. */
async function check(call: Call, absent: Absent, sum: ColumnSum): Promise<void> {
  const { rows, runner } = call;
  const background = absent.values.length / rows.size;
  await call.predict(
    rows.count + background,
    (row, buffer, offset) => {
      const from = row < rows.count ? rows.values : absent.values;
      const start = (row < rows.count ? row : row - rows.count) * rows.size;
      for (let i = 0; i < rows.size; i++) buffer[offset + i] = from[start + i];
    },
    (first, number, { outputs }) => {
      for (let row = 0; row < number; row++) {
        const at = first + row < rows.count ? first + row : first + row - rows.count;
        const from = first + row < rows.count ? rows.values : absent.values;
        for (const target of new Set(call.targets.classes)) {
          const answer = outputs[row * runner.outputSize + target];
          let told = sum.origin[target];
          let size = 1 + Math.abs(told);
          for (let i = 0; i < rows.size; i++) {
            const adds = sum.adds(target, i, from[at * rows.size + i]);
            told += adds;
            size += Math.abs(adds);
          }
          if (Math.abs(answer - told) <= 1e-4 * size) continue;
          throw new OptionError(
            say`the model's output is not a sum over its columns: for one row it is ${answer}, and its columns add up to ${told}. ${call.output === "probability" ? say`A probability seldom is: explain the logit, or use KernelShap` : say`Use KernelShap`}`,
          );
        }
      }
    },
  );
}
