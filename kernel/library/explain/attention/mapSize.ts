import type { ExplanationFields } from "../../explanation/Explanation.ts";
import { axesOf } from "../../signature/axes.ts";
import type { Call } from "../call/call.ts";
import { pictureOf } from "../call/pictureOf.ts";

/** Height and width of the picture that a map of places is laid over. */
export function mapSizeOf(call: Pick<Call, "rows" | "runner">): {
  readonly size: readonly [height: number, width: number];
  readonly finding: Partial<ExplanationFields>;
} {
  const { shape, finding } = pictureOf(call);
  const specs = call.runner.signature.inputs;
  const spec = finding.inputSpec ?? specs.find(({ name }) => name === call.rows.name) ?? specs[0];
  const axes = spec ? axesOf(spec) : [];
  const [height, width] = [axes.indexOf("height"), axes.indexOf("width")];
  if (height < 0 || width < 0) return { size: [shape[0] ?? 1, shape[1] ?? 1], finding };
  return { size: [shape[height], shape[width]], finding };
}
