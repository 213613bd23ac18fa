// The editor's renderer of application/vnd.glassbook.images.v1+json.
import { mountImages } from "./images/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { connect } from "./vscode/link.ts";
import { outputs } from "./vscode/outputs.ts";
import { contentKey, savedState } from "./vscode/savedState.ts";

export function activate(context: RendererContext) {
  const link = connect(context);
  return outputs((payload, text, element) =>
    mountImages(element, payload, link, savedState(context, contentKey(text))),
  );
}
