import { createHash } from "node:crypto";
import type { MimeBundle } from "../library/ground/cell.ts";
import { say } from "../library/ground/say.ts";
import type { DebugReply, DebugRequest } from "../protocol/message.ts";
import { oneLine, preview } from "./preview.ts";
import { TensorPart } from "./tensorPart.ts";
import { typeName } from "./typeName.ts";
import { hasParts, partsOf, Rest, Unread } from "./variableParts.ts";

export interface VariableSource {
  /** The names that cells declared, and their values. */
  variables(): Promise<Map<string, unknown>>;
  show(value: unknown): MimeBundle | Promise<MimeBundle>;
}

/**
 * Answers the Debug Adapter Protocol as far as a variable view needs it: Jupyter's `inspectVariables` and
 * `richInspectVariables`, and `variables` to look into a value. There are no breakpoints: JupyterLab, which offers a
 * margin for them once the view is on, is told that none was set.
 */
export class Variables {
  readonly #source: VariableSource;
  /** Values that were shown with children, by reference; those of the last list alone. */
  #values: unknown[] = [];
  /** Whether a front end has turned the view on; JupyterLab shows it as on from the start otherwise. */
  #attached = false;

  constructor(source: VariableSource) {
    this.#source = source;
  }

  async answer({ seq, command, arguments: given = {} }: DebugRequest): Promise<DebugReply> {
    const reply = { type: "response" as const, request_seq: seq, seq, command };
    const answer = this.#commands[command];
    if (!answer) return { ...reply, success: false, message: `Glassbook shows variables; it does not know ${command}` };
    try {
      return { ...reply, success: true, body: await answer(given) };
    } catch (error) {
      return { ...reply, success: false, message: (error as Error).message };
    }
  }

  readonly #commands: Record<string, (given: Record<string, unknown>) => Promise<Record<string, unknown>>> = {
    initialize: async () => ({ supportsConfigurationDoneRequest: true, supportsSetVariable: false }),
    attach: async () => this.#attach(true),
    disconnect: async () => this.#attach(false),
    configurationDone: async () => ({}),
    dumpCell: async ({ code }) => ({
      sourcePath: `cell-${createHash("sha256").update(String(code)).digest("hex")}.ts`,
    }),
    setBreakpoints: async () => ({ breakpoints: [] }),
    setExceptionBreakpoints: async () => ({ breakpoints: [] }),
    threads: async () => ({ threads: [] }),
    stackTrace: async () => ({ stackFrames: [], totalFrames: 0 }),
    scopes: async () => ({ scopes: [] }),
    modules: async () => ({ modules: [], totalModules: 0 }),
    debugInfo: async () => ({
      isStarted: this.#attached,
      hashMethod: "Murmur2",
      hashSeed: 0,
      tmpFilePrefix: "",
      tmpFileSuffix: ".ts",
      breakpoints: [],
      stoppedThreads: [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: false,
    }),
    inspectVariables: async () => {
      this.#values = [];
      const variables = [...(await this.#source.variables())];
      return { variables: await Promise.all(variables.map(([name, value]) => this.#describe(name, value))) };
    },
    richInspectVariables: async ({ variableName }) => {
      const variables = await this.#source.variables();
      const name = String(variableName);
      if (!variables.has(name)) throw new Error(say`no cell has declared ${name}`);
      return { data: await this.#source.show(variables.get(name)), metadata: {} };
    },
    variables: async ({ variablesReference }) => {
      const parts = await partsOf(this.#values[Number(variablesReference) - 1]);
      return { variables: await Promise.all(parts.map(([name, part]) => this.#describe(name, part))) };
    },
  };

  #attach(attached: boolean): Record<string, never> {
    this.#attached = attached;
    return {};
  }

  async #describe(name: string, value: unknown): Promise<Record<string, unknown>> {
    const variablesReference = hasParts(value) ? this.#values.push(value) : 0;
    const [type, text] = await typeAndText(value);
    return { name: oneLine(name), value: text, type, evaluateName: name, variablesReference };
  }
}

async function typeAndText(value: unknown): Promise<[type: string, text: string]> {
  if (value instanceof Rest) return ["", ""];
  if (value instanceof Unread) return ["", value.why];
  return [value instanceof TensorPart ? "Tensor" : oneLine(typeName(value)), await preview(value)];
}
