import { displayKey, heatmap, mime } from "../../kernel/library/display/index.ts";
import type { Explanation } from "../../kernel/library/explanation/Explanation.ts";
import { explain, threeMaps } from "../display/fixture.ts";
import * as kinds from "../display/kinds.ts";
import { editorPages } from "./editorPages.ts";

const payloadOf = async (maps: Explanation[], locale: "en" | "zh-CN", more = {}) =>
  JSON.parse(JSON.stringify((await heatmap(maps, { locale, ...more })[displayKey]())[mime.explanation]));
describe("LOOK", () => {
  const { open } = editorPages("explanation");
  for (const locale of ["en", "zh-CN"] as const)
    for (const theme of ["light", "dark"] as const)
      it(`look ${locale} ${theme}`, async () => {
        const show = async (name: string, maps: Explanation[], width = 900) => {
          const editor = await open(await payloadOf(maps, locale), { locale, theme, width });
          await editor.page.screenshot({ path: `/tmp/views_shots/${name}-${locale}-${theme}.png`, fullPage: true });
        };
        await show("three", threeMaps());
        await show("series", [
          kinds.series(),
          kinds.series({
            about: { label: "Saliency", role: "sensitivity", signed: false },
            method: "Saliency",
            values: kinds.series().values.map(Math.abs),
          }),
        ]);
        await show("volume", [
          kinds.explained([1, 9, 16, 12], [3.2, 0.1, -1], { inputSpec: kinds.scan, outputSpec: kinds.embedding }),
        ]);
        await show("loan", [
          kinds.explained([4], [312.4], {
            inputs: Float32Array.of(42, 31.5, 1, 0.02),
            inputSpec: kinds.loan,
            outputSpec: kinds.price,
            output: "logit",
          }),
        ]);
        await show(
          "labels",
          [
            kinds.explained([4], [0.98, 0.12, 0.61], {
              inputs: Float32Array.of(0, 1, 2, 3),
              inputSpec: kinds.words,
              outputSpec: kinds.topics,
            }),
          ],
          360,
        );
        await show("roles", [
          explain(1, { about: { label: "Saliency", role: "sensitivity", signed: true } }),
          explain(1, {
            about: { label: "VarGrad", role: "variance", signed: false },
            values: explain(1).values.map((v) => v * v),
          }),
          explain(1, {
            about: { label: "Raw Attention", role: "attention", signed: false },
            values: explain(1).values.map(Math.abs),
          }),
          explain(1, {
            about: { label: "Grad-CAM", role: "localization", signed: false },
            values: explain(1).values.map(Math.abs),
          }),
        ]);
      });
});
