import { displayKey, heatmap } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { launchChromium } from "../chromium.ts";
import { explain } from "../display/fixture.ts";
import { openEditorPage } from "../renderers/editorPage.ts";

export interface Timed {
  task: string;
  milliseconds: number[];
  atMost: number;
}

const turns = 7;

/** From the output's arrival at the renderer until it is painted, in Chromium; each turn in a page of its own. */
export async function* rendererTasks(): AsyncGenerator<Timed> {
  const small = Array.from({ length: 10 }, (_, i) => explain(i % 8));
  const large = Array.from({ length: 10 }, (_, i) => photo(224, i));
  const browser = await launchChromium();
  const paint = async (explanations: Explanation[]) => {
    const payload = (await heatmap(explanations)[displayKey]())["application/vnd.glassbook.explanation.v1+json"];
    const milliseconds: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const editor = await openEditorPage(browser, "explanation");
      milliseconds.push(await editor.show(payload));
      await editor.page.context().close();
    }
    return milliseconds;
  };
  try {
    yield { task: "explanation view, 28 × 28, 10 methods", milliseconds: await paint(small), atMost: 300 };
    yield { task: "explanation view, 224 × 224", milliseconds: await paint(large.slice(0, 1)), atMost: 1000 };
    yield { task: "explanation view, 224 × 224, 10 methods", milliseconds: await paint(large), atMost: 1000 };
  } finally {
    await browser.close();
  }
}

function photo(size: number, seed: number): Explanation {
  const inputs = Float32Array.from({ length: size * size * 3 }, (_, i) => 0.5 + 0.5 * Math.sin(i / 997 + (i % 3)));
  const values = inputs.map((value, i) => value * Math.sin(i / (4000 + 100 * seed)));
  const shape = [1, size, size, 3];
  return explain(0, { inputs, values, shape, inputShape: shape });
}
