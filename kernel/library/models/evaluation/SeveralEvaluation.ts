import { escapeHtml } from "../../../../renderers/shared/escapeHtml.ts";
import type { MimeBundle } from "../../ground/cell.ts";
import { OptionError } from "../../ground/errors.ts";
import { language } from "../../ground/language.ts";
import { displayKey, mime } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import type { Locale } from "../../text/words.ts";
import { type Evaluated, Evaluation } from "./Evaluation.ts";

/** Of a model with several outputs: an evaluation of each. */
export class SeveralEvaluation extends Evaluation {
  readonly kind = "several";
  /** In the model's order. */
  readonly outputs: readonly Evaluation[];

  constructor(given: Evaluated, outputs: readonly Evaluation[]) {
    super(given);
    this.outputs = outputs;
  }

  override of(output: string | number): Evaluation {
    const found = this.outputs.find(({ outputSpec }, i) => i === output || outputSpec.name === output);
    if (found) return found;
    throw new OptionError(
      say`There is no output ${output}: the model has ${this.outputs.map(({ outputSpec }) => outputSpec.name).join(", ")}.`,
    );
  }

  describe({ locale = language() }: { locale?: Locale | undefined } = {}): string {
    const colon = locale === "zh-CN" ? "：" : ": ";
    return this.outputs
      .map((output) => `${output.outputSpec.name}${colon}${output.describe({ locale }).replaceAll("\n", " ")}`)
      .join("\n");
  }

  async [displayKey](): Promise<MimeBundle> {
    const bundles = await Promise.all(this.outputs.map((output) => output[displayKey]()));
    const names = this.outputs.map(({ outputSpec }) => outputSpec.name);
    const joined = (type: string, head: (name: string) => string) =>
      bundles.map((bundle, i) => `${head(names[i] ?? "")}\n${String(bundle[type] ?? "")}`).join("\n");
    return {
      [mime.html]: joined(mime.html, (name) => `<p><strong>${escapeHtml(name)}</strong></p>`),
      [mime.text]: joined(mime.text, (name) => name),
    };
  }
}
