// The editor's renderer of application/vnd.plotly.v1+json.
import { mountChart } from "./plotly/chart.ts";
import type { RendererContext } from "./vscode/api.ts";
import { outputs } from "./vscode/outputs.ts";

export const activate = (context: RendererContext) => outputs(context, mountChart);
