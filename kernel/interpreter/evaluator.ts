import { Session } from "node:inspector";

/** How a cell's code ended: with its last expression's value, with what it threw, or terminated from outside. */
export type Outcome =
  | { kind: "value"; value: unknown }
  | { kind: "thrown"; error: unknown; line: number; column: number }
  | { kind: "terminated" };

interface RemoteObject {
  type: string;
  objectId?: string;
  value?: unknown;
  unserializableValue?: string;
}

interface EvaluateResult {
  result: RemoteObject;
  exceptionDetails?: { exception?: RemoteObject; text: string; lineNumber: number; columnNumber: number };
}

const releaseLater = setImmediate;
const sinkKey = Symbol.for("glassbook.sink");

/**
 * Runs code in V8's REPL mode on this thread: top-level await, redeclared `let` and `class`, live bindings across
 * cells. It has to be this thread's own session: only then can `Runtime.terminateExecution`, sent by a worker, stop it.
 */
export class Evaluator {
  readonly #session = new Session();
  #received: unknown;

  constructor() {
    this.#session.connect();
    Object.defineProperty(globalThis, sinkKey, {
      value: (value: unknown) => {
        this.#received = value;
      },
    });
  }

  /** `name` is the script's name in stack traces. */
  async run(code: string, name: string): Promise<Outcome> {
    const expression = `${code}\n//# sourceURL=${name}`;
    const parameters = { expression, replMode: true, awaitPromise: true, objectGroup: name };
    try {
      const { result, exceptionDetails } = await this.#post<EvaluateResult>("Runtime.evaluate", parameters);
      if (exceptionDetails) {
        const error = exceptionDetails.exception
          ? (await this.#object(exceptionDetails.exception)).value
          : exceptionDetails.text;
        return {
          kind: "thrown",
          error,
          line: exceptionDetails.lineNumber + 1,
          column: exceptionDetails.columnNumber + 1,
        };
      }
      return { kind: "value", ...(await this.#object(result)) };
    } catch (error) {
      // Node 20 says "Execution was terminated", Node 24 "Internal error", and neither says so for another reason.
      if (/terminated|-32603/i.test(String((error as Error).message))) return { kind: "terminated" };
      throw error;
    } finally {
      // After the outcome is on its way: nobody waits for it.
      releaseLater(() => this.#release(name));
    }
  }

  /** The inspector would keep what it has described, and the last thousand things that were logged. */
  #release(objectGroup: string): void {
    this.#session.post("Runtime.releaseObjectGroup", { objectGroup });
    this.#session.post("Runtime.discardConsoleEntries");
  }

  /** The JavaScript value behind what the inspector describes; boxed, since a promise must not be awaited here. */
  async #object(remote: RemoteObject): Promise<{ value: unknown }> {
    if (remote.objectId === undefined && remote.unserializableValue === undefined) return { value: remote.value };
    const { objectId, unserializableValue } = remote;
    await this.#post("Runtime.callFunctionOn", {
      functionDeclaration: "function (value) { globalThis[Symbol.for('glassbook.sink')](value) }",
      arguments: [objectId === undefined ? { unserializableValue } : { objectId }],
      executionContextId: 1,
    });
    const value = this.#received;
    this.#received = undefined;
    return { value };
  }

  #post<T>(method: string, parameters: object): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result as T)));
    });
  }
}
