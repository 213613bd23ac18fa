type Kind = "string" | "number" | "boolean" | "object";

/** What the content of a request has to hold; all else has a default. */
const required: Record<string, Record<string, Kind>> = {
  execute_request: { code: "string" },
  complete_request: { code: "string", cursor_pos: "number" },
  inspect_request: { code: "string", cursor_pos: "number" },
  is_complete_request: { code: "string" },
  language_request: { question: "string", cells: "object", cell: "number", at: "number" },
  history_request: { hist_access_type: "string" },
  comm_open: { comm_id: "string", target_name: "string", data: "object" },
  comm_msg: { comm_id: "string", data: "object" },
  comm_close: { comm_id: "string" },
  input_reply: { value: "string" },
  debug_request: { command: "string", seq: "number" },
};

/** What else it may hold; null counts as left out. */
const optional: Record<string, Record<string, Kind>> = {
  execute_request: {
    silent: "boolean",
    store_history: "boolean",
    user_expressions: "object",
    allow_stdin: "boolean",
    stop_on_error: "boolean",
  },
  inspect_request: { detail_level: "number" },
  history_request: {
    output: "boolean",
    raw: "boolean",
    unique: "boolean",
    pattern: "string",
    n: "number",
    session: "number",
    start: "number",
    stop: "number",
  },
  comm_info_request: { target_name: "string" },
  shutdown_request: { restart: "boolean" },
};

/** Defaults of the protocol for fields that a client left out. */
const defaults: Record<string, Record<string, unknown>> = {
  execute_request: {
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: true,
    stop_on_error: true,
  },
  inspect_request: { detail_level: 0 },
  history_request: { output: false, raw: true },
  shutdown_request: { restart: false },
  comm_close: { data: {} },
};

/** Checks a content that came from outside and fills in the protocol's defaults; says what is wrong with it. */
export function contentProblem(type: string, content: Record<string, unknown>): string | undefined {
  for (const [field, value] of Object.entries(defaults[type] ?? {})) content[field] ??= value;
  for (const [field, kind] of Object.entries(required[type] ?? {})) {
    const value = content[field];
    if (typeof value !== kind || value === null) return `"${field}" is ${JSON.stringify(value)}, expected a ${kind}`;
  }
  for (const [field, kind] of Object.entries(optional[type] ?? {})) {
    const value = content[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== kind) return `"${field}" is ${JSON.stringify(value)}, expected a ${kind}`;
  }
  return undefined;
}
