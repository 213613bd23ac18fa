import type { Command } from "../glassbook.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";

export const restart: Command = {
  id: "restart",
  needsTrust: true,
  run: async ({ kernels }, given) => {
    const notebook = notebookOrNote(given);
    if (notebook) await kernels.of(notebook).restart();
  },
};
