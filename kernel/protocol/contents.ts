/** Contents of the messages that Glassbook reads or writes: Jupyter messaging protocol 5.4. */
import type { LanguageReply, LanguageRequest } from "./language.ts";

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

export type ErrorReply = { status: "error" } & ErrorContent;

/** What the front end does besides showing outputs: `page` opens a pager. */
export interface Payload {
  source: "page";
  data: Record<string, unknown>;
  start: number;
}

export type UserExpression =
  | { status: "ok"; data: Record<string, unknown>; metadata: Record<string, unknown> }
  | ErrorReply;

/** How a cell that ran ended. */
export type CellReply =
  | {
      status: "ok";
      execution_count: number;
      payload: Payload[];
      user_expressions: Record<string, UserExpression>;
    }
  | ({ execution_count: number } & ErrorReply);

export type ExecuteReply = CellReply | { status: "aborted"; execution_count: number };

export interface DisplayContent {
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  transient?: { display_id?: string };
}

export interface KernelInfoReply {
  status: "ok";
  protocol_version: string;
  implementation: string;
  implementation_version: string;
  language_info: {
    name: string;
    version: string;
    mimetype: string;
    file_extension: string;
    pygments_lexer: string;
    codemirror_mode: string | { name: string; [option: string]: unknown };
    nbconvert_exporter: string;
  };
  banner: string;
  debugger: boolean;
  help_links: { text: string; url: string }[];
  supported_features: string[];
}

export interface CompleteReply {
  status: "ok";
  matches: string[];
  /** In code points, as Jupyter counts. */
  cursor_start: number;
  cursor_end: number;
  metadata: Record<string, unknown>;
}

export interface InspectReply {
  status: "ok";
  found: boolean;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

export type IsCompleteReply = { status: "complete" | "invalid" | "unknown" } | { status: "incomplete"; indent: string };

export interface HistoryRequest {
  output: boolean;
  raw: boolean;
  hist_access_type: "range" | "tail" | "search";
  session?: number;
  start?: number;
  stop?: number | null;
  n?: number;
  pattern?: string;
  unique?: boolean;
}

/** Session, line, and the input, or input and output. */
export type HistoryEntry = [session: number, line: number, source: string | [input: string, output: string | null]];

export interface CommOpen {
  comm_id: string;
  target_name: string;
  data: Record<string, unknown>;
}

export interface CommMessage {
  comm_id: string;
  data: Record<string, unknown>;
}

/** A request of the Debug Adapter Protocol, and its answer. */
export interface DebugRequest {
  type: "request";
  seq: number;
  command: string;
  arguments?: Record<string, unknown>;
}

export interface DebugReply {
  type: "response";
  request_seq: number;
  seq: number;
  success: boolean;
  command: string;
  message?: string;
  body?: Record<string, unknown>;
}

/** Content by message type; `language_request` is Glassbook's own. */
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
  kernel_info_request: Record<string, never>;
  kernel_info_reply: KernelInfoReply;
  complete_request: { code: string; cursor_pos: number };
  complete_reply: CompleteReply;
  inspect_request: { code: string; cursor_pos: number; detail_level: 0 | 1 };
  inspect_reply: InspectReply;
  is_complete_request: { code: string };
  is_complete_reply: IsCompleteReply;
  language_request: LanguageRequest;
  language_reply: LanguageReply;
  history_request: HistoryRequest;
  history_reply: { status: "ok"; history: HistoryEntry[] };
  comm_info_request: { target_name?: string };
  comm_info_reply: { status: "ok"; comms: Record<string, { target_name: string }> };
  comm_open: CommOpen;
  comm_msg: CommMessage;
  comm_close: CommMessage;
  input_request: { prompt: string; password: boolean };
  input_reply: { value: string };
  shutdown_request: { restart: boolean };
  shutdown_reply: { status: "ok"; restart: boolean };
  debug_request: DebugRequest;
  debug_reply: DebugReply;
}

export type MessageType = keyof Contents;
