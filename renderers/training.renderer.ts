// The editor's renderer of application/vnd.glassbook.training.v1+json.
import { mountTraining } from "./training/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { connect } from "./vscode/link.ts";
import { outputs } from "./vscode/outputs.ts";

export function activate(context: RendererContext) {
  const link = connect(context);
  return outputs((payload, element) => mountTraining(element, payload, link));
}
