import { Publisher, Reply, Router } from "zeromq";
import { type AnyMessage, parentId } from "../protocol/message.ts";
import { fromFrames, toFrames } from "../protocol/wire.ts";
import { address, type Connection } from "./connectionFile.ts";
import type { Door } from "./ipc.ts";

/** The door to Jupyter's front ends: five sockets. */
export interface ZmqDoor extends Door {
  /** Sends what is still to be sent, then closes the sockets. */
  close(): Promise<void>;
}

type RequestChannel = "shell" | "control" | "stdin";
type Sending = { socket: Router | Publisher; frames: Uint8Array[] };

/** A client that reads slowly or not at all must not lose, or cost the others, a message. */
const unlimited = { sendHighWaterMark: 0, linger: 2000 };

/**
 * Binds the sockets of a connection file.
 *
 * @param log gets a line for each message that was refused
 */
export async function zmqDoor(connection: Connection, log: (line: string) => void): Promise<ZmqDoor> {
  const { key } = connection;
  // A client that connects again under its name takes the old one's place.
  const router = () => new Router({ ...unlimited, receiveHighWaterMark: 0, handover: true });
  const routers = { shell: router(), control: router(), stdin: router() };
  const iopub = new Publisher(unlimited);
  const heartbeat = new Reply({ linger: 0 });
  const listeners: ((message: AnyMessage) => void)[] = [];
  /** Who asked, by the request's id, until the answer is sent. */
  const askers = new Map<string, Uint8Array[]>();

  await Promise.all([
    routers.shell.bind(address(connection, "shell_port")),
    routers.control.bind(address(connection, "control_port")),
    routers.stdin.bind(address(connection, "stdin_port")),
    iopub.bind(address(connection, "iopub_port")),
    heartbeat.bind(address(connection, "hb_port")),
  ]);

  const receive = async (channel: RequestChannel) => {
    for await (const frames of routers[channel]) {
      const received = fromFrames(frames, key, channel);
      if ("refused" in received) {
        log(`refused a message on ${channel}: ${received.refused}`);
        continue;
      }
      const { message, identities } = received;
      if (channel !== "stdin") askers.set(message.header.msg_id, identities);
      for (const listener of listeners) listener(message);
    }
  };
  for (const channel of ["shell", "control", "stdin"] as const) void receive(channel);

  const beat = async () => {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  };
  void beat().catch(() => {});

  const outbox = new Outbox(log);
  return {
    send(message) {
      const { channel } = message;
      if (channel === "iopub") {
        outbox.put({ socket: iopub, frames: toFrames(message, key, [topic(message)]) });
        return;
      }
      const request = parentId(message);
      const identities = request === undefined ? undefined : askers.get(request);
      if (!identities) return log(`nobody waits for ${message.header.msg_type}`);
      if (channel !== "stdin" && request !== undefined) askers.delete(request);
      outbox.put({ socket: routers[channel], frames: toFrames(message, key, identities) });
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: () => {},
    async close() {
      await outbox.empty();
      for (const socket of [...Object.values(routers), iopub, heartbeat]) socket.close();
    },
  };
}

/** Clients subscribe to everything; the topic only helps those who watch the wire. */
const topic = (message: AnyMessage) => Buffer.from(`kernel.${message.header.session}.${message.header.msg_type}`);

/** Sends one message at a time over all sockets: a socket takes no second send before the first, and order is kept. */
class Outbox {
  readonly #log: (line: string) => void;
  #waiting: Sending[] = [];
  #running: Promise<void> | undefined;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  put(sending: Sending): void {
    this.#waiting.push(sending);
    this.#running ??= this.#run();
  }

  async empty(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const { socket, frames } of batch) {
        // A client that went away is not the others' trouble.
        await socket.send(frames).catch((error: Error) => this.#log(`could not send: ${error.message}`));
      }
    }
    this.#running = undefined;
  }
}
