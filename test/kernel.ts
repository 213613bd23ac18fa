import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Compute } from "../kernel/host/ComputeProcess.ts";
import { type AnyMessage, isMessage, type MessageType } from "../kernel/protocol/message.ts";
import { root } from "./goldens.ts";

/** What a cell put out, in the order it came. */
export interface Ran {
  status: "ok" | "error";
  /** text/plain of the cell's value. */
  value: string | undefined;
  stdout: string;
  stderr: string;
  error: string | undefined;
  messages: AnyMessage[];
  types: MessageType[];
}

/** A compute process as the host starts it, for tests: `await kernel.run("1 + 1")`. */
export function startKernel(folder = root) {
  const script = pathToFileURL(join(root, "dist/kernel/interpreter/compute.js"));
  const compute = new Compute({ folder, script });
  const run = async (code: string): Promise<Ran> => {
    const messages: AnyMessage[] = [];
    const reply = await compute.execute(code, (message) => messages.push(message));
    const ran: Ran = {
      status: reply.status,
      value: undefined,
      stdout: "",
      stderr: "",
      error: undefined,
      messages,
      types: [],
    };
    for (const message of messages) {
      ran.types.push(message.header.msg_type);
      if (isMessage(message, "stream")) ran[message.content.name] += message.content.text;
      if (isMessage(message, "execute_result")) ran.value = String(message.content.data["text/plain"]);
      if (isMessage(message, "error")) ran.error = message.content.traceback.join("\n");
    }
    return ran;
  };
  return { run, compute, interrupt: () => compute.interrupt(), stop: () => compute.stop() };
}
