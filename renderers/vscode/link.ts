import { type FromRenderer, isToRenderer, type KernelState } from "../../kernel/payloads/messages.ts";
import { uniqueId } from "../dom/uniqueId.ts";
import type { RendererContext } from "./api.ts";

/** One open comm. */
export interface Line {
  send(data: Record<string, unknown>): void;
  close(): void;
}

export interface LineListener {
  onMessage(data: Record<string, unknown>): void;
  /** The kernel closed it, with its last words, or is gone. */
  onClose(data: Record<string, unknown>): void;
}

/** The way to the editor, and through it to the kernel. */
export interface KernelLink {
  /** `gone` also where no editor listens. */
  readonly state: KernelState["state"];
  /** The editor's language; undefined until it told. */
  readonly locale: string | undefined;
  /** Tells of every new state and language. Returns how to stop. */
  onChange(listener: () => void): () => void;
  open(target: string, data: Record<string, unknown>, listener: LineListener): Line;
  /** Has the editor keep a view's state. */
  remember(key: string, state: unknown): void;
  /** Asks the editor for what it kept; the listener is not called where that is nothing. */
  recall(key: string, listener: (state: unknown) => void): void;
}

export function connect(context: RendererContext): KernelLink {
  const listeners = new Set<() => void>();
  const lines = new Map<string, LineListener>();
  const recalls = new Map<string, ((state: unknown) => void)[]>();
  let state: KernelState["state"] = context.postMessage ? "idle" : "gone";
  let locale: string | undefined;
  const post = (message: FromRenderer) => context.postMessage?.(message);
  const end = (id: string, data: Record<string, unknown> = {}) => {
    const line = lines.get(id);
    if (lines.delete(id)) line?.onClose(data);
  };

  context.onDidReceiveMessage?.((message) => {
    if (!isToRenderer(message)) return;
    if (message.type === "comm_msg") lines.get(message.comm_id)?.onMessage(message.data);
    else if (message.type === "comm_close") end(message.comm_id, message.data);
    else if (message.type === "view_state") {
      const waiting = recalls.get(message.key) ?? [];
      recalls.delete(message.key);
      if (message.state !== undefined) for (const listener of waiting) listener(message.state);
    } else {
      state = message.state;
      locale = message.locale ?? locale;
      if (state === "gone") for (const id of [...lines.keys()]) end(id);
      for (const listener of listeners) listener();
    }
  });
  post({ type: "kernel_state_request" });

  return {
    get state() {
      return state;
    },
    get locale() {
      return locale;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    remember: (key, state) => post({ type: "view_state", key, state }),
    recall(key, listener) {
      recalls.set(key, [...(recalls.get(key) ?? []), listener]);
      post({ type: "view_state_request", key });
    },
    open(target_name, data, listener) {
      const comm_id = uniqueId();
      lines.set(comm_id, listener);
      post({ type: "comm_open", comm_id, target_name, data });
      return {
        send: (data) => post({ type: "comm_msg", comm_id, data }),
        close() {
          if (lines.delete(comm_id)) post({ type: "comm_close", comm_id, data: {} });
        },
      };
    },
  };
}
