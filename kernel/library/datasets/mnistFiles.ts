/** One of the four files of the set. */
export interface MnistFile {
  readonly name: string;
  /** Of the unpacked bytes, hexadecimal. */
  readonly sha256: string;
  /** Of the published gzip file, for the progress bar. */
  readonly packedSize: number;
}

const file = (name: string, packedSize: number, sha256: string): MnistFile => ({ name, packedSize, sha256 });

/** The set of LeCun, Cortes and Burges (CC BY-SA 3.0), the smallest first, so that having no network is noticed early. */
export const mnistFiles = {
  testLabels: file("t10k-labels-idx1-ubyte", 4542, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
  trainLabels: file(
    "train-labels-idx1-ubyte",
    28881,
    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
  ),
  testImages: file(
    "t10k-images-idx3-ubyte",
    1648877,
    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
  ),
  trainImages: file(
    "train-images-idx3-ubyte",
    9912422,
    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
  ),
} as const;

/** Where the files are published; each is `<mirror><name>.gz`. */
export const mnistMirrors = [
  "https://storage.googleapis.com/cvdf-datasets/mnist/",
  "https://ossci-datasets.s3.amazonaws.com/mnist/",
];
