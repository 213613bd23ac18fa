import type { MimeBundle } from "../cell.ts";
import type { Explanation } from "../explain/Explanation.ts";
import { partCount, partOf } from "../explain/parts.ts";
import { bar } from "./bar.ts";
import { methodName } from "./heatmap/words.ts";
import { displayKey, mime } from "./mimeBundle.ts";

/** Whether an explanation is of rows of a table, with a value for each column. */
export const isOfTable = ({ columns, shape, inputShape }: Explanation): boolean =>
  columns !== undefined && shape.slice(-2).join() === inputShape.join();

/** An explanation of rows of a table as bars: of one row the value of each column, of several its mean size. */
export async function tableBar(explanation: Explanation): Promise<MimeBundle> {
  const { columns = [], method, values } = explanation;
  const unit = explanation.targetName ?? explanation.output;
  const count = partCount(explanation);
  if (count === 1) {
    const { cells = [] } = partOf(explanation, 0);
    const figure = await bar(values, { labels: cells, title: methodName(method), unit })[displayKey]();
    return { ...figure, [mime.text]: explanation.describe() };
  }
  const means = new Float64Array(columns.length);
  for (const [i, value] of values.entries()) means[i % columns.length] += Math.abs(value) / count;
  const labels = columns.map(({ name }) => name);
  return bar(means, { labels, title: methodName(method), unit: `mean |value| of ${count} rows, ${unit}` })[
    displayKey
  ]();
}
