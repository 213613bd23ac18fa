import type { Model } from "../engine/model.ts";
import type { About } from "../explain/call/about.ts";
import type { Explainer } from "../explain/call/origin.ts";
import * as exported from "../explain/methods.ts";
import { OptionError, UnsupportedLayerError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import { nearestNames } from "../text/nearestNames.ts";

type MethodClass = { readonly about: About; readonly prototype: { attribute: unknown } };

/** Every method that `explain` knows by name: all that `glassbook/explain` exports. */
export type MethodName = {
  [K in keyof typeof exported]: (typeof exported)[K] extends MethodClass ? K : never;
}[keyof typeof exported];

const isMethodClass = (value: unknown): value is MethodClass =>
  typeof value === "function" &&
  "about" in value &&
  typeof (value.prototype as { attribute?: unknown }).attribute === "function";

export const methodsByName = Object.fromEntries(
  Object.entries(exported).filter(([, value]) => isMethodClass(value)),
) as unknown as Readonly<Record<MethodName, MethodClass>>;

export const isMethodName = (name: string): name is MethodName => Object.hasOwn(methodsByName, name);

/** What papers and other libraries call a method, where it is more than another spelling of its name. */
const otherNames: Readonly<Record<string, MethodName>> = {
  guidedig: "GuidedIntegratedGradients",
  blurig: "BlurIntegratedGradients",
};

/** The method that somebody means by a name, whatever its capitals and hyphens: `grad-cam`, `GuidedIG`. */
export function methodNamed(name: string): MethodName | undefined {
  const plain = name.replaceAll(/[^a-z]/gi, "").toLowerCase();
  return (
    otherNames[plain] ??
    Object.keys(methodsByName)
      .filter(isMethodName)
      .find((own) => own.toLowerCase() === plain)
  );
}

/** @throws OptionError that names the nearest method, or all. */
export function unknownMethod(name: string): OptionError {
  const near = methodNamed(name) ?? nearestNames(name, Object.keys(methodsByName))[0];
  return new OptionError(
    near === undefined
      ? say`there is no method ${name}: expected one of ${Object.keys(methodsByName).join(", ")}`
      : say`there is no method ${name}: did you mean ${near}?`,
  );
}

/**
 * A method by its name. NoiseTunnel goes over Saliency; a layer method looks at the layer that is named.
 *
 * @param layer for a layer method: the one that is named, or the model's last feature map (`lastFeatureMap`).
 * @param options what LimeTabular's constructor takes: the rows that its bins come from.
 * @throws UnsupportedLayerError for a layer method where no layer is named.
 */
export function makeMethod(
  name: MethodName,
  model: Model,
  layer: string | undefined,
  { trainingData }: { readonly trainingData?: unknown } = {},
): Explainer {
  const { [name]: Found } = methodsByName;
  const Made = Found as unknown as new (...parameters: unknown[]) => Explainer;
  if (Found === exported.NoiseTunnel) return new Made(new exported.Saliency(model));
  if (Found === exported.LimeTabular) return new Made(model, { trainingData });
  if (!Found.about.needs.layer) return new Made(model);
  if (layer === undefined) {
    throw new UnsupportedLayerError(
      say`${name} looks at one layer, and no layer of the model is known to give feature maps: name one, layers: { ${name}: "…" }`,
    );
  }
  return new Made(model, layer);
}
