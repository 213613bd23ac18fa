/** A line magic: `%time f()`, at the start of a line. */
const magicLine = /^([ \t]*)%(\w+)([^\S\n]*)(.*)$/gm;

/** Magics whose rest of the line is code. */
const takesCode = new Set(["time", "timeit"]);

/** The cell without its magics, every character at its place. */
export function blankMagics(code: string): string {
  return code.replace(magicLine, (line, indent: string, name: string, space: string, rest: string) => {
    if (!takesCode.has(name)) return " ".repeat(line.length);
    return " ".repeat(indent.length + 1 + name.length + space.length) + rest;
  });
}
