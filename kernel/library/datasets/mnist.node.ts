import { dirname } from "node:path";
import { currentCell } from "../ground/cell.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { drawnDigits } from "./digitsInput.ts";
import { Unreachable } from "./download.node.ts";
import { embeddedDigits } from "./embeddedDigits.node.ts";
import { parseIdx } from "./idx.ts";
import type { ImageSet } from "./imageSet.ts";
import { imageSetOf } from "./loadIdx.node.ts";
import { type MnistFile, mnistFiles } from "./mnistFiles.ts";
import { type DownloadProgress, fromCacheOrMirror, fromFolder, type ReadMnistFile } from "./mnistSource.node.ts";

export interface MnistOptions {
  /** How many of the 60,000 training digits are set apart, the last ones. A whole number, default 5,000; 0 for none. */
  validation?: number;
  /** Stops a download; what has come is kept, and the next one goes on from there. Default: the running cell's. */
  signal?: AbortSignal;
  /** Hears of a download, chunk by chunk. The running cell's progress bar does in any case. */
  onProgress?: (progress: DownloadProgress) => void;
}

const mnistNames = { validation: true, signal: true, onProgress: true } as const satisfies Names<MnistOptions>;

export interface Mnist {
  train: ImageSet;
  /** Empty with `validation: 0`. */
  validation: ImageSet;
  test: ImageSet;
  /** Where the digits came from, in a few words. */
  source: string;
}

const trainingDigits = 60_000;

async function load(options: MnistOptions = {}): Promise<Mnist> {
  checkNames("mnist.load()", mnistNames, options);
  const { validation = 5000, signal, onProgress } = options;
  if (!Number.isInteger(validation) || validation < 0 || validation >= trainingDigits) {
    throw new OptionError(say`validation is ${validation}: expected a whole number from 0 to ${trainingDigits - 1}.`);
  }
  const cell = currentCell();
  if (process.env.GLASSBOOK_DATA) return split(await readAll(fromFolder(process.env.GLASSBOOK_DATA)), validation);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const read = fromCacheOrMirror({
    signal: AbortSignal.any([cell.signal, ...(signal ? [signal] : [])]),
    onProgress(progress) {
      const { received, total } = progress;
      cell.progress(received / total, say`Downloading MNIST: ${megabytes(received)} of ${megabytes(total)} MB`);
      onProgress?.(progress);
    },
  });
  try {
    return split(await readAll(read), validation);
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const digits = embeddedDigits(validation / trainingDigits);
    console.warn(say`MNIST cannot be downloaded: ${error.message}. Using ${digits.source} instead.`);
    return digits;
  }
}

interface Loaded {
  train: ImageSet;
  test: ImageSet;
  source: string;
}

function split({ train, test, source }: Loaded, validation: number): Mnist {
  const begin = train.size - validation;
  return { train: train.slice(0, begin), validation: train.slice(begin), test, source };
}

async function readAll(read: ReadMnistFile): Promise<Loaded> {
  const parsed = async (file: MnistFile) => {
    const { path, bytes } = await read(file);
    return { path, array: parseIdx(bytes, path) };
  };
  // The small files first: so that having no network is noticed early.
  const [testLabels, trainLabels] = [await parsed(mnistFiles.testLabels), await parsed(mnistFiles.trainLabels)];
  const [test, train] = [await parsed(mnistFiles.testImages), await parsed(mnistFiles.trainImages)];
  return {
    train: imageSetOf(train.array, trainLabels.array, train.path, trainLabels.path, drawnDigits),
    test: imageSetOf(test.array, testLabels.array, test.path, testLabels.path, drawnDigits),
    source: dirname(train.path),
  };
}

/** MNIST: 70,000 handwritten digits, 28 × 28 gray pixels, by LeCun, Cortes and Burges (CC BY-SA 3.0). */
export const mnist = {
  /**
   * Loads the digits: 55,000 to train on, 5,000 to validate with and 10,000 to test, as published.
   *
   * From, in this order: the folder `GLASSBOOK_DATA` (the four idx files, gzipped or not), the cache (`GLASSBOOK_CACHE`,
   * default the system's cache folder), a download of 11.6 MB into it (`GLASSBOOK_MNIST_URL` instead of the public
   * mirrors). Each is checked by SHA-256. Where nothing can be fetched, 10,000 real digits that come with the package
   * serve, and a line says so: 8,000 to train on, 1,000 to validate with and 1,000 to test (2,000 with `validation: 0`).
   *
   * @throws DataError where a file is missing from `GLASSBOOK_DATA`, damaged or cut off: names file, expected and found.
   * @throws OptionError where `validation` is out of range.
   * @example
   * const { train, validation, test, source } = await mnist.load();
   * console.log(train.size, source);
   */
  load,
};
