import { escapeHtml } from "../../renderers/shared/escapeHtml.ts";

const keywords =
  "abstract|any|as|async|await|bigint|boolean|break|case|catch|class|const|continue|debugger|declare|default|delete|do|else|enum|export|extends|false|finally|for|from|function|get|if|implements|import|in|infer|instanceof|interface|is|keyof|let|namespace|never|new|null|number|object|of|private|protected|public|readonly|return|satisfies|set|static|string|super|switch|symbol|this|throw|true|try|type|typeof|undefined|unknown|var|void|while|yield";

const token = new RegExp(
  [
    String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|${"`"}(?:[^${"`"}\\]|\\[\s\S])*${"`"}?)`,
    String.raw`(?<number>\b(?:0[xobXOB][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)n?\b)`,
    String.raw`(?<keyword>(?<![.\w$])(?:${keywords})\b(?!\s*:(?!:)))`,
    String.raw`(?<type>\b[A-Z][\w$]*\b)`,
    String.raw`(?<call>\b[\w$]+(?=\())`,
    String.raw`[\w$]+`,
  ].join("|"),
  "g",
);

const kinds = ["comment", "string", "number", "keyword", "type", "call"] as const;

/** TypeScript as HTML, its words in `<span class="hl-keyword">` and the like. Good for reading; it does not parse. */
export function highlight(source: string): string {
  let html = "";
  let from = 0;
  for (const match of source.matchAll(token)) {
    const kind = kinds.find((name) => match.groups?.[name] !== undefined);
    if (!kind) continue;
    html += escapeHtml(source.slice(from, match.index));
    html += `<span class="hl-${kind}">${escapeHtml(match[0])}</span>`;
    from = match.index + match[0].length;
  }
  return html + escapeHtml(source.slice(from));
}
