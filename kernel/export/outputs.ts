import { escapeHtml } from "../../renderers/shared/escapeHtml.ts";
import { ansiToHtml } from "./ansi.ts";
import { scriptJson } from "./embed.ts";
import { markdownToHtml } from "./markdown.ts";
import type { ErrorOutput, Output, OutputData, StreamOutput } from "./nbformat.ts";

/** A code cell's outputs as HTML; streams that follow each other become one. */
export function outputsToHtml(outputs: readonly Output[]): string {
  return joinedStreams(outputs).map(outputToHtml).join("\n");
}

function joinedStreams(outputs: readonly Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    } else {
      joined.push(output);
    }
  }
  return joined;
}

function outputToHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return streamToHtml(output);
    case "error":
      return errorToHtml(output);
    default:
      return bundleToHtml(output.data);
  }
}

/** Text that gets a scroll bar can be reached by keyboard. */
const scrolls = (text: string) => (text.split("\n").length > 20 || text.length > 4000 ? ' tabindex="0"' : "");

const block = (kind: string, label: string, html: string) =>
  `<pre class="output ${kind}" role="group" aria-label="${label}"${scrolls(html)}>${html}</pre>`;

const streamToHtml = ({ name, text }: StreamOutput) =>
  block(name, name === "stderr" ? "error stream" : "printed output", ansiToHtml(text.replace(/\n$/, "")));

function errorToHtml({ ename, evalue, traceback }: ErrorOutput): string {
  const text = traceback.length > 0 ? traceback.join("\n") : `${ename}: ${evalue}`;
  return block("error", "error", ansiToHtml(text));
}

/** The best of what a bundle offers; an output that offers nothing known is named. */
function bundleToHtml(data: OutputData): string {
  const text = (type: string) => (typeof data[type] === "string" ? data[type] : undefined);
  const plain = text("text/plain") ?? "";
  const png = text("image/png");
  if ("application/vnd.plotly.v1+json" in data) {
    return drawn("plotly", data["application/vnd.plotly.v1+json"], plain, png && image("image/png", png, plain));
  }
  const explanation = data["application/vnd.glassbook.explanation.v1+json"];
  if (explanation !== undefined) return drawn("explanation", explanation, plain, png && image("image/png", png, plain));
  const html = text("text/html");
  if (html !== undefined) return drawn("html", html, plain, `<pre>${escapeHtml(plain)}</pre>`);
  const svg = text("image/svg+xml");
  if (svg !== undefined) return `<figure class="output">${svgImage(svg, plain)}</figure>`;
  const raster = ["image/png", "image/jpeg", "image/gif", "image/webp"].find((type) => text(type) !== undefined);
  if (raster) return `<figure class="output">${image(raster, text(raster) ?? "", plain)}</figure>`;
  const markdown = text("text/markdown");
  if (markdown !== undefined) return `<div class="output markdown">${markdownToHtml(markdown)}</div>`;
  const latex = text("text/latex");
  if (latex !== undefined) return `<div class="output markdown">${markdownToHtml(latex)}</div>`;
  if (plain) return block("result", "result", ansiToHtml(plain));
  if ("application/json" in data)
    return block("result", "result", escapeHtml(JSON.stringify(data["application/json"], null, 2)));
  const types = Object.keys(data);
  return types.length > 0 ? block("result", "result", `Nothing here can show ${escapeHtml(types.join(", "))}.`) : "";
}

/** An output that the page's script draws from JSON; until then, and without scripts, `fallback` stands there. */
function drawn(kind: "plotly" | "html" | "explanation", payload: unknown, plain: string, fallback = ""): string {
  const label = plain ? ` aria-label="${escapeHtml(plain)}"` : "";
  const role = kind === "html" ? "" : ' role="group"';
  const space = kind === "plotly" ? ` style="min-height:${heightOf(payload)}px"` : "";
  return `<figure class="output ${kind}"${role}${label}><div class="drawing"${space}>${fallback}</div><script type="application/json" data-output="${kind}">${scriptJson(payload)}</script></figure>`;
}

function heightOf(figure: unknown): number {
  const height = (figure as { layout?: { height?: unknown } } | null)?.layout?.height;
  return typeof height === "number" && height > 0 ? Math.min(Math.round(height), 4000) : 450;
}

const base64 = (text: string) => text.replaceAll(/[^A-Za-z0-9+/=]/g, "");
const image = (type: string, data: string, alt: string) =>
  `<img src="data:${type};base64,${base64(data)}" alt="${escapeHtml(alt)}">`;
const svgImage = (svg: string, alt: string) => image("image/svg+xml", Buffer.from(svg, "utf8").toString("base64"), alt);
