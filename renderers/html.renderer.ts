// The editor's renderer of text/html: tables, picture grids, and the HTML of others, sanitised.
import { mountHtml } from "./html/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { connect } from "./vscode/link.ts";
import { textOutputs } from "./vscode/outputs.ts";

export function activate(context: RendererContext) {
  const link = connect(context);
  return textOutputs((text, element) => mountHtml(element, text, link));
}
