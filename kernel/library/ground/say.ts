import { texts } from "./language.ts";

/** English text, with `{0}`, `{1}`, … for what is put into it, to the same in another language. */
export type Catalog = Readonly<Record<string, string>>;

/** The key under which a catalog has a template. */
export const keyOf = (parts: readonly string[]): string =>
  parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);

/**
 * Text for the user in their language; the English stands in the code, and is the key.
 *
 * @example
 * throw new OptionError(say`nSamples is ${nSamples}: give 1 at least`);
 */
export function say(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  const translated = texts()?.[keyOf(parts)];
  if (translated === undefined) return String.raw({ raw: parts }, ...values);
  return translated
    .split(/\{(\d+)\}/)
    .map((piece, at) => (at % 2 === 0 ? piece : String(values[Number(piece)])))
    .reduce(joined, "");
}

const endsInHan = /[\u4e00-\u9fff]$/;
const beginsWithHan = /^[\u4e00-\u9fff]/;

/** A template is spaced for a name in Latin letters or a number; what is put in may be Chinese, or a number where a word was. */
function joined(before: string, after: string): string {
  if (before.endsWith(" ") && endsInHan.test(before.trimEnd()) && beginsWithHan.test(after))
    return before.trimEnd() + after;
  if (after.startsWith(" ") && endsInHan.test(before) && beginsWithHan.test(after.trimStart()))
    return before + after.trimStart();
  const [han, latin] = [endsInHan.test(before) && /^\w/.test(after), /\w$/.test(before) && beginsWithHan.test(after)];
  return han || latin ? `${before} ${after}` : before + after;
}

/** Names in a row: `a, b`; where one of them is Chinese, `甲、乙`. */
export const namesInWords = (names: readonly string[]): string =>
  names.join(texts() && names.some((name) => /[\u4e00-\u9fff]/.test(name)) ? "、" : ", ");
