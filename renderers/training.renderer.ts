// The editor's renderer of application/vnd.glassbook.training.v1+json.
import { mountTraining } from "./training/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { outputs } from "./vscode/outputs.ts";

export const activate = (context: RendererContext) => outputs(context, mountTraining);
