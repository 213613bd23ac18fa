import { imageNetModel } from "../../kernel/library/models/imageNetModel.node.ts";
import { explain } from "../../kernel/library/report/explain.ts";
import type { MethodName } from "../../kernel/library/report/methods.ts";
import { inputsOf, interval, otherOrders, type Score, scoreOf } from "../photographs/measure.ts";
import { photographs } from "../photographs/objects.ts";

/** The defaults, and what else can be asked of a photograph. */
const methods: readonly MethodName[] = [
  "GradCam",
  "KernelShap",
  "LayerCam",
  "HiResCam",
  "GradCamPlusPlus",
  "Lime",
  "FeatureAblation",
  "PartitionShap",
  "Rise",
  "Occlusion",
  "Xrai",
  "IntegratedGradients",
  "BlurIntegratedGradients",
  "GuidedIntegratedGradients",
  "DeepLift",
  "InputXGradient",
  "Saliency",
  "NoiseTunnel",
];
const seeds = [1, 2, 3, 4, 5];

/** Deletion, insertion and the pointing game of every method on photographs: the table of docs/pictures.md. */
export async function run(): Promise<void> {
  const model = await imageNetModel();
  const scores = new Map<string, Score[]>();
  const keep = (name: string, score: Score) => scores.set(name, [...(scores.get(name) ?? []), score]);
  const passes = new Map<string, number>();
  for (const photograph of await photographs(model)) {
    const inputs = inputsOf(photograph);
    const { explanations } = await explain(model, inputs, {
      methods,
      target: photograph.class,
      options: { NoiseTunnel: { nSamples: 20 } },
    });
    for (const explanation of explanations) {
      passes.set(explanation.method, explanation.modelPasses);
      keep(explanation.method, await scoreOf(model, explanation, photograph));
    }
    const shap = explanations.find(({ method }) => method === "KernelShap") ?? explanations[0];
    const { center, random } = otherOrders(shap, seeds);
    keep("Center", await scoreOf(model, center, photograph));
    const each = await Promise.all(random.map((order) => scoreOf(model, order, photograph)));
    const mean = (of: "deletion" | "insertion") => each.reduce((sum, score) => sum + score[of], 0) / each.length;
    keep("Random", { deletion: mean("deletion"), insertion: mean("insertion"), points: each[0].points });
    console.error(photograph.name);
  }
  const rows = [...scores].map(([name, own]) => {
    const shown = (of: "deletion" | "insertion") => {
      const base = scores.get("Center") ?? [];
      const mean = own.reduce((sum, score) => sum + score[of], 0) / own.length;
      if (name === "Center") return mean.toFixed(3);
      const { mean: by, low, high } = interval(own.map((score, i) => score[of] - base[i][of]));
      const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;
      return `${mean.toFixed(3)} (${signed(by)}, ${signed(low)} to ${signed(high)})`;
    };
    const hits = own.filter(({ points }) => points).length;
    return {
      name,
      insertion: own.reduce((sum, score) => sum + score.insertion, 0),
      line: `| ${name} | ${shown("deletion")} | ${shown("insertion")} | ${hits} of ${own.length} | ${passes.get(name) ?? ""} |`,
    };
  });
  console.log(
    "| method | deletion, less is better | insertion, more is better | pointing game | evaluations |\n| --- | --- | --- | --- | --- |",
  );
  for (const { line } of rows.sort((a, b) => b.insertion - a.insertion)) console.log(line);
}
