import type { ChildProcess } from "node:child_process";
import { type AnyMessage, isWellFormed } from "../protocol/message.ts";

/** One end of a line that carries Jupyter messages, in order, losing none. */
export interface Door {
  send(message: AnyMessage): void;
  onMessage(listener: (message: AnyMessage) => void): void;
  onClose(listener: () => void): void;
}

/** A door that also takes several messages at once, for one wake-up of the other side. */
export interface IpcDoor extends Door {
  send(messages: AnyMessage | AnyMessage[]): void;
}

/**
 * The door of a Node process to the one that forked it, or to one that it forked; forked with
 * `serialization: "advanced"` where messages carry buffers.
 */
export function ipcDoor(end: NodeJS.Process | ChildProcess): IpcDoor {
  return {
    send: (given) => {
      if (end.connected) end.send?.(given);
    },
    onMessage: (listener) => void end.on("message", (given) => deliver(given, listener)),
    onClose: (listener) => void end.on("disconnect", listener),
  };
}

/**
 * This process's door to the one that forked it, which no other code in it finds: packages that see an ipc channel speak
 * to whoever may be there (`process.send("ready")`), and listen.
 */
export function privateDoor(): IpcDoor {
  const send = process.send?.bind(process);
  const listeners: ((message: AnyMessage) => void)[] = [];
  const { emit, listenerCount } = process;
  // Node hands what comes from the channel to the process's listeners, if it has any; these are the kernel's alone.
  process.listenerCount = (name, ...given) =>
    name === "message" ? listeners.length : Reflect.apply(listenerCount, process, [name, ...given]);
  process.emit = ((name: string, ...given: unknown[]) => {
    if (name !== "message") return Reflect.apply(emit, process, [name, ...given]);
    for (const listener of listeners) deliver(given[0], listener);
    return true;
  }) as typeof process.emit;
  // Without listeners that Node knows, the channel would not keep the process alive.
  process.channel?.ref();
  Object.assign(process, { send: undefined, disconnect: undefined });
  return {
    send: (given) => {
      if (process.connected) send?.(given);
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void process.on("disconnect", listener),
  };
}

function deliver(given: unknown, listener: (message: AnyMessage) => void): void {
  for (const message of Array.isArray(given) ? given : [given]) if (isWellFormed(message)) listener(message);
}
