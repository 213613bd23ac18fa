import { TargetError } from "../../ground/errors.ts";
import { say } from "../../ground/say.ts";
import type { OutputSpec } from "../../signature/Signature.ts";
import { nearestNames } from "../../text/nearestNames.ts";

/**
 * Classes by their names as the numbers that they are; what is no name stays as it is.
 *
 * @throws TargetError for a name that no class of the output has, naming the nearest, or that several have.
 */
export function classNumbers<T>(given: T, spec: OutputSpec): T {
  if (typeof given === "string" && given !== "all") return numberOf(given, spec) as T;
  if (!Array.isArray(given) || !given.some((each) => typeof each === "string")) return given;
  return given.map((each) => (typeof each === "string" ? numberOf(each, spec) : each)) as T;
}

function numberOf(name: string, spec: OutputSpec): number {
  const names = "classNames" in spec ? (spec.classNames ?? []) : [];
  if (names.length === 0) {
    throw new TargetError(
      say`target is "${name}", but the model's classes have no names: give the class's number, or the names as classNames`,
    );
  }
  const found = names.flatMap((each, index) => (each === name ? [index] : []));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new TargetError(say`the classes ${found.join(", ")} are all called "${name}": give the number of one`);
  }
  const near = nearestNames(name, names).slice(0, 3);
  const meant = near.length > 0 ? near : names.filter((each) => each.includes(name)).slice(0, 3);
  throw new TargetError(
    meant.length > 0
      ? say`no class is called "${name}": did you mean ${meant.join(", ")}?`
      : say`no class is called "${name}": ${names.length} classes are known, from "${names[0]}" to "${names[names.length - 1]}"`,
  );
}
