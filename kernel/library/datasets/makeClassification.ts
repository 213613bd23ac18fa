import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { createRandom, type Random } from "../math/random.ts";
import { numericColumns } from "../signature/columns.ts";
import { checkNames, type Names } from "../text/checkNames.ts";
import { Table } from "./table/Table.ts";

export interface MakeClassificationOptions {
  /** Rows (default 100). */
  nSamples?: number;
  /** Columns: informative, redundant, repeated, and the rest is noise (default 20). */
  nFeatures?: number;
  /** Columns that the classes differ in (default 2). */
  nInformative?: number;
  /** Columns that are mixed from the informative ones (default 2). */
  nRedundant?: number;
  /** Columns that are copies of those (default 0). */
  nRepeated?: number;
  /** Default 2. */
  nClasses?: number;
  /** Default 2. */
  nClustersPerClass?: number;
  /** Share of the rows whose class is drawn anew (default 0.01). */
  flipY?: number;
  /** Half the distance between clusters (default 1): larger is easier. */
  classSep?: number;
  /** Whether rows and columns are put in random order (default true); otherwise informative columns come first. */
  shuffle?: boolean;
  /** Default 42. */
  seed?: number;
}

const makeClassificationNames = {
  nSamples: true,
  nFeatures: true,
  nInformative: true,
  nRedundant: true,
  nRepeated: true,
  nClasses: true,
  nClustersPerClass: true,
  flipY: true,
  classSep: true,
  shuffle: true,
  seed: true,
} as const satisfies Names<MakeClassificationOptions>;

/**
 * A random classification problem, as scikit-learn's `make_classification`: clusters of normal points at corners of a
 * hypercube, each stretched by a matrix of its own; then mixed, copied and noise columns. The same recipe, other random
 * numbers: a seed does not give scikit-learn's rows.
 *
 * @throws OptionError for more clusters than corners, or more columns asked for than there are.
 * @example
 * const table = makeClassification({ nSamples: 1000, nFeatures: 10, seed: 42 });
 */
export function makeClassification(options: MakeClassificationOptions = {}): Table {
  checkNames("makeClassification()", makeClassificationNames, options);
  const { nSamples = 100, nFeatures = 20, nInformative = 2, nRedundant = 2, nRepeated = 0 } = options;
  const { nClasses = 2, nClustersPerClass = 2, flipY = 0.01, classSep = 1, shuffle = true, seed = 42 } = options;
  const wholes = { nSamples, nFeatures, nInformative, nRedundant, nRepeated, nClasses, nClustersPerClass };
  for (const [name, value] of Object.entries(wholes)) {
    const least = name === "nRedundant" || name === "nRepeated" ? 0 : 1;
    if (!Number.isInteger(value) || value < least)
      throw new OptionError(say`${name} is ${value}: give at least ${least}`);
  }
  const made = nInformative + nRedundant + nRepeated;
  if (made > nFeatures) {
    throw new OptionError(say`${made} informative, redundant and repeated columns do not fit into ${nFeatures}`);
  }
  const clusters = nClasses * nClustersPerClass;
  if (nInformative < 31 && 2 ** nInformative < clusters) {
    throw new OptionError(
      say`${clusters} clusters do not fit on the corners of ${nInformative} dimensions: raise nInformative`,
    );
  }
  const random = createRandom(seed);
  const matrix = (rows: number, columns: number) =>
    Float64Array.from({ length: rows * columns }, () => 2 * random.uniform() - 1);
  const values = new Float64Array(nSamples * nFeatures);
  const labels = new Int32Array(nSamples);
  const corners = drawCorners(clusters, nInformative, random);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const stretch = matrix(nInformative, nInformative);
    for (let row = cluster; row < nSamples; row += clusters) {
      labels[row] = cluster % nClasses;
      const point = Float64Array.from({ length: nInformative }, () => random.normal());
      const moved = times(point, stretch, nInformative);
      for (let i = 0; i < nInformative; i++) {
        values[row * nFeatures + i] = moved[i] + classSep * (2 * corners[cluster][i] - 1);
      }
    }
  }
  const mix = matrix(nInformative, nRedundant);
  const copied = Int32Array.from({ length: nRepeated }, () => random.integer(nInformative + nRedundant));
  for (let row = 0; row < nSamples; row++) {
    const own = values.subarray(row * nFeatures, (row + 1) * nFeatures);
    own.set(times(own.slice(0, nInformative), mix, nRedundant), nInformative);
    for (const [i, from] of copied.entries()) own[nInformative + nRedundant + i] = own[from];
    for (let i = made; i < nFeatures; i++) own[i] = random.normal();
    if (random.uniform() < flipY) labels[row] = random.integer(nClasses);
  }
  const order = shuffle ? random.permutation(nFeatures) : Int32Array.from({ length: nFeatures }, (_, i) => i);
  const table = new Table({
    values: Float64Array.from(values, (_, i) => values[i - (i % nFeatures) + order[i % nFeatures]]),
    columns: numericColumns(nFeatures),
    target: {
      name: "class",
      kind: "categorical",
      categories: Array.from({ length: nClasses }, (_, label) => String(label)),
      values: Float64Array.from(labels),
    },
  });
  return shuffle ? table.take(random.permutation(nSamples)) : table;
}

/** As many different corners of the unit cube. */
function drawCorners(count: number, dimensions: number, random: Random): Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  while (found.size < count) {
    const corner = Uint8Array.from({ length: dimensions }, () => random.integer(2));
    found.set(corner.join(""), corner);
  }
  return [...found.values()];
}

/** A row times a matrix `[row.length, columns]`. */
function times(row: Float64Array, matrix: Float64Array, columns: number): Float64Array {
  const product = new Float64Array(columns);
  for (let k = 0; k < row.length; k++) {
    for (let j = 0; j < columns; j++) product[j] += row[k] * matrix[k * columns + j];
  }
  return product;
}
