import { type Row, tableBundle } from "../../drawing/table.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { OptionError, TargetError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { type Displayable, displayKey } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { tellsClasses } from "../../signature/classes.ts";
import type { Locale } from "../../text/words.ts";
import type { EngineName } from "../runner.ts";
import { type PredictedOutput, type PredictedValue, topOf } from "./predictedOutput.ts";
import { answersInWords, tableRow } from "./predictionWords.ts";

export interface PredictionsFields {
  readonly outputs: readonly PredictedOutput[];
  /** How many examples. */
  readonly count: number;
  /** How many of the largest are shown (default 3). */
  readonly topK: number;
  readonly engine: EngineName;
}

/** A model's answers. Shows itself as a table, a row for each example. */
export class Predictions implements PredictionsFields, Displayable {
  readonly outputs: readonly PredictedOutput[];
  readonly count: number;
  readonly topK: number;
  readonly engine: EngineName;

  constructor({ outputs, count, topK, engine }: PredictionsFields) {
    this.outputs = outputs;
    this.count = count;
    this.topK = topK;
    this.engine = engine;
  }

  /** The first output's values, `[n, ...]` row-major. */
  get values(): Float32Array {
    return this.of().values;
  }

  /** The first output's probabilities, `[n, classes]`; undefined where it tells no classes or labels apart. */
  get probabilities(): Float32Array | undefined {
    const { spec, values } = this.of();
    return tellsClasses(spec) ? values : undefined;
  }

  /** Names of the first output's classes or numbers. */
  get classNames(): readonly string[] | undefined {
    return this.of().classNames;
  }

  /** The likeliest class of each example by the first output, or the largest value. */
  get labels(): Int32Array {
    return Int32Array.from({ length: this.count }, (_, row) => this.top(1, { row })[0]?.index ?? 0);
  }

  /** One output by name; without one, the first. @throws TargetError for one that there is not. */
  of(name?: string): PredictedOutput {
    const found = name === undefined ? this.outputs[0] : this.outputs.find((output) => output.name === name);
    if (found) return found;
    throw new TargetError(say`no output ${name}: there are ${this.outputs.map((each) => each.name).join(", ")}`);
  }

  /**
   * The `k` largest of one example's answer, the largest first.
   *
   * @param options.row which example (default 0). @param options.output by name (default the first).
   */
  top(k: number = this.topK, { row = 0, output }: { row?: number; output?: string } = {}): PredictedValue[] {
    if (!(Number.isInteger(row) && row >= 0 && row < this.count)) {
      throw new OptionError(say`no row ${row}: there are ${this.count} (0–${this.count - 1})`);
    }
    return topOf(this.of(output), row, this.count, k);
  }

  /**
   * What the model answers, a line for each example.
   *
   * @param options.locale default: the notebook's language.
   */
  describe({ locale = language() }: { locale?: Locale } = {}): string {
    return answersInWords(this, locale);
  }

  [displayKey](): MimeBundle {
    const shown = 1000;
    const rows: Row[] = Array.from({ length: Math.min(this.count, shown) }, (_, row) =>
      tableRow(this, row, language()),
    );
    return tableBundle(rows, {}, { total: this.count });
  }
}
