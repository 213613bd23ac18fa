import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { parseArgs } from "node:util";
import { notebookToHtml } from "../export/html.ts";
import { type InputFile, readInputFile } from "../library/datasets/readInputFile.node.ts";
import type { Table } from "../library/datasets/table/Table.ts";
import { describeModel } from "../library/engine/describeModel.ts";
import type { Model } from "../library/engine/model.ts";
import { runnerFor } from "../library/engine/runnerFor.ts";
import { language } from "../library/ground/language.ts";
import { displayKey, mime } from "../library/ground/mimeBundle.ts";
import { say } from "../library/ground/say.ts";
import { loadAny } from "../library/models/loadAny.node.ts";
import { type ExplainOptions, explain as explainAll } from "../library/report/explain.ts";
import { type MethodName, methodNamed, unknownMethod } from "../library/report/methods.ts";
import type { Report } from "../library/report/Report.ts";
import { type BaselineName, baselineNames, isBaselineName } from "../library/signature/Inputs.ts";
import { preprocessing } from "../library/signature/preprocessing.ts";
import { presetsInWords, UnknownPreprocessing } from "../library/signature/UnknownPreprocessing.ts";
import { startSession } from "../tensorflow/session.ts";
import { fenced } from "./fenced.ts";
import { writeOutput } from "./outputFile.ts";
import { describeByOptions, type PictureSettings, pictureParameters } from "./pictureOptions.ts";
import { stepProgress } from "./stepProgress.ts";
import { imageTaken } from "./takenImage.ts";
import { UsageError } from "./usage.ts";

/** Rows of a file that are explained where none are chosen, and rows of a table that stand for what is absent. */
const firstRows = 4;
const backgroundRows = 100;
const presets = Object.keys(preprocessing).join(", ");

export const explainHelp = () => say`glassbook explain MODEL INPUT… [options]

Explains a model's predictions by several methods, and says first whether they agree.

  MODEL                .onnx, or TensorFlow.js's model.json (or its folder)
  INPUT…               JPEG, PNG, WebP, .npy, .npz, idx or CSV files that fit the model
  --method M           a method by name; repeat it for more (default: those that fit the input)
  --target T           the class to explain, by number or name (default: the one predicted for each input)
  --out FILE           .png, .html, .json or .npz (.npz: one method only); repeat it for more
  --rows I,J           rows to explain, counted from 0, where a file has many (default: the first ${firstRows})
  --samples N          samples of the sampling methods, or "auto" (default 1000)
  --baseline B         what replaces removed features: a number, or of pictures black, white, gray, blurred or mean
                       (default 0; of photographs, blurred; of CSV files, values of other rows)
  --array NAME         the array to read from an .npz file
  --label COLUMN       the column of a CSV file that is not an input
  --invert             invert the brightness of images
  --preprocess NAME    how pictures were prepared for the model, where its file does not say it: ${presets}
  --mean A,B,C --std A,B,C   the same in numbers, red first: of bytes / 255, or of bytes where one is above 1
  --classes FILE       names of the classes, JSON or one on a line; or imagenet
  --seed N             seed of the sampling methods (default 0)

Exit status: 0, or 2 with a message if a file or an option is wrong.
`;

interface Settings extends PictureSettings {
  model: string;
  files: string[];
  out: string[];
  rows: number[] | undefined;
  array: string | undefined;
  label: string | undefined;
  invert: boolean;
  baseline: number | BaselineName | undefined;
  options: ExplainOptions;
}

/** `glassbook explain`: returns the exit status. */
export async function explain(parameters: string[], home: URL): Promise<number> {
  const settings = parse(parameters);
  const progress = stepProgress();
  return fenced(progress, async () => {
    await startSession();
    progress.report(say`Reading`);
    const model = await loadAny(settings.model);
    await describeByOptions(model, settings);
    const { inputs, background } = await readAll(model, settings, (note) => {
      progress.end();
      process.stderr.write(`${note}\n`);
    }).catch((error) => {
      throw error instanceof UnknownPreprocessing ? unknownPreprocessing(settings, parameters, error) : error;
    });
    const report = await explainAll(model, inputs, {
      ...settings.options,
      ...(settings.baseline !== undefined && { baselines: settings.baseline }),
      ...(background && settings.baseline === undefined && { background }),
      onProgress: (fraction) => progress.report(say`Explaining`, fraction),
    });
    progress.end();
    process.stdout.write(`${report.describe()}\n`);
    for (const file of settings.out) {
      await write(file, report, settings, home);
      process.stdout.write(`${say`wrote ${file}`}\n`);
    }
    return 0;
  });
}

function parse(parameters: string[]): Settings {
  const { values, positionals } = parseArgs({
    args: parameters,
    allowPositionals: true,
    options: {
      method: { type: "string", multiple: true },
      target: { type: "string" },
      out: { type: "string", multiple: true },
      rows: { type: "string" },
      samples: { type: "string" },
      baseline: { type: "string" },
      array: { type: "string" },
      label: { type: "string" },
      invert: { type: "boolean", default: false },
      seed: { type: "string" },
      ...pictureParameters,
    },
  });
  const [model, ...files] = positionals;
  if (model === undefined || files.length === 0) {
    throw new UsageError(say`expected a model and at least one input`, explainHelp());
  }
  const { method, out = [] } = values;
  const methods = method?.map((name): MethodName => {
    const found = methodNamed(name);
    if (found) return found;
    throw new UsageError(unknownMethod(name).message);
  });
  for (const file of out) {
    if (!(extname(file) in writers)) {
      throw new UsageError(say`--out is ${file}: expected a file name ending in ${Object.keys(writers).join(", ")}`);
    }
    if (extname(file) === ".npz" && methods?.length !== 1) {
      throw new UsageError(say`an .npz file holds one method's map: choose the method with --method`);
    }
  }
  const whole = (name: string, text: string | undefined) => {
    if (text === undefined || /^\d+$/.test(text)) return text === undefined ? undefined : Number(text);
    throw new UsageError(say`--${name} is ${text}: expected a whole number`);
  };
  const target = /^-?\d*$/.test(values.target ?? "") ? whole("target", values.target) : values.target;
  const seed = whole("seed", values.seed);
  const samples = values.samples === "auto" ? "auto" : whole("samples", values.samples);
  const baseline = readBaseline(values.baseline);
  const { array, label, invert, preprocess, mean, std, classes } = values;
  return {
    ...{ preprocess, mean, std, classes },
    model,
    files,
    out,
    rows: values.rows?.split(",").map((row) => whole("rows", row) ?? 0),
    array,
    label,
    invert,
    baseline,
    options: {
      locale: language(),
      methods: methods ?? "auto",
      ...(target !== undefined && { target }),
      ...(seed !== undefined && { seed }),
      ...(samples !== undefined && { nSamples: samples }),
    },
  };
}

function readBaseline(text: string | undefined): number | BaselineName | undefined {
  if (text === undefined || isBaselineName(text)) return text;
  const baseline = text === "" ? Number.NaN : Number(text);
  if (!Number.isNaN(baseline)) return baseline;
  throw new UsageError(say`--baseline is ${text}: expected a number, or one of ${baselineNames.join(", ")}`);
}

/** All inputs in one batch; of CSV files the table's rows with their columns, and some of them as background. */
async function readAll(model: Model, settings: Settings, note: (text: string) => void) {
  const { inputShape } = await runnerFor(model);
  const { image, isAssumed } = imageTaken(model, inputShape);
  const files = await Promise.all(
    settings.files.map((file) => readInputFile(file, { ...settings, inputShape, image, isAssumed })),
  );
  if (isAssumed && files.some(({ isOfBytes }) => isOfBytes)) {
    // What is shown and said of the pictures must not call unknown what was done to them.
    if (describeModel(model).inputs[0]?.kind === "image") describeModel(model, { inputs: preprocessing.unit });
    note(
      say`The model does not say how its pictures are prepared: bytes were divided by 255. Another way: --preprocess, or --mean and --std.`,
    );
  }
  for (const text of files.flatMap(({ notes }) => notes)) note(text);
  const [first] = files;
  if (isTable(first.inputs)) {
    if (files.length > 1) throw new UsageError(say`CSV files are explained one at a time`);
    const table = first.inputs;
    const rows = chosenRows(table.shape[0] ?? 0, settings, note);
    return { inputs: table.take(rows), background: table.dropMissing().slice(0, backgroundRows) };
  }
  const size = inputShape.reduce((all, length) => all * length, 1);
  const values = Float32Array.from(files.flatMap(({ inputs }) => Array.from(inputs.values)));
  const rows = chosenRows(values.length / size, settings, note);
  const chosen = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) chosen.set(values.subarray(row * size, (row + 1) * size), i * size);
  const names = files.flatMap(({ inputs }, i) => namesOf(settings.files[i] ?? "", inputs.values.length / size));
  const named = files.length > 1 && { names: rows.map((row) => names[row] ?? String(row)) };
  return { inputs: { values: chosen, shape: [rows.length, ...inputShape], ...named }, background: undefined };
}

/** What the inputs of one of several files are called. */
const namesOf = (file: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, row) => (count === 1 ? basename(file) : `${basename(file)} ${row}`));

/** The error with the command for each way, as it was typed, in place of the library's. */
function unknownPreprocessing(
  { model, files }: Settings,
  parameters: readonly string[],
  { channels }: UnknownPreprocessing,
): UsageError {
  const typed = parameters.map(quoted).join(" ");
  const table = presetsInWords(channels)
    .map(([name, words]) => `  ${words}\n    glassbook explain ${typed} --preprocess ${name}`)
    .join("\n");
  const picture = files.find((file) => !/\.(npy|npz|gz)$|ubyte$/i.test(file)) ?? say`PICTURE`;
  return new UsageError(
    say`${model} does not say how its pictures are prepared, and without that its answers mean nothing. Choose as it was trained:\n${table}\nor give --mean and --std. Not known? glassbook inspect ${model} --image ${picture} shows the answers for each.`,
  );
}

/** A word of a command line, as a shell takes it back. */
const quoted = (word: string) => (/^[\w./:=,@%+~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const isTable = (inputs: InputFile["inputs"]): inputs is Table => "columns" in inputs && "slice" in inputs;

function chosenRows(count: number, { rows, files }: Settings, note: (text: string) => void): number[] {
  const wrong = rows?.find((row) => row >= count);
  if (wrong !== undefined) throw new UsageError(say`--rows has ${wrong}: expected 0 to ${count - 1}`);
  if (rows) return rows;
  const wanted = Math.max(firstRows, files.length);
  if (count > wanted) note(say`${count} inputs; explaining the first ${wanted} (choose others with --rows).`);
  return Array.from({ length: Math.min(count, wanted) }, (_, row) => row);
}

type Write = (report: Report, settings: Settings, home: URL) => Promise<string | Uint8Array>;

const writers: Readonly<Record<string, Write>> = {
  ".png": async (report) => {
    const picture = (await report[displayKey]())[mime.png];
    if (typeof picture !== "string") throw new UsageError(say`rows of numbers have no picture: choose .html or .json`);
    return Buffer.from(picture, "base64");
  },
  ".html": async (report, { model, options }, home) => {
    const data = await report[displayKey]();
    const words = report
      .describe()
      .split("\n")
      .map((line) => line.replace(/^• /, "* "))
      .join("\n\n");
    const cell = { id: "report", cell_type: "code" as const, execution_count: null, metadata: {}, source: "" };
    const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
    const said = { id: "words", cell_type: "markdown" as const, metadata: {}, source: words };
    const notebook = { nbformat: 4 as const, nbformat_minor: 5, metadata: {}, cells: [{ ...cell, outputs }, said] };
    const rendererScript = await readFile(new URL("../renderers/page.entry.js", home), "utf8");
    return notebookToHtml(notebook, { rendererScript, title: basename(model), lang: options.locale ?? language() });
  },
  ".json": async (report) => `${JSON.stringify(report)}\n`,
  ".npz": async (report) => report.explanations[0].toNpz(),
};

async function write(file: string, report: Report, settings: Settings, home: URL): Promise<void> {
  const content = await writers[extname(file)]?.(report, settings, home);
  if (content !== undefined) await writeOutput(file, content);
}
