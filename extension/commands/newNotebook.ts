import type { Command } from "../glassbook.ts";
import { openNewNotebook } from "../notebook/openNotebook.ts";

export const newNotebook: Command = {
  id: "newNotebook",
  run: ({ kernels }) => openNewNotebook(kernels, [{ code: "" }]),
};
