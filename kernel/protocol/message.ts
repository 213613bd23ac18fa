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

export interface ExecuteRequest {
  code: string;
  silent: boolean;
  store_history: boolean;
  user_expressions: Record<string, string>;
  allow_stdin: boolean;
  stop_on_error: boolean;
}

export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

export type ExecuteReply =
  | { status: "ok"; execution_count: number; payload: unknown[]; user_expressions: Record<string, unknown> }
  | ({ status: "error"; execution_count: number } & ErrorContent);

export interface DisplayContent {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}

/** Content by message type, for the messages that Glassbook reads or writes. */
export interface Contents {
  execute_request: ExecuteRequest;
  execute_reply: ExecuteReply;
  execute_input: { code: string; execution_count: number };
  execute_result: DisplayContent & { execution_count: number };
  display_data: DisplayContent;
  update_display_data: DisplayContent;
  clear_output: { wait: boolean };
  stream: { name: "stdout" | "stderr"; text: string };
  error: ErrorContent;
  status: { execution_state: "starting" | "busy" | "idle" };
  interrupt_request: Record<string, never>;
  interrupt_reply: { status: "ok" };
}

export type MessageType = keyof Contents;

/** One message; `parent_header` is empty where nothing asked for it. */
export interface Message<T extends MessageType = MessageType> {
  channel: Channel;
  header: Header & { msg_type: T };
  parent_header: Header | Record<string, never>;
  metadata: Record<string, unknown>;
  content: Contents[T];
}

/** A message of any type, told apart by `header.msg_type` through `isMessage`. */
export type AnyMessage = { [T in MessageType]: Message<T> }[MessageType];

const channels: Record<MessageType, Channel> = {
  execute_request: "shell",
  execute_reply: "shell",
  execute_input: "iopub",
  execute_result: "iopub",
  display_data: "iopub",
  update_display_data: "iopub",
  clear_output: "iopub",
  stream: "iopub",
  error: "iopub",
  status: "iopub",
  interrupt_request: "control",
  interrupt_reply: "control",
};

/** Makes messages for one session; every message gets an id of its own. */
export function messageFactory(session: string, username: string) {
  let count = 0;
  return function message<T extends MessageType>(
    type: T,
    content: Contents[T],
    parent: Header | Record<string, never> = {},
  ): Message<T> {
    return {
      channel: channels[type],
      header: {
        msg_id: `${session}_${++count}`,
        msg_type: type,
        session,
        username,
        date: new Date().toISOString(),
        version: protocolVersion,
      },
      parent_header: parent,
      metadata: {},
      content,
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
