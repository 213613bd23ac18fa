import { OptionError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";

export interface IndexOptions {
  /** What parts words (default: all but letters, digits and `_`), or what gives the words of a text in their order. */
  splitExpression?: RegExp | ((text: string) => readonly string[]);
  /** Whether all places of a word count as one (default true: a bag of words). */
  bow?: boolean;
  /** What stands for a removed word with `bow: false` (default `UNKWORDZ`; for characters U+0000). */
  maskString?: string;
  /** Whether characters take the place of words (default false). */
  charLevel?: boolean;
}

/** A text and its words, numbered, as lime's `IndexedString` and `IndexedCharacters`. */
export class IndexedString {
  readonly raw: string;
  /** By number: the word. With `bow: false` a word comes as often as in the text. */
  readonly words: readonly string[];
  /** By number: where its places begin in the text. */
  readonly starts: readonly (readonly number[])[];
  readonly #parts: readonly string[];
  readonly #wordOf: readonly (number | undefined)[];
  readonly #mask: string | undefined;

  /** @throws OptionError where a splitting function gives words that are not in the text. */
  constructor(raw: string, options: IndexOptions = {}) {
    const { splitExpression = /[^\p{L}\p{N}\p{M}_]+/u, bow = true, charLevel = false, maskString } = options;
    this.raw = raw;
    this.#mask = bow ? undefined : (maskString ?? (charLevel ? "\0" : "UNKWORDZ"));
    const { parts, isWord } = charLevel
      ? { parts: [...raw], isWord: () => true }
      : splitExpression instanceof RegExp
        ? partedBy(raw, splitExpression)
        : aroundWords(raw, splitExpression(raw));
    const words: string[] = [];
    const starts: number[][] = [];
    const known = new Map<string, number>();
    const wordOf: (number | undefined)[] = [];
    let at = 0;
    for (const [place, part] of parts.entries()) {
      if (isWord(part, place)) {
        const number = (bow ? known.get(part) : undefined) ?? words.push(part) - 1;
        known.set(part, number);
        starts[number] = [...(starts[number] ?? []), at];
        wordOf[place] = number;
      }
      at += part.length;
    }
    this.#parts = parts;
    this.#wordOf = wordOf;
    this.words = words;
    this.starts = starts;
  }

  /** The text without the words whose entry in `present` is 0; with `bow: false` the mask stands in their places. */
  keeping(present: ArrayLike<number>): string {
    return this.#parts
      .map((part, place) => {
        const word = this.#wordOf[place];
        return word === undefined || present[word] ? part : (this.#mask ?? "");
      })
      .join("");
  }
}

function partedBy(raw: string, expression: RegExp) {
  const flags = [...new Set(`${expression.flags.replaceAll(/[gy]/g, "")}g`)].join("");
  const parts: string[] = [];
  const gaps = new Set<number>();
  let end = 0;
  const push = (part: string) => (part === "" ? parts.length : parts.push(part));
  for (const match of raw.matchAll(new RegExp(expression.source, flags))) {
    if (match[0] === "") continue;
    push(raw.slice(end, match.index));
    gaps.add(push(match[0]) - 1);
    end = match.index + match[0].length;
  }
  push(raw.slice(end));
  return { parts, isWord: (_: string, place: number) => !gaps.has(place) };
}

function aroundWords(raw: string, words: readonly string[]) {
  const parts: string[] = [];
  const found = new Set<number>();
  let end = 0;
  for (const word of words) {
    const start = raw.indexOf(word, end);
    if (start < 0 || word === "")
      throw new OptionError(say`splitExpression gave "${word}", which is not in the text there`);
    if (start > end) parts.push(raw.slice(end, start));
    found.add(parts.push(word) - 1);
    end = start + word.length;
  }
  if (end < raw.length) parts.push(raw.slice(end));
  return { parts, isWord: (_: string, place: number) => found.has(place) };
}
