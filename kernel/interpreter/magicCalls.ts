import { kernelName } from "./kernelName.ts";
import { type MagicLine, magicLines, takesCode } from "./magicLines.ts";

/** Magics as calls of the kernel, each on its line, so that every other line keeps its number. */
export function callMagics(code: string, isExpression: (code: string) => boolean): string {
  let called = code;
  for (const line of magicLines(code).reverse()) {
    called = called.slice(0, line.start) + callOf(line, isExpression) + called.slice(line.end);
  }
  return called;
}

function callOf({ name, help, rest }: MagicLine, isExpression: (code: string) => boolean): string {
  if (!takesCode(name) || help || rest === "") {
    return `await ${kernelName}.magic(${JSON.stringify(name)}, ${JSON.stringify(help || takesCode(name) ? "?" : rest)});`;
  }
  const code = rest.replace(/;$/, "");
  if (isExpression(code)) {
    const asynchronous = /\bawait\b/.test(code) ? "async " : "";
    return `await ${kernelName}.${name}(${asynchronous}() => (${code}));`;
  }
  if (name === "time") return `${kernelName}.startTime(); ${rest}; ${kernelName}.endTime();`;
  return `await ${kernelName}.timeit(${/\bawait\b/.test(code) ? "async " : ""}() => { ${code} });`;
}
