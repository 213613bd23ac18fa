import type { Command } from "../glassbook.ts";
import { notebookOrNote } from "../notebook/activeNotebook.ts";

export const interrupt: Command = {
  id: "interrupt",
  run: ({ kernels }, given) => {
    const notebook = notebookOrNote(given);
    if (notebook) kernels.running(notebook)?.interrupt();
  },
};
