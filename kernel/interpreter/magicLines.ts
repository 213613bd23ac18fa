/** What a line may begin with, after `%`. */
export const magics = [
  "time",
  "timeit",
  "who",
  "reset",
  "tensors",
  "backend",
  "typeErrors",
  "language",
  "help",
] as const;

export type Magic = (typeof magics)[number];

export const isMagic = (name: string): name is Magic => magics.some((magic) => magic === name);

/** Magics whose rest of the line is code of the cell. */
export const takesCode = (name: string): name is "time" | "timeit" => name === "time" || name === "timeit";

const line = /^([ \t]*)%(\w+)(\?|(?=[ \t]|$))([ \t]*)(.*)$/gm;

export interface MagicLine {
  /** Where the line begins and ends in the cell. */
  start: number;
  end: number;
  /** As written; perhaps not the name of any. */
  name: string;
  /** `%who?` */
  help: boolean;
  rest: string;
  /** Where `rest` begins. */
  restStart: number;
}

/** The magics of a cell: known ones anywhere, unknown ones where the cell begins with them (elsewhere `%` divides). */
export function magicLines(code: string): MagicLine[] {
  if (!code.includes("%")) return [];
  const found: MagicLine[] = [];
  for (const match of code.matchAll(line)) {
    const [whole, indent = "", name = "", question = "", space = "", rest = ""] = match;
    const start = match.index;
    if (!isMagic(name) && code.slice(0, start).trim() !== "") continue;
    const restStart = start + indent.length + 1 + name.length + question.length + space.length;
    found.push({ start, end: start + whole.length, name, help: question === "?", rest: rest.trim(), restStart });
  }
  return found;
}

/** The cell without its magics, every other character at its place. */
export function blankMagics(code: string): string {
  let blanked = code;
  for (const { start, end, name, help, restStart } of magicLines(code)) {
    const until = takesCode(name) && !help ? restStart : end;
    blanked = blanked.slice(0, start) + " ".repeat(until - start) + blanked.slice(until);
  }
  return blanked;
}
