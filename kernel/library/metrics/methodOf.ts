import type { Model } from "../engine/model.ts";
import { OptionError } from "../ground/errors.ts";
import { say } from "../ground/say.ts";
import type { MapMaker } from "./sensitivityMax.ts";

/**
 * A method for any model: a class of `glassbook/explain`, or a function from a model to whatever makes maps.
 *
 * @example
 * const gradCam = (model) => new GradCam(model, "conv");
 */
export type MethodOf = (new (model: Model) => MapMaker) | ((model: Model) => MapMaker);

/** The method on this model. */
export function methodFor(method: MethodOf, model: Model): MapMaker {
  const made = isClass(method) ? new method(model) : method(model);
  if (typeof made?.attribute === "function") return made;
  throw new OptionError(
    say`a method is a class such as Saliency, or a function of a model: (model) => new GradCam(model, "conv")`,
  );
}

function isClass(method: MethodOf): method is new (model: Model) => MapMaker {
  if (typeof method !== "function") {
    throw new OptionError(
      say`${method === null ? "null" : typeof method} is not a method: give a class such as Saliency, or a function of a model: (model) => new GradCam(model, "conv")`,
    );
  }
  return typeof (method.prototype as { attribute?: unknown } | undefined)?.attribute === "function";
}
