// The editor's renderer of application/vnd.plotly.v1+json.
import { mountChart } from "./plotly/chart.ts";
import type { RendererContext } from "./vscode/api.ts";
import { connect } from "./vscode/link.ts";
import { outputs } from "./vscode/outputs.ts";
import { contentKey, savedStates } from "./vscode/savedState.ts";

export function activate(context: RendererContext) {
  const link = connect(context);
  const saved = savedStates(link);
  return outputs((payload, element, again) => mountChart(element, payload, link, saved(contentKey(payload), again)));
}
