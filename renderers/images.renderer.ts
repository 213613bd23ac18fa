// The editor's renderer of application/vnd.glassbook.images.v1+json.
import { mountImages } from "./images/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { outputs } from "./vscode/outputs.ts";

export const activate = (context: RendererContext) => outputs(context, mountImages);
