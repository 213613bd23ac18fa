import { escapeHtml } from "../../../../renderers/shared/escapeHtml.ts";
import { type Displayable, displayKey, mime } from "../../ground/mimeBundle.ts";
import { signedNumber } from "../../text/number.ts";
import type { IndexedString } from "./IndexedString.ts";
import { type LabelExplained, LimeExplanation } from "./LimeExplanation.ts";

/** Orange speaks for the label, blue against it: readable under dark and light text alike. */
const colors = { for: "230, 97, 1", against: "74, 123, 208" };

/** What `LimeText.explainInstance` found. Shows the text with its words in the color and strength of their weights. */
export class LimeTextExplanation extends LimeExplanation implements Displayable {
  readonly indexed: IndexedString;

  constructor(indexed: IndexedString, found: readonly LabelExplained[]) {
    super(found);
    this.indexed = indexed;
  }

  /** The most probable label's explanation over the text. */
  [displayKey]() {
    const [label] = this.topLabels;
    const explanation = this.explanation(label);
    const { values } = explanation;
    const most = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    const marks = this.indexed.starts
      .flatMap((starts, word) => starts.map((start) => ({ start, word })))
      .sort((a, b) => a.start - b.start);
    let html = "";
    let end = 0;
    for (const { start, word } of marks) {
      const text = this.indexed.words[word];
      const weight = values[word];
      html += escapeHtml(this.indexed.raw.slice(end, start));
      end = start + text.length;
      const shade = most === 0 ? 0 : (0.6 * Math.abs(weight)) / most;
      const color = weight > 0 ? colors.for : colors.against;
      html +=
        weight === 0
          ? escapeHtml(text)
          : `<span style="background: rgba(${color}, ${shade.toFixed(2)}); border-radius: 3px; padding: 0 2px" title="${signedNumber(weight, 3)}">${escapeHtml(text)}</span>`;
    }
    html += escapeHtml(this.indexed.raw.slice(end));
    return {
      [mime.html]: `<p style="line-height: 1.8; white-space: pre-wrap">${html}</p>`,
      [mime.text]: explanation.describe(),
    };
  }
}
