import type { ChildProcess } from "node:child_process";
import type { AnyMessage } from "../protocol/message.ts";

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
    onMessage: (listener) =>
      void end.on("message", (given) => {
        for (const message of Array.isArray(given) ? given : [given]) listener(message as AnyMessage);
      }),
    onClose: (listener) => void end.on("disconnect", listener),
  };
}
