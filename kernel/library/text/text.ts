import { escapeHtml } from "../../../renderers/shared/escapeHtml.ts";
import { type Displayable, displayable, mime } from "../ground/mimeBundle.ts";

/**
 * Markdown as an output: for prose that is worked out in a cell.
 *
 * @example
 * display(markdown(`The model reads **${accuracy}** of the digits.`));
 */
export const markdown = (text: string): Displayable => displayable({ [mime.markdown]: text, [mime.text]: text });

/**
 * HTML as an output. It is shown as it is: escape what comes from data with `escapeHtml`.
 *
 * @param alt what a screen reader and a terminal show instead. Default: the HTML without its tags.
 * @example
 * display(html(`<b>${escapeHtml(name)}</b>`));
 */
export const html = (source: string, alt?: string): Displayable =>
  displayable({ [mime.html]: source, [mime.text]: alt ?? withoutTags(source) });

const withoutTags = (source: string) =>
  source
    .replaceAll(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

export { escapeHtml };
