/**
 * What a notebook renderer and the editor tell each other, by `createRendererMessaging` on the editor's side and
 * `context.postMessage` on the renderer's. They are Jupyter's comm messages, what becomes of the kernel, and what a view
 * wants kept over a reload of the window.
 */
export type FromRenderer = CommOpen | CommMessage | CommClose | KernelStateRequest | ViewState | ViewStateRequest;

/**
 * Every renderer of a notebook hears all that the editor says and takes what carries its `comm_id`. A comm message that
 * finds no kernel is answered with `kernel_state: "gone"`.
 */
export type ToRenderer = CommMessage | CommClose | KernelState | ViewState;

export interface CommOpen {
  type: "comm_open";
  comm_id: string;
  target_name: string;
  data: Record<string, unknown>;
}

export interface CommMessage {
  type: "comm_msg";
  comm_id: string;
  data: Record<string, unknown>;
}

export interface CommClose {
  type: "comm_close";
  comm_id: string;
  data: Record<string, unknown>;
}

/** Asked once when a renderer wakes; answered with `kernel_state`. */
export interface KernelStateRequest {
  type: "kernel_state_request";
}

/** Also sent by itself whenever it changes: `gone` ends every line that was open, also where a new kernel follows. */
export interface KernelState {
  type: "kernel_state";
  state: "idle" | "busy" | "gone";
  /** The editor's display language, such as `"en"` or `"zh-cn"`. */
  locale?: string;
}

/** Asked for a view that was not left in this window; answered with `view_state`. */
export interface ViewStateRequest {
  type: "view_state_request";
  /** Tells the view from others, also after a reload. */
  key: string;
}

export interface ViewState {
  type: "view_state";
  key: string;
  /** JSON; absent in an answer where nothing is kept. */
  state?: unknown;
}

/** Targets that the library opens in the kernel, each for the renderer of its name. */
export const commTargets = { explanation: "glassbook.explanation", training: "glassbook.training" } as const;

const types = new Set(["comm_msg", "comm_close", "kernel_state"]);

/** Whether a message that reached a renderer is the editor's. */
export function isToRenderer(message: unknown): message is ToRenderer {
  if (typeof message !== "object" || message === null) return false;
  const { type, comm_id, data, key } = message as Partial<Record<string, unknown>>;
  if (type === "kernel_state") return true;
  if (type === "view_state") return typeof key === "string";
  return types.has(String(type)) && typeof comm_id === "string" && typeof data === "object" && data !== null;
}
