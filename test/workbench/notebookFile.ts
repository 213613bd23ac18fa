/** What a code cell of a notebook file holds; outputs as Jupyter writes them. */
export interface FileCell {
  source: string;
  outputs?: unknown[];
}

/** A notebook file of TypeScript cells, as Jupyter would write it. */
export function notebookFile(cells: readonly (string | FileCell)[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "glassbook", display_name: "TypeScript (Glassbook)", language: "typescript" } },
    cells: cells.map((cell, i) => {
      const { source, outputs = [] } = typeof cell === "string" ? { source: cell } : cell;
      return { id: `cell-${i}`, cell_type: "code", execution_count: null, metadata: {}, source, outputs };
    }),
  });
}
