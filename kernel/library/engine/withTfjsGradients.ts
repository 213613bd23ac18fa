import { GradientNotFoundError } from "../ground/errors.ts";
import type { Runner } from "./runner.ts";

/**
 * A compiled model whose gradients run on tfjs from the moment that one is asked for which the graph does not have
 * (that of an LSTM, say). `engine` and `reason` tell what ran last.
 */
export function withTfjsGradients(compiled: Runner, makeTfjs: (reason: string) => Runner): Runner {
  let tfjs: Runner | undefined;
  let last: Runner = compiled;
  const gradients: Runner["gradients"] = async (batch, options) => {
    if (!tfjs) {
      try {
        last = compiled;
        return await compiled.gradients(batch, options);
      } catch (error) {
        if (!(error instanceof GradientNotFoundError)) throw error;
        tfjs = makeTfjs(error.message);
      }
    }
    last = tfjs;
    return tfjs.gradients(batch, options);
  };
  const predict: Runner["predict"] = (batch, options) => {
    last = compiled;
    return compiled.predict(batch, options);
  };
  return {
    ...compiled,
    predict,
    gradients,
    get engine() {
      return last.engine;
    },
    get reason() {
      return last.reason;
    },
  };
}
