import type { Explanation } from "../explanation/Explanation.ts";
import { partCount } from "../explanation/parts.ts";
import type { MimeBundle } from "../ground/cell.ts";
import { displayKey, mime } from "../ground/mimeBundle.ts";
import { importancePlot } from "./charts/importance.ts";

/** Whether an explanation is of rows of a table, with a value for each column. */
export const isOfTable = ({ columns, shape, inputShape }: Explanation): boolean =>
  columns !== undefined && shape.slice(-2).join() === inputShape.join();

/** An explanation of rows of a table as it is shown unasked: its columns as bars; of a single row, in sentences too. */
export async function tableBar(explanation: Explanation): Promise<MimeBundle> {
  const bundle = await importancePlot(explanation)[displayKey]();
  return partCount(explanation) === 1 ? { ...bundle, [mime.text]: explanation.describe() } : bundle;
}
