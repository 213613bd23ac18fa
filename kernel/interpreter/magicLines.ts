/** What a line that begins with `%` asks for. */
export const magics = {
  time: "%time CODE: runs the rest of the line and tells how long it took",
  timeit: "%timeit CODE: runs the rest of the line many times and tells the mean time of one run",
  who: "%who: the names that cells declared, with their types",
  reset: "%reset: forgets every name and disposes all tensors",
  tensors: "%tensors: how many tensors TensorFlow.js holds, their memory, and what the cell before left",
  backend: "%backend [NAME]: what runs TensorFlow.js, or choose it",
  typeErrors: "%typeErrors [note | block | off]: what a cell with type errors gets",
  help: "%help: this list; %NAME? for one of it",
} as const;

export type Magic = keyof typeof magics;

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
    if (!Object.hasOwn(magics, name) && code.slice(0, start).trim() !== "") continue;
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
