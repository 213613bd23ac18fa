import type { DisplayContent } from "../../kernel/protocol/message.ts";

/** One output of a cell, before it becomes the editor's. */
export type CellOutput =
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "error"; name: string; message: string; stack: string }
  | { kind: "display"; items: OutputItem[]; metadata: Record<string, unknown> };

/** One form of an output. */
export interface OutputItem {
  mime: string;
  data: Uint8Array;
}

export function errorOutput(name: string, message: string, stack: string): CellOutput {
  return { kind: "error", name, message, stack: stack || `${name}: ${message}` };
}

/** `metadata` is what VS Code's own reader and writer of `.ipynb` keeps there, so that the file is Jupyter's. */
export function displayOutput(
  outputType: "display_data" | "execute_result",
  { data, metadata, execution_count }: DisplayContent & { execution_count?: number },
): CellOutput {
  return {
    kind: "display",
    items: Object.entries(data).map(([mime, value]) => ({ mime, data: bytes(mime, value) })),
    metadata: {
      outputType,
      metadata,
      ...(execution_count !== undefined && { executionCount: execution_count }),
    },
  };
}

const encoder = new TextEncoder();

/** Jupyter's base64 for pictures; JSON for what is JSON; text else. */
function bytes(mime: string, value: unknown): Uint8Array {
  if (typeof value !== "string") return encoder.encode(JSON.stringify(value));
  const binary = /^(image|audio|video)\//.test(mime) && mime !== "image/svg+xml";
  return binary ? Buffer.from(value, "base64") : encoder.encode(value);
}
