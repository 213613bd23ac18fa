import type { Contents, MessageType } from "./contents.ts";

export type * from "./contents.ts";

/** Jupyter messaging protocol 5.4: the messages that all parts of Glassbook exchange, whatever carries them. */
export const protocolVersion = "5.4";

/**
 * `transient.display_id` under which a long task says how far it is, by `update_display_data` alone: front ends that do
 * not know it show nothing.
 */
export const progressDisplayId = "glassbook.progress";

export type Channel = "shell" | "control" | "iopub" | "stdin";

export interface Header {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  version: string;
}

/** One message; `parent_header` is empty where nothing asked for it. */
export interface Message<T extends MessageType = MessageType> {
  channel: Channel;
  header: Header & { msg_type: T };
  parent_header: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Contents[T];
  /** Binary data beside the content; comms use it. */
  buffers?: Uint8Array[];
}

/** A message of any type, told apart by `header.msg_type` through `isMessage`. */
export type AnyMessage = { [T in MessageType]: Message<T> }[MessageType];

/** Where a message travels; a reply goes back on the channel that its request came by. */
const channels: Partial<Record<MessageType, Channel>> = {
  execute_input: "iopub",
  execute_result: "iopub",
  display_data: "iopub",
  update_display_data: "iopub",
  clear_output: "iopub",
  stream: "iopub",
  error: "iopub",
  status: "iopub",
  comm_open: "iopub",
  comm_msg: "iopub",
  comm_close: "iopub",
  input_request: "stdin",
  input_reply: "stdin",
  interrupt_request: "control",
  interrupt_reply: "control",
  shutdown_request: "control",
  shutdown_reply: "control",
  debug_request: "control",
  debug_reply: "control",
};

export interface MessageOptions {
  channel?: Channel;
  metadata?: Record<string, unknown>;
  buffers?: Uint8Array[];
}

/** Makes messages for one session; every message gets an id of its own. */
export function messageFactory(session: string, username: string) {
  let count = 0;
  return function message<T extends MessageType>(
    type: T,
    content: Contents[T],
    parent: Header | Record<string, never> = {},
    { channel, metadata = {}, buffers }: MessageOptions = {},
  ): Message<T> {
    return {
      channel: channel ?? channels[type] ?? "shell",
      header: {
        msg_id: `${session}_${++count}`,
        msg_type: type,
        session,
        username,
        date: new Date().toISOString(),
        version: protocolVersion,
      },
      parent_header: parent,
      metadata,
      content,
      ...(buffers && buffers.length > 0 ? { buffers } : {}),
    };
  };
}

export type MessageFactory = ReturnType<typeof messageFactory>;

/** Narrows a message to one type. */
export function isMessage<T extends MessageType>(
  message: { header: { msg_type: string } },
  type: T,
): message is Message<T> {
  return message.header.msg_type === type;
}

/** Whether a thing from a channel is a message at all: it may be anybody's. */
export function isWellFormed(given: unknown): given is AnyMessage {
  const { header, content } = (given ?? {}) as { header?: Partial<Header> | null; content?: unknown };
  return (
    typeof header?.msg_type === "string" &&
    typeof header.msg_id === "string" &&
    typeof content === "object" &&
    content !== null
  );
}

/** `msg_id` of the request that a message answers. */
export function parentId(message: { parent_header: Header | Record<string, never> }): string | undefined {
  return "msg_id" in message.parent_header ? message.parent_header.msg_id : undefined;
}
