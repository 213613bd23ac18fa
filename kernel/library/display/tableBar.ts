import type { MimeBundle } from "../cell.ts";
import type { Explanation } from "../explain/Explanation.ts";
import { partCount } from "../explain/parts.ts";
import { importance } from "./charts/importance.ts";
import { displayKey, mime } from "./mimeBundle.ts";

/** Whether an explanation is of rows of a table, with a value for each column. */
export const isOfTable = ({ columns, shape, inputShape }: Explanation): boolean =>
  columns !== undefined && shape.slice(-2).join() === inputShape.join();

/** An explanation of rows of a table as it is shown unasked: its columns as bars; of a single row, in sentences too. */
export async function tableBar(explanation: Explanation): Promise<MimeBundle> {
  const bundle = await importance(explanation)[displayKey]();
  return partCount(explanation) === 1 ? { ...bundle, [mime.text]: explanation.describe() } : bundle;
}
