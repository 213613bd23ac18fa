// The editor's renderer of application/vnd.glassbook.explanation.v1+json.
import { mountExplanation } from "./explanation/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { outputs } from "./vscode/outputs.ts";

export const activate = (context: RendererContext) => outputs(context, mountExplanation);
