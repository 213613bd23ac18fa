// The editor's renderer of application/vnd.glassbook.table.v1+json.
import { mountTable } from "./table/mount.ts";
import type { RendererContext } from "./vscode/api.ts";
import { outputs } from "./vscode/outputs.ts";

export const activate = (context: RendererContext) => outputs(context, mountTable);
