import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dealer, Request, Subscriber } from "zeromq";
import {
  type AnyMessage,
  type Contents,
  type Message,
  type MessageType,
  messageFactory,
  parentId,
} from "../../kernel/protocol/message.ts";
import { fromFrames, toFrames } from "../../kernel/protocol/wire.ts";
import { address, type Connection } from "../../kernel/transport/connectionFile.ts";
import { root } from "../goldens.ts";

/** What answered a request: its reply, and what was published for it until `idle`. */
export interface Answer {
  reply: AnyMessage;
  published: AnyMessage[];
  /** All that was written to stdout. */
  stdout: string;
}

/** A kernel process with its connection file, as a Jupyter server starts it. */
export interface KernelProcess {
  connection: Connection;
  process: ChildProcess;
  stderr(): string;
  stop(): Promise<void>;
}

export async function startKernelProcess(env: NodeJS.ProcessEnv = {}): Promise<KernelProcess> {
  const folder = mkdtempSync(join(tmpdir(), "glassbook-jupyter-"));
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts(5);
  const connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
  } as Connection;
  const file = join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection));
  const main = join(root, "dist/kernel/main.js");
  const child = spawn(process.execPath, [main, "kernel", "--connection-file", file], {
    cwd: folder,
    env: { ...process.env, GLASSBOOK_CACHE: folder, ...env },
    stdio: ["ignore", "inherit", "pipe"],
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    connection,
    process: child,
    stderr: () => stderr,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A front end: sockets as jupyter_client has them. */
export class JupyterClient {
  readonly #connection: Connection;
  readonly #message = messageFactory(randomUUID(), "test");
  readonly #identity = randomUUID();
  readonly sockets = { shell: this.#dealer(), control: this.#dealer(), stdin: this.#dealer() };
  readonly #iopub = new Subscriber({ receiveHighWaterMark: 0 });
  readonly heartbeat = new Request({ receiveTimeout: 5000 });
  readonly #listeners = new Set<(message: AnyMessage) => void>();
  #sent: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.sockets[channel].connect(address(connection, `${channel}_port`));
      void this.#receive(channel, this.sockets[channel]);
    }
    this.#iopub.connect(address(connection, "iopub_port"));
    this.#iopub.subscribe();
    void this.#receive("iopub", this.#iopub);
    this.heartbeat.connect(address(connection, "hb_port"));
  }

  #dealer(): Dealer {
    return new Dealer({ routingId: this.#identity, receiveHighWaterMark: 0, linger: 0 });
  }

  async #receive(channel: "shell" | "control" | "stdin" | "iopub", socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const received = fromFrames(frames, this.#connection.key, channel);
      if ("refused" in received) throw new Error(received.refused);
      for (const listener of [...this.#listeners]) listener(received.message);
    }
  }

  onMessage(listener: (message: AnyMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Waits until the kernel answers and its publications arrive here. */
  async ready(): Promise<void> {
    for (;;) {
      const answer = this.request("kernel_info_request", {});
      const late = new Promise<undefined>((resolve) => setTimeout(resolve, 300, undefined));
      if (await Promise.race([answer, late])) return;
    }
  }

  send<T extends MessageType>(
    type: T,
    content: Contents[T],
    frames?: (given: Uint8Array[]) => Uint8Array[],
  ): Message<T> {
    const message = this.#message(type, content);
    const parts = toFrames(message as unknown as AnyMessage, this.#connection.key);
    const socket = message.channel === "iopub" ? this.sockets.shell : this.sockets[message.channel];
    // A socket takes one send at a time.
    this.#sent = this.#sent.then(() => socket.send(frames ? frames(parts) : parts));
    return message;
  }

  /** Sends a request and gathers all that comes of it; `stopped` when reply and idle are both there. */
  request<T extends MessageType>(type: T, content: Contents[T]): Promise<Answer> {
    return new Promise((resolve) => {
      const published: AnyMessage[] = [];
      let reply: AnyMessage | undefined;
      let idle = false;
      const forget = this.onMessage((message) => {
        if (parentId(message) !== request.header.msg_id) return;
        if (message.channel === "iopub") published.push(message);
        else if (message.channel !== "stdin") reply = message;
        if (message.header.msg_type === "status" && "execution_state" in message.content) {
          idle = message.content.execution_state === "idle";
        }
        if (!reply || !idle) return;
        forget();
        const streams = published.flatMap(({ content }) =>
          "text" in content && content.name === "stdout" ? [content.text] : [],
        );
        resolve({ reply, published, stdout: streams.join("") });
      });
      const request = this.send(type, content);
    });
  }

  execute(code: string, options: Partial<Contents["execute_request"]> = {}): Promise<Answer> {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: true,
      stop_on_error: true,
      ...options,
    };
    return this.request("execute_request", content);
  }

  /** text/plain of the code's value, or the error's name. */
  async value(code: string): Promise<string | undefined> {
    const { published } = await this.execute(code);
    for (const { content } of published) {
      if ("ename" in content) return `${content.ename}: ${content.evalue}`;
      if ("data" in content && "execution_count" in content) return String(content.data["text/plain"]);
    }
    return undefined;
  }

  async beat(): Promise<boolean> {
    await this.heartbeat.send("ping");
    const [answer] = await this.heartbeat.receive();
    return String(answer) === "ping";
  }

  close(): void {
    for (const socket of [...Object.values(this.sockets), this.#iopub, this.heartbeat]) socket.close();
  }
}
