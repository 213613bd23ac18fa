// The editor's renderer of application/vnd.plotly.v1+json.
import { type Chart, mountChart } from "./plotly/chart.ts";
import type { Renderer, RendererContext } from "./vscode/api.ts";
import { connect } from "./vscode/link.ts";
import { parsed } from "./vscode/outputs.ts";
import { contentKey, savedState } from "./vscode/savedState.ts";

export function activate(context: RendererContext): Renderer {
  const link = connect(context);
  const charts = new Map<string, { chart: Chart; element: HTMLElement }>();
  const stop = (id: string) => {
    charts.get(id)?.chart.stop();
    charts.delete(id);
  };
  return {
    renderOutputItem(item, element) {
      const text = item.text();
      const shown = charts.get(item.id);
      if (shown?.element === element && element.firstChild) return shown.chart.show(parsed(text));
      stop(item.id);
      const saved = savedState(context, contentKey(text));
      charts.set(item.id, { chart: mountChart(element, parsed(text), link, saved), element });
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...charts.keys()] : [id]) stop(each);
    },
  };
}
