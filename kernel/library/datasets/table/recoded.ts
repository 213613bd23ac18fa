import type { Column } from "../../signature/columns.ts";
import { inColumns } from "../../signature/inColumns.ts";
import { Table } from "./Table.ts";

/**
 * A table's rows as a model of these columns takes them: in their order, and with their codes.
 *
 * @param columns those of the table that the model was trained on.
 * @throws DataError that names the column that one of the two lacks, or the category that the model does not know.
 */
export function recoded(table: Table, columns: readonly Column[]): Table {
  const values = inColumns(table.values, table.columns, columns);
  return values ? new Table({ values, columns, target: table.target }) : table;
}
