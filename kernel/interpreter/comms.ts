import { randomUUID } from "node:crypto";
import type { Comm, CommListener, CommOpenListener } from "../library/ground/comm.ts";
import { say } from "../library/ground/say.ts";
import type { AnyMessage, Message } from "../protocol/message.ts";

type Incoming = Message<"comm_open"> | Message<"comm_msg"> | Message<"comm_close">;

/** Sends on behalf of whatever cell or handler is running. */
export type SendComm = (
  type: "comm_open" | "comm_msg" | "comm_close",
  content: { comm_id: string; data: Record<string, unknown>; target_name?: string },
  options: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] },
) => void;

interface Open {
  comm: Comm;
  onMessage: CommListener[];
  onClose: (() => void)[];
}

/** The lines that are open between cells and widgets in the front end. */
export class Comms {
  readonly #send: SendComm;
  readonly #open = new Map<string, Open>();
  readonly #targets = new Map<string, CommOpenListener>();

  constructor(send: SendComm) {
    this.#send = send;
  }

  create = (
    target: string,
    data: Record<string, unknown> = {},
    options: { metadata?: Record<string, unknown>; buffers?: Uint8Array[] } = {},
  ): Comm => {
    const { comm } = this.#add(randomUUID(), target);
    this.#send("comm_open", { comm_id: comm.id, target_name: target, data }, options);
    return comm;
  };

  onOpen = (target: string, listener: CommOpenListener): void => {
    this.#targets.set(target, listener);
  };

  /** What the front end sent; resolves when the cell's listeners are done. */
  async receive(message: Incoming): Promise<void> {
    const { comm_id, data } = message.content;
    const buffers = message.buffers ?? [];
    const type: AnyMessage["header"]["msg_type"] = message.header.msg_type;
    if (type === "comm_open" && "target_name" in message.content) {
      const { target_name } = message.content;
      const listener = this.#targets.get(target_name);
      // As the protocol has it: a target that nobody knows is closed at once.
      if (!listener) this.#send("comm_close", { comm_id, data: {} }, {});
      else await listener(this.#add(comm_id, target_name).comm, data, buffers);
      return;
    }
    const open = this.#open.get(comm_id);
    if (!open) return;
    if (type === "comm_msg") {
      for (const listener of open.onMessage) await listener(data, buffers);
    } else {
      this.#open.delete(comm_id);
      for (const listener of open.onClose) listener();
    }
  }

  #add(id: string, target: string): Open {
    const onMessage: Open["onMessage"] = [];
    const onClose: Open["onClose"] = [];
    const comm: Comm = {
      id,
      target,
      send: (data, buffers = []) => {
        if (!this.#open.has(id)) throw new Error(say`the comm to "${target}" is closed`);
        this.#send("comm_msg", { comm_id: id, data }, { buffers });
      },
      onMessage: (listener) => void onMessage.push(listener),
      onClose: (listener) => void onClose.push(listener),
      close: (data = {}) => {
        if (this.#open.delete(id)) this.#send("comm_close", { comm_id: id, data }, {});
      },
    };
    const open = { comm, onMessage, onClose };
    this.#open.set(id, open);
    return open;
  }
}
