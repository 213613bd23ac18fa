import { extname } from "node:path";
import { DataError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { type NpyArray, parseNpy } from "../inputFiles/npy.ts";
import { pictureInput } from "../inputFiles/pictureInput.ts";
import { isPicture } from "../inputFiles/rawPicture.node.ts";
import { unzip } from "../inputFiles/unzip.node.ts";
import type { Inputs } from "../signature/Inputs.ts";
import type { ImageSpec } from "../signature/Signature.ts";
import { fitTo } from "./fitTo.ts";
import { parseIdx } from "./idx.ts";
import { readUnpacked } from "./loadIdx.node.ts";
import { tabular } from "./tabular.node.ts";

/** What a model takes, and which of a file's rows are wanted. */
export interface InputFileOptions {
  /** Of one input. */
  readonly inputShape: readonly number[];
  /** What is known of it where it is a picture; how its numbers come out of bytes must be. */
  readonly image?: ImageSpec | undefined;
  /** Whether that preprocessing is a guess: numbers outside its range are then no error. Default false. */
  readonly isAssumed?: boolean | undefined;
  /** The array of an `.npz` file; needed where it has several and none called inputs, images, x or X. */
  readonly array?: string | undefined;
  /** Column of a CSV file that holds the label, and is no input. */
  readonly label?: string | undefined;
  /** Dark on light, where the model has learnt light on dark. */
  readonly invert?: boolean | undefined;
}

/** Inputs out of a file. */
export interface InputFile {
  readonly inputs: Exclude<Inputs, { dataSync: unknown }> & { readonly values: ArrayLike<number> };
  /** Whether the file held bytes, 0 to 255, and no numbers of the model's own. */
  readonly isOfBytes: boolean;
  /** What was done to them, a sentence each. */
  readonly notes: readonly string[];
}

/** Names under which inputs are looked for in an `.npz` file, in this order. */
const usual = ["inputs", "images", "x", "X", "x_test"];

/**
 * Reads inputs for a model: PNG, JPEG and WebP pictures, NumPy's `.npy` and `.npz`, idx (also gzipped), CSV. Bytes become
 * the model's numbers by its preprocessing, pictures are brought to its size, missing batch and channel axes are added.
 *
 * @throws UnknownPreprocessing where bytes are read and nobody says how; DataError for a file that is missing, damaged, of another kind, or does not fit the model.
 * @example
 * const { inputs } = await readInputFile("seven.png", { inputShape: [28, 28, 1] });
 */
export async function readInputFile(file: string, options: InputFileOptions): Promise<InputFile> {
  const ending = extname(file.replace(/\.gz$/, "")).toLowerCase();
  const bytes = await readUnpacked(file);
  if (ending === ".csv" || ending === ".tsv") return readTable(file, options);
  if (isPicture(bytes)) return readPicture(bytes, file, options);
  if (ending === ".npy") return fitTo(plain(parseNpy(bytes, file)), file, options);
  if (ending === ".npz") return fitTo(plain(arrayIn(bytes, file, options.array)), file, options);
  if (bytes[0] === 0 && bytes[1] === 0) {
    const { values, shape } = parseIdx(bytes, file);
    return fitTo({ values: Float32Array.from(values), shape, isBytes: true }, file, options);
  }
  throw new DataError(say`${file} is an unsupported file type: use PNG, JPEG, WebP, .npy, .npz, idx or .csv`);
}

const plain = ({ values, shape, type }: NpyArray) => ({ values, shape, isBytes: type === "u1" });

function readPicture(bytes: Uint8Array, file: string, { image, inputShape, invert }: InputFileOptions): InputFile {
  if (!image) {
    throw new DataError(
      say`${file} is a picture, but the model takes [${inputShape.join(", ")}]: give its numbers as an array`,
    );
  }
  const { values, notes } = pictureInput(bytes, file, image, { invert });
  return {
    inputs: { values, shape: [1, ...inputShape] },
    isOfBytes: true,
    notes: notes.map((note) => `${file}: ${note}`),
  };
}

function arrayIn(bytes: Uint8Array, file: string, wanted: string | undefined): NpyArray {
  const files = unzip(bytes, file);
  const names = [...files.keys()].map((name) => name.replace(/\.npy$/, ""));
  const name = wanted ?? (names.length === 1 ? names[0] : usual.find((known) => names.includes(known)));
  const found = name === undefined ? undefined : files.get(`${name}.npy`);
  if (!found || name === undefined) {
    throw new DataError(
      wanted === undefined
        ? say`${file} has several arrays: choose one of ${names.join(", ")} (--array)`
        : say`${file} has no array ${wanted}: choose one of ${names.join(", ")} (--array)`,
    );
  }
  return parseNpy(found, `${name} in ${file}`);
}

async function readTable(file: string, { inputShape, label }: InputFileOptions): Promise<InputFile> {
  const table = await tabular.load(file, label === undefined ? {} : { target: label });
  const size = inputShape.reduce((all, length) => all * length, 1);
  if (inputShape.length !== 1 || table.columns.length !== size) {
    const [count, names] = [table.columns.length, table.columns.map(({ name }) => name).join(", ")];
    throw new DataError(
      count === size + 1
        ? say`${file} has ${count} columns (${names}), but the model takes ${size}: name the label's column (--label)`
        : say`${file} has ${count} columns (${names}), but the model takes [${inputShape.join(", ")}]`,
    );
  }
  return { inputs: table, isOfBytes: false, notes: [] };
}
