import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { parseArgs } from "node:util";
import { notebookToHtml } from "../export/html.ts";
import { parseNotebook } from "../export/nbformat.ts";
import { say } from "../library/ground/say.ts";
import { writeOutput } from "./outputFile.ts";
import { readNotebook } from "./readNotebook.ts";
import { UsageError } from "./usage.ts";

export const exportHelp = () => say`glassbook export NOTEBOOK.ipynb [--output FILE.html]

Turns a notebook and its saved outputs into one self-contained page with interactive charts, without running it.
`;

/** `glassbook export`: returns the exit status. */
export async function exportPage(parameters: string[], home: URL): Promise<number> {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: { output: { type: "string" } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(say`expected one notebook`, exportHelp());
  const notebook = parseNotebook(await readNotebook(file), file);
  const rendererScript = await readFile(new URL("../renderers/page.entry.js", home), "utf8");
  const output = values.output ?? `${basename(file, extname(file))}.html`;
  await writeOutput(output, notebookToHtml(notebook, { rendererScript }));
  process.stdout.write(`${say`wrote ${output}`}\n`);
  return 0;
}
