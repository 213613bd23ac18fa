import { withRemembered } from "../../signature/remembered.ts";
import type { Signature } from "../../signature/Signature.ts";
import { unknownSignature } from "../../signature/unknown.ts";
import { presentRunner } from "../present/presentRunner.ts";
import type { Runner } from "../runner.ts";

/** The runner of a model that brings its own, with what its user says of it; one that says nothing of itself is unknown. */
export function describedRunner(model: object, runner: Runner): Runner {
  const own: Signature | undefined = runner.signature;
  const read = own ?? unknownSignature(runner.inputShape, [runner.outputSize]);
  return presentRunner(runner, withRemembered(read, model, { raw: "probabilities" }), runner.outputSpec?.name);
}
