import type { Model } from "../library/engine/model.ts";
import { predict } from "../library/engine/predict/predict.ts";
import { namesInWords, say } from "../library/ground/say.ts";
import { readImage } from "../library/inputFiles/readImage.node.ts";
import { type PreprocessingName, preprocessing } from "../library/signature/preprocessing.ts";
import type { ImageSpec } from "../library/signature/Signature.ts";
import { fitsChannels } from "../library/signature/UnknownPreprocessing.ts";
import { percent, tidyNumber } from "../payloads/number.ts";

/** How many classes are listed. */
const listed = 5;

/** The classes that a model names in one picture under one preset, the best first. */
interface Named {
  readonly index: number;
  readonly text: string;
}

/** What a model answers to pictures under each way to prepare them, a line each, and which ways they cannot tell apart. */
export async function pictureAnswers(model: Model, image: ImageSpec, files: readonly string[]): Promise<string[]> {
  const names = (Object.keys(preprocessing) as PreprocessingName[]).filter((name) =>
    fitsChannels(preprocessing[name].preprocess, image.channels),
  );
  const ways: [name: string, spec: ImageSpec][] = names.map((name) => [name, { ...image, ...preprocessing[name] }]);
  if (image.preprocess) ways.unshift([say`as known`, image]);
  const best = new Map<string, number[]>(ways.map(([name]) => [name, []]));
  const lines: string[] = [];
  const wide = Math.max(...ways.map(([name]) => name.length));
  for (const file of files) {
    lines.push("", file);
    for (const [name, spec] of ways) {
      const found = await namedIn(model, spec, file);
      best.get(name)?.push(found[0].index);
      lines.push(`  ${name.padEnd(wide)}  ${found.map(({ text }) => text).join(", ")}`);
    }
  }
  return [...lines, "", ...toldApart(best)];
}

async function namedIn(model: Model, spec: ImageSpec, file: string): Promise<Named[]> {
  const predictions = await predict(model, await readImage(file, spec));
  const { probabilities } = predictions;
  return predictions.top(listed).map(({ index, name, value }) => {
    const size = probabilities ? percent(value) : tidyNumber(value);
    return { index, text: name === String(index) ? say`${index} (${size})` : say`${index} ${name} (${size})` };
  });
}

/** Which ways name the same best class in every picture. */
function toldApart(best: ReadonlyMap<string, readonly number[]>): string[] {
  const groups = new Map<string, string[]>();
  for (const [name, classes] of best) groups.set(classes.join(), [...(groups.get(classes.join()) ?? []), name]);
  const same = [...groups.values()].filter((group) => group.length > 1);
  if (same.length === 0) {
    return [say`Each way names another best class: the right one is the one that names what is in the pictures.`];
  }
  return [
    ...same.map(
      (group) =>
        say`${namesInWords(group)} name the same best class in every picture: these pictures cannot tell them apart.`,
    ),
    say`A higher probability alone does not show which is right. Show more pictures, or look up how the model was trained.`,
  ];
}
