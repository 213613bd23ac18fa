import type { ChildProcess } from "node:child_process";
import type { AnyMessage } from "../protocol/message.ts";

/** One end of a line that carries Jupyter messages, in order, losing none. */
export interface Door {
  send(message: AnyMessage): void;
  onMessage(listener: (message: AnyMessage) => void): void;
  onClose(listener: () => void): void;
}

/**
 * The door of a Node process to the one that forked it, or to one that it forked; forked with
 * `serialization: "advanced"` where messages carry buffers.
 */
export function ipcDoor(end: NodeJS.Process | ChildProcess): Door {
  return {
    send: (message) => {
      if (end.connected) end.send?.(message);
    },
    onMessage: (listener) => void end.on("message", (message) => listener(message as AnyMessage)),
    onClose: (listener) => void end.on("disconnect", listener),
  };
}
