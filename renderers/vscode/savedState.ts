import { isRecord } from "../../kernel/payloads/isRecord.ts";
import type { KernelLink } from "./link.ts";

/** What a view keeps over a reload of the window. */
export interface SavedState {
  /** Undefined where nothing was kept, or the editor has not told yet. */
  read(): unknown;
  write(value: unknown): void;
}

/** How long a view is left alone before the editor is told: it rewrites all that it keeps each time. */
const restMs = 300;

/**
 * The states of a renderer's views, kept by the editor: what VS Code itself keeps for renderers is gone with the window.
 * The key tells an output from others, also after a reload, and changes with what the output holds; `again` is called
 * when a state comes later than its view.
 */
export function savedStates(link: KernelLink): (key: () => string, again: () => void) => SavedState {
  const states = new Map<string, unknown>();
  return (key, again) => {
    let rest: ReturnType<typeof setTimeout> | undefined;
    if (!states.has(key())) {
      link.recall(key(), (state) => {
        const now = key();
        // What was written meanwhile is newer.
        if (!states.has(now)) states.set(now, state);
        if (states.get(now) === state) again();
      });
    }
    return {
      read: () => states.get(key()),
      write(value) {
        const now = key();
        states.set(now, value);
        clearTimeout(rest);
        rest = setTimeout(() => link.remember(now, value), restMs);
      },
    };
  };
}

/** A short name for an output's content: FNV-1a of it, or of an even sample where it is long. */
export function contentKey(payload: unknown): string {
  const text = canonical(payload);
  let hash = 0x811c9dc5;
  const step = Math.ceil(text.length / 100_000);
  for (let i = 0; i < text.length; i += step) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length.toString(36)}-${(hash >>> 0).toString(36)}`;
}

/** JSON whose objects are in alphabetical order: VS Code sorts them when it saves a notebook. */
function canonical(value: unknown): string {
  if (Array.isArray(value) && value.some((item) => typeof item === "object")) return `[${value.map(canonical)}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}
