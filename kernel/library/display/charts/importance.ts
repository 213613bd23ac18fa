import { type BarOptions, barPlot } from "../../drawing/bar.ts";
import type { Explanation } from "../../explanation/Explanation.ts";
import { OptionError } from "../../ground/errors.ts";
import type { Displayable } from "../../ground/mimeBundle.ts";
import { say } from "../../ground/say.ts";
import { checkNames, type Names } from "../../text/checkNames.ts";
import { displayWords, outputWord } from "../words.ts";
import { type FeatureNames, featureOptionNames, meanSizes, readFeatures } from "./features.ts";
import { nameWithValue } from "./steps.ts";

export interface ImportanceOptions extends FeatureNames, Pick<BarOptions, "title" | "top"> {
  /** One map's own signed values in place of the mean over all. */
  index?: number;
}

const importanceNames = {
  ...featureOptionNames,
  title: true,
  top: true,
  index: true,
} as const satisfies Names<ImportanceOptions>;

/**
 * Which features count: the mean of |value| over the explained rows, as bars. With `index`, or of a single row, that
 * row's own values, signed.
 *
 * SHAP's bar plot.
 *
 * @throws ShapeError for a map of pixels without segments; OptionError for a map that is not there.
 * @example
 * display(importance(await new LinearShap(model, { background }).attribute(rows)));
 */
export function importancePlot(explanation: Explanation, options: ImportanceOptions = {}): Displayable {
  checkNames("importancePlot()", importanceNames, options);
  const features = readFeatures(explanation, options);
  const { title, top, index = features.rows.length === 1 ? 0 : undefined } = options;
  const row = index === undefined ? undefined : features.rows[index];
  if (index !== undefined && !row) {
    throw new OptionError(say`no map ${index}: the explanation has ${features.rows.length}`);
  }
  const shared = { ...(title && { title }), ...(top && { top }) };
  if (!row)
    return barPlot(meanSizes(features), {
      ...shared,
      labels: features.names,
      unit: displayWords().meanSize(outputWord(explanation)),
    });
  const labels = features.names.map((_, feature) => nameWithValue(features, row, feature));
  return barPlot(row.values, { ...shared, labels, unit: outputWord(explanation) });
}
