import { readFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { clearOutputs, collectOutput, newOutputState } from "../export/collectOutputs.ts";
import { notebookToHtml } from "../export/html.ts";
import { type CodeCell, type Notebook, parseNotebook, serializeNotebook } from "../export/nbformat.ts";
import { Compute } from "../host/ComputeProcess.ts";
import { language, setLanguage } from "../library/ground/language.ts";
import { languageOf } from "../library/ground/languageTag.ts";
import { say } from "../library/ground/say.ts";
import type { AnyMessage } from "../protocol/message.ts";
import { prepareOutput, writeOutput } from "./outputFile.ts";
import { readNotebook } from "./readNotebook.ts";
import { terminalProgress } from "./terminalProgress.ts";
import { UsageError } from "./usage.ts";

export const runHelp = () => say`glassbook run NOTEBOOK.ipynb [options]

Runs a notebook's cells in order, without an editor, and writes their outputs.

  --output FILE.ipynb  the executed notebook (default: out/NOTEBOOK.ipynb)
  --html FILE.html     one self-contained page with interactive charts
  --timeout S          seconds a cell may take before it is interrupted (default: no limit)
  --allow-errors       continue after a cell that failed; the exit status is 0 then

Outputs of cells tagged "summary" are printed at the end. Exit status: 0, 1 if a cell failed, 2 if the command was wrong.
`;

interface RunOptions {
  notebook: string;
  output: string;
  html: string | undefined;
  timeoutMs: number | undefined;
  allowErrors: boolean;
}

interface Failure {
  /** 1-based place among all cells. */
  number: number;
  traceback: string;
}

/** `glassbook run`: returns the exit status. */
export async function run(parameters: string[], home: URL): Promise<number> {
  const options = parseRunOptions(parameters);
  const started = performance.now();
  const text = await readNotebook(options.notebook);
  const notebook = clearOutputs(parseNotebook(text, options.notebook));
  const asked = languageOf(process.env.GLASSBOOK_LANGUAGE) ?? languageOf(notebook.metadata.locale);
  await setLanguage(asked ?? language());
  // An hour of results is no time to learn that they cannot be written.
  for (const file of [options.output, options.html]) if (file !== undefined) await prepareOutput(file);
  const failures = await runCells(notebook, options, home);
  const written = await writeResults(notebook, options, home);
  for (const { number, traceback } of failures)
    process.stderr.write(`\n${say`${options.notebook}: the code cell at position ${number} failed`}\n${traceback}\n`);
  process.stdout.write(summaries(notebook));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`\n${[...written.map((file) => say`wrote ${file}`), say`took ${seconds} s`].join("\n")}\n`);
  return failures.length > 0 && !options.allowErrors ? 1 : 0;
}

function parseRunOptions(parameters: string[]): RunOptions {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      output: { type: "string" },
      html: { type: "string" },
      timeout: { type: "string" },
      "allow-errors": { type: "boolean", default: false },
    },
  });
  const [notebook, ...more] = positionals;
  if (notebook === undefined || more.length > 0) throw new UsageError(say`expected one notebook`, runHelp());
  const timeout = values.timeout === undefined ? undefined : Number(values.timeout);
  if (timeout !== undefined && !(timeout > 0)) {
    throw new UsageError(say`--timeout is ${values.timeout}: expected a number of seconds above 0`);
  }
  return {
    notebook,
    output: values.output ?? join("out", `${basename(notebook, extname(notebook))}.ipynb`),
    html: values.html,
    timeoutMs: timeout && timeout * 1000,
    allowErrors: values["allow-errors"],
  };
}

async function runCells(notebook: Notebook, options: RunOptions, home: URL): Promise<Failure[]> {
  const failures: Failure[] = [];
  const state = newOutputState();
  const cells = notebook.cells.flatMap((cell, index) =>
    cell.cell_type === "code" && cell.source.trim() !== "" ? [{ cell, number: index + 1 }] : [],
  );
  const bar = terminalProgress(cells.length);
  const compute = new Compute({
    folder: resolve(dirname(options.notebook)),
    script: new URL("interpreter/compute.js", home),
  });
  const stop = interruptOnSignal(compute);
  try {
    for (const [done, { cell, number }] of cells.entries()) {
      bar.cell(done, cell.source);
      const onMessage = (message: AnyMessage) => {
        bar.message(message);
        collectOutput(state, cell, message);
      };
      const traceback = await runCell(compute, cell, onMessage, options.timeoutMs);
      if (traceback === undefined) continue;
      failures.push({ number, traceback });
      if (!options.allowErrors || stop.requested) break;
    }
  } finally {
    bar.end();
    stop.forget();
    await compute.stop();
  }
  return failures;
}

/** Returns the traceback of a cell that failed. */
async function runCell(
  compute: Compute,
  cell: CodeCell,
  onMessage: (message: AnyMessage) => void,
  timeoutMs: number | undefined,
): Promise<string | undefined> {
  let timedOut = false;
  const timer =
    timeoutMs &&
    setTimeout(() => {
      timedOut = true;
      compute.interrupt();
    }, timeoutMs);
  try {
    const reply = await compute.execute(cell.source, onMessage);
    if (reply.status === "ok") return undefined;
    const why = timedOut ? `${say`the cell took longer than ${(timeoutMs ?? 0) / 1000} s (--timeout)`}\n` : "";
    return why + reply.traceback.join("\n");
  } catch (error) {
    const { name, message } = error as Error;
    cell.outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] });
    return `${name}: ${message}`;
  } finally {
    clearTimeout(timer);
  }
}

/** Ctrl-C, a scheduler's limit, a terminal that closes. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal interrupts the running cell, so that what had run is still written; a second one ends the process. */
function interruptOnSignal(compute: Compute): { requested: boolean; forget(): void } {
  const forget = () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
  const state = { requested: false, forget };
  const onSignal = (_: NodeJS.Signals, number: number) => {
    if (state.requested) process.exit(128 + number);
    state.requested = true;
    compute.interrupt();
  };
  for (const signal of signals) process.on(signal, onSignal);
  return state;
}

async function writeResults(notebook: Notebook, options: RunOptions, home: URL): Promise<string[]> {
  notebook.metadata.kernelspec = { name: "glassbook", display_name: "TypeScript (Glassbook)", language: "typescript" };
  notebook.metadata.language_info = { name: "typescript", file_extension: ".ts", mimetype: "text/typescript" };
  await writeOutput(options.output, serializeNotebook(notebook));
  if (options.html === undefined) return [options.output];
  const rendererScript = await readFile(new URL("../renderers/page.entry.js", home), "utf8");
  await writeOutput(options.html, notebookToHtml(notebook, { rendererScript }));
  return [options.output, options.html];
}

/** The text that cells tagged "summary" put out. */
function summaries(notebook: Notebook): string {
  const tagged = notebook.cells.filter(
    (cell): cell is CodeCell =>
      cell.cell_type === "code" && Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes("summary"),
  );
  const texts = tagged.flatMap(({ outputs }) => outputs.map(outputText));
  return texts.length > 0 ? `\n${texts.join("\n").trim()}\n` : "";
}

function outputText(output: CodeCell["outputs"][number]): string {
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return output.traceback.join("\n");
  return String(output.data["text/plain"] ?? "");
}
